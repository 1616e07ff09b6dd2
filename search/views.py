"""The search page."""

import logging
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from wagtail.models import Page

from core.caching.headers import public_view
from core.listing import Listing
from core.methods import read_only
from search.forms import SearchQuery
from search.querysets import found

logger = logging.getLogger(__name__)


@read_only
@public_view
def results(request: HttpRequest) -> HttpResponse:
    """Show the pages found; an outage is said to be one, never shown as "no results"."""
    query = SearchQuery.parse(request.GET)
    context: dict[str, Any] = {
        "page_title": "Search",
        "meta_description": "Search this website.",
        "query": query,
    }
    if query.error:
        return render(request, "search/results.html", context, status=400)
    if query.words:
        try:
            context["listing"] = listing = _listing(query)
            context["canonical_path"] = listing.canonical_url
            context["hits"] = [(page, page.get_url(request)) for page in listing.items]
        except DatabaseError:
            logger.exception("The search query failed.")
            return render(request, "search/results.html", context | {"out_of_order": True}, status=503)
    return render(request, "search/results.html", context)


def _listing(query: SearchQuery) -> Listing[Page]:
    matches = found(query.words, query.text)
    return Listing(path=reverse("search:results"), query=query, matches=matches, total=matches.count())
