"""Middleware that is not about caching or security policies."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url

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


class BodySizeMiddleware:
    """Refuse what is larger than anybody may send, before it is read: Django keeps whole uploads on disk unasked.

    Comes after the visitor is known. Without a sign-in it is the size of a form.
    """

    # What a form says beside its files.
    WORDS = 1_000_000

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 413, or go on."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isdecimal() else 0
        if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE and size > self._allowed(request):
            return render(request, "413.html", status=413)
        return self.get_response(request)

    def _allowed(self, request: HttpRequest) -> int:
        if not request.user.has_perm("wagtailadmin.access_admin"):
            return 0
        if request.path.startswith(resolve_url("imports:begin", "any").removesuffix("any/")):
            return settings.IMPORT_MAX_MB * 1_000_000 + self.WORDS
        return max(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE) + self.WORDS
