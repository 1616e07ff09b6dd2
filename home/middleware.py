"""What the home app says of every response."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from home.context_processors import hidden_from_search_engines


class SearchEngineMiddleware:
    """Tell search engines not to list anything of a site that wants to stay out of them: pages, files and lists."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the header to what was found; nobody lists what was not, and an outage must not meet another query."""
        response = self.get_response(request)
        if response.status_code == 200 and hidden_from_search_engines(request):
            response["X-Robots-Tag"] = "noindex"
        return response
