"""The search: its page, its feed and its table."""

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core.caching.headers import public_view
from core.csv_export import csv_response
from core.feeds import PER_FEED_PAGE, absolute
from core.findable import kind_of
from core.methods import read_only
from search.engine import Sort
from search.feeds import search_feed
from search.forms import SearchQuery
from search.listings import search_listing

logger = logging.getLogger(__name__)

# How many results a table holds at most.
MOST_ROWS = 1_000


@read_only
@public_view
def results(request: HttpRequest) -> HttpResponse:
    """Show what was found; an outage is said to be one, never shown as "no results"."""
    query = SearchQuery.parse(request.GET)
    context: dict[str, Any] = {"page_title": "Search", "meta_description": "Search this website.", "query": query}
    if query.error:
        return render(request, "search/results.html", context, status=400)
    if query.text:
        try:
            context["listing"] = listing = search_listing(query)
            context["canonical_path"] = listing.canonical_url
        except DatabaseError:
            logger.exception("The search query failed.")
            return render(request, "search/results.html", context | {"out_of_order": True}, status=503)
    return render(request, "search/results.html", context)


def _asked(view: Callable[[HttpRequest, SearchQuery], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer a feed or a table of a question: without one there is none; an outage is said to be one."""

    @wraps(view)
    def wrapped(request: HttpRequest) -> HttpResponse:
        query = SearchQuery.parse(request.GET)
        if not query.text or query.error:
            raise Http404("There is no list without search words.")
        try:
            return view(request, query)
        except DatabaseError:
            logger.exception("The search query failed.")
            text = "Search is not working at the moment. Try again in a few minutes."
            return HttpResponse(text, status=503, content_type="text/plain; charset=utf-8")

    return wrapped


@read_only
@public_view
@_asked
def feed(request: HttpRequest, query: SearchQuery) -> HttpResponse:
    """Serve what was found as an Atom feed, the newest first, so that readers notice what is new."""
    query = replace(query, sort=Sort.NEWEST)
    listing = search_listing(query, path=reverse("search:feed"), per_page=PER_FEED_PAGE, highlight=False)
    return search_feed(request, listing)


@read_only
@public_view
@_asked
def table(request: HttpRequest, query: SearchQuery) -> HttpResponse:
    """Serve what was found as a table, whatever page was looked at."""
    listing = search_listing(replace(query, page=1), per_page=MOST_ROWS, highlight=False)
    rows = (
        [hit.plain_title, kind.label if (kind := kind_of(hit.kind)) else "", hit.format, hit.day, hit.summary,
         absolute(hit.url)]
        for hit in listing.items
    )  # fmt: skip
    return csv_response("search.csv", ["Title", "Kind", "Format", "Date", "Summary", "Address"], rows)
