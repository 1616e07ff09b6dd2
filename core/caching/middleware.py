"""The page cache: outermost of all middleware, so that a kept page costs next to nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import cc_delim_re, patch_vary_headers  # type: ignore[attr-defined]  # not in the stubs
from django.utils.http import parse_etags

from core.caching import generation
from core.caching.boundaries import next_boundary
from core.caching.headers import forbid_storing, is_marked_public, public_cache_control
from core.caching.store import CachedPage, PageStore, from_response, negotiate

# A page is kept no longer than this even if nobody tells us of a change: a process that is killed between its commit
# and the rise of the generation number is made good after it.
MAX_LIFETIME = timedelta(minutes=5)
# A longer query string is answered, not kept: nobody may fill the memory with spellings of one page.
MAX_QUERY = 200

pages = PageStore()


class PageCacheMiddleware:
    """Serve public pages to anonymous visitors from this process's memory, and say how long proxies may keep them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from memory, or make the page and keep it."""
        if not _may_be_shared(request):
            return _private(self.get_response(request))
        key = _key(request)
        number = generation.current()
        kept = pages.get(key, number, timezone.now()) if settings.PAGE_CACHE_ENABLED else None
        if kept is None:
            response = self.get_response(request)
            if not _may_be_kept(response):
                return _private(response)
            kept = from_response(cast("HttpResponse", response), number, _until(response))
            if settings.PAGE_CACHE_ENABLED and len(request.META.get("QUERY_STRING", "")) <= MAX_QUERY:
                pages.put(key, kept)
        return _answer(request, kept)


def _may_be_shared(request: HttpRequest) -> bool:
    return (
        request.method in {"GET", "HEAD"}
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "HTTP_AUTHORIZATION" not in request.META
        and not getattr(request, "is_dummy", False)
    )


def _key(request: HttpRequest) -> str:
    meta = request.META
    return "\0".join(
        (request.scheme or "", meta.get("HTTP_HOST", ""), meta.get("PATH_INFO", ""), meta.get("QUERY_STRING", ""))
    )


def _may_be_kept(response: HttpResponseBase) -> bool:
    vary = {name.lower() for name in cc_delim_re.split(response.get("Vary", ""))}
    return (
        is_marked_public(response)
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "cookie" not in vary
        and "no-store" not in response.get("Cache-Control", "")
        and "private" not in response.get("Cache-Control", "")
    )


def _until(response: HttpResponseBase) -> datetime:
    now = timezone.now()
    moments = [now + MAX_LIFETIME, response.public_until, next_boundary(now)]  # type: ignore[attr-defined]  # mark_public
    return min(moment for moment in moments if moment is not None)


def _answer(request: HttpRequest, kept: CachedPage) -> HttpResponse:
    encoding = negotiate(request.META.get("HTTP_ACCEPT_ENCODING", ""), len(kept.body))
    etag = f'"{kept.etag}{"-" + encoding if encoding else ""}"'
    asked = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    unchanged = etag in asked or f"W/{etag}" in asked or "*" in asked
    response: HttpResponse = HttpResponseNotModified() if unchanged else HttpResponse(status=kept.status)
    if not unchanged:
        response.content = kept.body_as(encoding)
        if encoding:
            response["Content-Encoding"] = encoding
        response["Content-Length"] = str(len(response.content))
    for name, value in kept.headers:
        response[name] = value
    if unchanged:
        del response["Content-Type"]
    response["ETag"] = etag
    response["Cache-Control"] = public_cache_control(kept.until)
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """What is not the same for everybody may be kept by nobody, unless its view said otherwise."""
    if is_marked_public(response) or not response.has_header("Cache-Control"):
        forbid_storing(response)
    return response
