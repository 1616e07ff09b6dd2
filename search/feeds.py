"""The feed of a search."""

from datetime import datetime, time
from uuid import NAMESPACE_URL, uuid5

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from core.feeds import FeedEntry, FeedHead, absolute, feed_response
from search.engine import Hit
from search.listings import SearchListing

# When the feed of a search that finds nothing was last changed: it has no day of its own.
_EMPTY_SINCE = datetime(2026, 1, 1, tzinfo=timezone.get_fixed_timezone(0))


def search_feed(request: HttpRequest, listing: SearchListing) -> HttpResponse:
    """Return this page of the results as an Atom feed."""
    head = FeedHead(
        title=f"Search: {listing.query.text}",
        author=request.get_host(),
        home_path=listing.query.address(reverse("search:results")),
        updated=_EMPTY_SINCE,
    )
    return feed_response(head, listing, map(_entry, listing.items))


def _entry(hit: Hit) -> FeedEntry:
    day = timezone.make_aware(datetime.combine(hit.day, time.min)) if hit.day else None
    updated = hit.updated_at or day or _EMPTY_SINCE
    return FeedEntry(
        key=uuid5(NAMESPACE_URL, absolute(f"/{hit.kind}/{hit.key}")),
        title=hit.plain_title,
        path=hit.url,
        summary=hit.summary,
        published=day or updated,
        updated=updated,
    )
