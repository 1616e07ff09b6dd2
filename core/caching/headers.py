"""Which responses may be kept, by whom and for how long."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Beyond the time a proxy may keep a page: how long it may go on serving it while it asks again, or while we are down.
STALE_WHILE_REVALIDATE = 30
STALE_IF_ERROR = 300

View = Callable[..., HttpResponseBase]


def mark_public(response: HttpResponseBase, until: datetime | None = None) -> None:
    """Say that this response is the same for every anonymous visitor, so that the page cache may keep it.

    `until` is a moment after which this one response is wrong even if nothing on the site changes.
    """
    response.public_until = until  # type: ignore[attr-defined]  # read by the page cache middleware


def is_marked_public(response: HttpResponseBase) -> bool:
    """Whether `mark_public` was called for this response."""
    return hasattr(response, "public_until")


def public_view(view: View) -> View:
    """Mark what a view answers to GET and HEAD with status 200 as public."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method in {"GET", "HEAD"} and response.status_code == 200 and not is_marked_public(response):
            mark_public(response)
        return response

    return wrapped


def public_cache_control(right_until: float | None, now: float | None = None) -> str:
    """Return the Cache-Control of a public page; no lifetime in it reaches past `right_until` (seconds since 1970)."""
    if right_until is None:
        return _cache_control(settings.PUBLIC_S_MAXAGE, STALE_WHILE_REVALIDATE, STALE_IF_ERROR)
    left = max(0, int(right_until - (time.time() if now is None else now)))
    shared = min(settings.PUBLIC_S_MAXAGE, left)
    left -= shared  # the stale lifetimes begin where the shared one ends
    return _cache_control(shared, min(STALE_WHILE_REVALIDATE, left), min(STALE_IF_ERROR, left))


def _cache_control(shared: int, revalidate: int, error: int) -> str:
    return f"public, max-age=0, s-maxage={shared}, stale-while-revalidate={revalidate}, stale-if-error={error}"


def forbid_storing(response: HttpResponseBase) -> None:
    """Say that nobody may keep this response."""
    response["Cache-Control"] = "no-store, private"
