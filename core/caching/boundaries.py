"""The moments at which what the public sees changes by the clock alone, with nobody saving anything.

A page expires, a notice begins or ends: no signal tells. Each app says in its `boundaries.py` when its next such
moment is; a cached response is never served past the earliest of them.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Min, Q
from django.utils import timezone
from wagtail.models import Page

from core.caching import generation

Boundary = Callable[[datetime], datetime | None]

# Requests that began before the one that asked are answered, too: each asks from the moment at which it began.
MARGIN = timedelta(minutes=1)

_registered: list[Boundary] = []
# The generation and the moment asked about, and the earliest moment found after it.
_known: tuple[int, datetime, datetime | None] | None = None


def register(boundary: Boundary) -> Boundary:
    """Register a function that returns the first moment after the one given at which its app's content changes."""
    _registered.append(boundary)
    return boundary


@register
def pages_begin_or_expire(after: datetime) -> datetime | None:
    """Return when the next live page reaches its expiry, or a live page its go-live time."""
    moments = (
        Page.objects.order_by()
        .filter(live=True)
        .aggregate(
            expiry=Min("expire_at", filter=Q(expire_at__gt=after)),
            start=Min("go_live_at", filter=Q(go_live_at__gt=after)),
        )
    )
    return min((moment for moment in moments.values() if moment), default=None)


def next_boundary(now: datetime | None = None, number: int | None = None) -> datetime | None:
    """Return the earliest moment after now at which anything public changes by the clock; None when there is none.

    Asked of the database once for each generation and each boundary passed, then remembered. `number` is the
    generation, where the caller has read it already.
    """
    global _known
    now = now or timezone.now()
    number = generation.current() if number is None else number
    if _known is not None and _known[0] == number and _known[1] <= now and (_known[2] is None or _known[2] > now):
        return _known[2]
    since = now - MARGIN
    found = _ask(since)
    if found is not None and found <= now:
        since, found = now, _ask(now)
    if number is not None:
        _known = (number, since, found)
    return found


def _ask(after: datetime) -> datetime | None:
    return min((moment for boundary in _registered if (moment := boundary(after))), default=None)


def forget() -> None:
    """Forget the boundary found; for tests, whose databases come and go under one generation number."""
    global _known
    _known = None
