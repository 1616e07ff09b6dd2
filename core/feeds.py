"""Atom feeds of listings (RFC 4287), in pages that lead from one to the next (RFC 5005, section 3)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from core.listing import Listing

# A feed is as long as its list; readers follow its pages where it has more entries than this.
PER_FEED_PAGE = 100
# XML cannot carry these characters at all (XML 1.0, section 2.2).
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class FeedHead:
    """What a feed says of itself: its title, its publisher, its page, and the moment it stands at while empty."""

    title: str
    author: str
    home_path: str
    updated: datetime


@dataclass(frozen=True)
class FeedEntry:
    """One entry. Its key stays the same whatever changes about the item, its address included."""

    key: UUID
    title: str
    path: str
    summary: str
    published: datetime
    updated: datetime


def feed_response(head: FeedHead, listing: Listing[Any], entries: Iterable[FeedEntry]) -> HttpResponse:
    """Return the feed of this listing; `listing.path` is the feed's own, `entries` are those of the page asked for."""
    first = absolute(listing.feed_url)
    feed = PagedAtomFeed(
        title=xml_text(head.title),
        link=absolute(head.home_path),
        description="",
        language="en-GB",
        author_name=xml_text(head.author),
        feed_url=absolute(listing.canonical_url),
        feed_guid=first,
        empty_since=head.updated,
        next_url=listing.next_url and absolute(listing.next_url),
        previous_url=listing.previous_url and absolute(listing.previous_url),
    )
    for entry in entries:
        feed.add_item(
            title=xml_text(entry.title),
            link=absolute(entry.path),
            description=escape(xml_text(entry.summary)),
            pubdate=entry.published,
            updateddate=entry.updated,
            unique_id=entry.key.urn,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=Atom1Feed.content_type)


class PagedAtomFeed(Atom1Feed):
    """Django's Atom feed with links to its other pages, and a date of its own while it is empty."""

    def add_root_elements(self, handler: Any) -> None:
        """Add the links to the pages before and after this one."""
        super().add_root_elements(handler)
        for relation in ("previous", "next"):
            if address := self.feed[f"{relation}_url"]:
                handler.addQuickElement("link", "", {"rel": relation, "href": address})

    def latest_post_date(self) -> datetime:
        """Return when the newest change was; an empty feed is no newer each time it is asked for."""
        return super().latest_post_date() if self.items else self.feed["empty_since"]


def absolute(path: str) -> str:
    """Return the whole address of a path of this site."""
    return settings.SITE_URL + path


def xml_text(text: str) -> str:
    """Return text without the characters that XML cannot carry."""
    return _NOT_XML.sub("", text)
