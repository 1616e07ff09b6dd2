"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.caching.headers import public_view


@public_view
def results(request: HttpRequest) -> HttpResponse:
    """Show what was found."""
    return render(request, "search/results.html")
