"""The page cache: outermost of all middleware, so that a kept page costs next to nothing."""

import logging
import time
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import parse_etags

from core.caching import generation
from core.caching.boundaries import next_boundary
from core.caching.headers import forbid_storing, is_marked_public, public_cache_control
from core.caching.store import MIN_COMPRESSED, KeptPage, PageStore, preferred_encoding

logger = logging.getLogger(__name__)

# A page is kept no longer than this (seconds) even if nobody tells us of a change: a process that is killed between
# its commit and the change of the generation, or somebody's own SQL, is made good after it.
MAX_LIFETIME = 300
# A longer query string is answered, not kept: nobody may fill the memory with spellings of one page.
MAX_QUERY = 200
# Visitors with one of these cookies may be shown something of their own.
PERSONAL_COOKIES = {settings.SESSION_COOKIE_NAME, "messages"}

pages = PageStore()


class PageCacheMiddleware:
    """Serve public pages to anonymous visitors from this process's memory, and say how long proxies may keep them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from memory, or make the page and keep it."""
        if request.path_info.startswith(settings.STATIC_URL):
            return self.get_response(request)
        if not _may_be_shared(request):
            return _private(self.get_response(request))
        key = _key(request)
        # Read before the page is made: what changes while it is made leaves it with a number that is out of date.
        number = generation.current() if settings.PAGE_CACHE_ENABLED else None
        if number is not None:
            kept = pages.get(key, number, time.time())
            if kept is not None:
                return _answer(request, key, kept)
        return self._make(request, key, number)

    def _make(self, request: HttpRequest, key: str, number: int | None) -> HttpResponseBase:
        started = timezone.now()
        response = self.get_response(request)
        if not is_marked_public(response) or _is_personal(request, response) or response.status_code != 200:
            return _private(response)
        if not isinstance(response, HttpResponse) or response.has_header("Content-Encoding"):
            return _private(response)
        page = KeptPage.of(
            response, number, _right_until(response, started, number), started.timestamp() + MAX_LIFETIME
        )
        # What answers HEAD may be shorter than what answers GET.
        if number is not None and request.method == "GET" and len(request.META.get("QUERY_STRING", "")) <= MAX_QUERY:
            pages.put(key, page)
        return _answer(request, key, page)


def _may_be_shared(request: HttpRequest) -> bool:
    meta = request.META
    return (
        request.method in {"GET", "HEAD"}
        and "HTTP_AUTHORIZATION" not in meta
        and not getattr(request, "is_dummy", False)  # Wagtail's previews
        and ("HTTP_COOKIE" not in meta or PERSONAL_COOKIES.isdisjoint(request.COOKIES))
    )


def _key(request: HttpRequest) -> str:
    meta = request.META
    host = request._get_raw_host()  # type: ignore[attr-defined]  # get_host() would check it, which the views do
    return f"{request.scheme}\0{host}\0{meta.get('PATH_INFO', '')}\0{meta.get('QUERY_STRING', '')}"


def _is_personal(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether a response that calls itself public depends on its visitor: that is a fault of its view or template."""
    control = response.get("Cache-Control", "")
    if "no-store" in control or "private" in control:
        return True
    vary = {name.strip().lower() for name in response.get("Vary", "").split(",")}
    token_used = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    if not (response.cookies or token_used or vary & {"cookie", "*"}):
        return False
    reason = "a form token" if token_used else "a cookie or a session"
    message = f"{request.path} is marked public but uses {reason}; give the form a page of its own"
    if settings.PAGE_CACHE_STRICT:
        raise ImproperlyConfigured(message)
    logger.error("%s", message)
    return True


def _right_until(response: HttpResponseBase, started: datetime, number: int | None) -> float | None:
    # Seen from the start: a moment that passed while the page was made counts.
    moments = (response.public_until, next_boundary(started, number))  # type: ignore[attr-defined]  # mark_public
    return min((moment.timestamp() for moment in moments if moment is not None), default=None)


def _answer(request: HttpRequest, key: str, page: KeptPage) -> HttpResponse:
    meta = request.META
    encoding = preferred_encoding(meta.get("HTTP_ACCEPT_ENCODING", "")) if len(page.body) >= MIN_COMPRESSED else ""
    etag = f'"{page.etag}-{encoding}"' if encoding else f'"{page.etag}"'
    headers = {"ETag": etag, "Cache-Control": public_cache_control(page.right_until)}
    if _knows_it(meta.get("HTTP_IF_NONE_MATCH", ""), etag):
        headers["Vary"] = page.headers["Vary"]
        return HttpResponseNotModified(headers=headers)
    body = pages.body_as(key, page, encoding)
    headers |= page.headers
    headers["Content-Length"] = str(len(body))
    if encoding:
        headers["Content-Encoding"] = encoding
    return HttpResponse(b"" if request.method == "HEAD" else body, headers=headers)


def _knows_it(if_none_match: str, etag: str) -> bool:
    if not if_none_match:
        return False
    known = parse_etags(if_none_match)
    return etag in known or f"W/{etag}" in known or "*" in known


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """What is not the same for everybody may be kept by nobody, unless its view said otherwise."""
    if is_marked_public(response) or not response.has_header("Cache-Control"):
        forbid_storing(response)
    return response
