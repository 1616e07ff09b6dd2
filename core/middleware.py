"""Middleware that is not about caching or security."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from core.request_scope import request_scope


class RequestScopeMiddleware:
    """Give each request a memory of its own (core.request_scope)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Run the request inside its scope."""
        with request_scope():
            return self.get_response(request)
