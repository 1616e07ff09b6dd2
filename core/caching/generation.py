"""The generation: one number, shared by all processes, that changes whenever anything public changes.

On one machine it lives in eight bytes of a memory-mapped file, which costs nothing measurable to read. Where several
machines serve the site it lives in Redis (CACHE_URL). What was made under another number than the present one is out
of date; while the number cannot be read nothing is kept and nothing kept is served.
"""

import fcntl
import logging
import mmap
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import redis
from django.conf import settings

from core.request_scope import memo

logger = logging.getLogger(__name__)

# Redis has this long to answer (seconds); after a failure it is left alone for a while, and reported now and then.
REDIS_TIMEOUT = 0.5
QUIET_AFTER_FAILURE = 5
REPORT_EVERY = 60
NUMBER_SIZE = 8


class GenerationStore(Protocol):
    """Where the number lives."""

    def current(self) -> int | None:
        """Return the number as it is now; None while it cannot be known."""

    def advance(self) -> int | None:
        """Change the number and return the new one; None when that could not be done now."""


class MappedGeneration:
    """The number in a memory-mapped file shared by the processes of one machine."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        with _locked(self._file):
            if os.fstat(self._file).st_size < NUMBER_SIZE:
                os.ftruncate(self._file, NUMBER_SIZE)
        # An unsigned integer as the machine holds it: aligned, so that it is read and written in one piece.
        self._number = memoryview(mmap.mmap(self._file, NUMBER_SIZE)).cast("Q")

    def current(self) -> int:
        """Return the number as it is now."""
        return self._number[0]

    def advance(self) -> int:
        """Add one, with the file locked against other processes, and return the new number."""
        with _locked(self._file):
            self._number[0] += 1
            return self._number[0]


@contextmanager
def _locked(file: int) -> Iterator[None]:
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


class RedisGeneration:
    """The number in Redis, for a site served by several machines.

    Each number is drawn at random, so that a Redis that lost its memory cannot give out one that was used before.
    """

    KEY = "lasweb:generation"

    def __init__(self, address: str) -> None:
        self._redis = redis.Redis.from_url(
            address, socket_timeout=REDIS_TIMEOUT, socket_connect_timeout=REDIS_TIMEOUT, retry=None
        )
        self._quiet_until = 0.0
        self._report_after = 0.0
        # A change that could not be told; it is told before anything else once Redis answers again.
        self._untold = False

    def current(self) -> int | None:
        """Return the number, or None while Redis does not answer; one that failed is not asked for a while."""
        if time.monotonic() < self._quiet_until:
            return None
        if self._untold:
            return self.advance()
        try:
            number = self._redis.get(self.KEY)
            if number is None:
                self._redis.set(self.KEY, _draw(), nx=True)
                number = self._redis.get(self.KEY)
            return int(number)  # type: ignore[arg-type]  # the client's types leave room for its asynchronous twin
        except (redis.RedisError, TypeError, ValueError) as error:
            self._failed(error)
            return None

    def advance(self) -> int | None:
        """Set a new number; remember to do so later if Redis does not answer."""
        number = _draw()
        try:
            self._redis.set(self.KEY, number)
        except redis.RedisError as error:
            self._untold = True
            self._failed(error)
            return None
        self._untold = False
        return number

    def _failed(self, error: Exception) -> None:
        now = time.monotonic()
        self._quiet_until = now + QUIET_AFTER_FAILURE
        if now >= self._report_after:
            self._report_after = now + REPORT_EVERY
            logger.error("Redis (CACHE_URL) does not answer, pages are served without the cache: %s", error)


def _draw() -> int:
    return secrets.randbits(63)


_store: GenerationStore | None = None


def _get_store() -> GenerationStore:
    global _store
    if _store is None:
        address = settings.CACHE_URL
        _store = RedisGeneration(address) if address else MappedGeneration(Path(settings.VAR_DIR) / "generation")
    return _store


def current() -> int | None:
    """Return the generation as it is now; None while it cannot be known."""
    return _get_store().current()


def advance() -> None:
    """Change the generation: everything any process has kept is out of date from now on."""
    number = _get_store().advance()
    scoped = memo("generation")
    if scoped:
        scoped["number"] = number


def generation_key(key: str, key_prefix: str, version: int) -> str:
    """Make a cache key that dies with the generation (KEY_FUNCTION of Django's cache in local memory).

    A request uses the number it met first, or that its own change made: what it read before somebody else's change
    is not stored as if it were read after it. Without a number each key is a new one, so that nothing is found.
    """
    scoped = memo("generation")
    if scoped is None:
        number = current()
    elif "number" in scoped:
        number = scoped["number"]
    else:
        number = scoped["number"] = current()
    return f"{key_prefix}:{version}:{secrets.token_hex(8) if number is None else number}:{key}"
