"""What every page shows alike, made once and kept by this process until anything public changes.

The menu, the notices, the trust's own name: they cost a query each on every page that is made. Kept under the
generation and no longer than the next boundary, as pages are, they cost one in each process after a change.
"""

from collections.abc import Callable, Hashable
from datetime import datetime
from threading import Lock
from typing import TypeVar

from django.db import connection
from django.utils import timezone

from core.caching import generation
from core.caching.boundaries import next_boundary

# Beyond this many things something is kept that should not be: one a site or two is what is meant.
MOST = 200

T = TypeVar("T")

_lock = Lock()
_number: int | None = None
_kept: dict[Hashable, tuple[datetime | None, object]] = {}


def kept(key: Hashable, make: Callable[[], T]) -> T:
    """Return what `make` returns for this key, perhaps from before; it is shared by threads, so nobody may change it.

    Inside a transaction nothing is kept: what is read there may never come to be.
    """
    if connection.in_atomic_block:
        return make()
    # Read before it is made: what changes meanwhile leaves it with a number that is out of date.
    number, now = generation.current(), timezone.now()
    if number is None:
        return make()
    with _lock:
        found = _kept.get(key) if number == _number else None
    if found is not None and (found[0] is None or found[0] > now):
        return found[1]  # type: ignore[return-value]  # what was kept under this key came from this `make`
    made = make()
    _keep(number, key, next_boundary(now, number), made)
    return made


def _keep(number: int, key: Hashable, until: datetime | None, made: object) -> None:
    global _number
    with _lock:
        if number != _number or len(_kept) >= MOST:
            _kept.clear()
            _number = number
        _kept[key] = (until, made)


def forget() -> None:
    """Forget everything; for tests, whose databases come and go under one generation."""
    with _lock:
        _kept.clear()
