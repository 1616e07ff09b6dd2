"""Middleware that is not about caching or security policies."""

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core.request_scope import request_scope

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class RequestScopeMiddleware:
    """Give each request a memory of its own (core.request_scope)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Run the request inside its scope."""
        with request_scope(request):
            return self.get_response(request)


class WellFormedRequestMiddleware:
    """Refuse null characters in path and cookies: nothing of ours has one, and PostgreSQL takes none."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 400, with one line in the log, or go on."""
        if "\0" in request.path_info:
            raise SuspiciousOperation("Null character in the address")
        if "HTTP_COOKIE" in request.META and any("\0" in value for value in request.COOKIES.values()):
            raise SuspiciousOperation("Null character in a cookie")
        return self.get_response(request)
