"""Feeds of the home app: news."""

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from core.feeds import PER_FEED_PAGE, FeedEntry, FeedHead, feed_response
from home.context_processors import organisation_of
from home.listings import NewsQuery, news_listing

if TYPE_CHECKING:
    from home.models import NewsIndexPage, NewsPage


def news_feed(index: "NewsIndexPage", request: HttpRequest) -> HttpResponse:
    """Return the news asked for as an Atom feed, with the filters of the index page."""
    query = NewsQuery.parse(request.GET)
    listing = news_listing(index, query, request, suffix="feed/", per_page=PER_FEED_PAGE)
    publisher = organisation_of(request).name
    head = FeedHead(
        title=f"{publisher}: {index.title}" + (f" of {query.year}" if query.year else ""),
        author=publisher,
        home_path=index.get_url(request) or "/",
        updated=index.last_published_at or timezone.now(),
    )
    return feed_response(head, listing, (_entry(item, request) for item in listing.items))


def _entry(item: "NewsPage", request: HttpRequest) -> FeedEntry:
    of_the_day = timezone.make_aware(datetime.combine(item.date, time.min))
    return FeedEntry(
        key=item.translation_key,
        title=item.title,
        path=item.get_url(request) or "",
        summary=item.summary,
        published=item.first_published_at or of_the_day,
        updated=item.last_published_at or of_the_day,
    )
