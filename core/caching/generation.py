"""The generation number: one number, shared by all processes, that rises whenever anything public changes.

On one machine it lives in eight bytes of a memory-mapped file, which costs nothing measurable to read. Where several
machines serve the site it lives in Redis (CACHE_URL).
"""

import fcntl
import mmap
import os
import struct
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.cache import cache

_NUMBER = struct.Struct("<Q")


class GenerationStore(Protocol):
    """Where the number lives."""

    def current(self) -> int:
        """Return the number as it is now."""

    def raise_(self) -> int:
        """Add one and return the new number."""


class MappedGeneration:
    """The number in a memory-mapped file shared by the processes of one machine."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        with _locked(self._file):
            if os.fstat(self._file).st_size < _NUMBER.size:
                os.ftruncate(self._file, _NUMBER.size)
        self._map = mmap.mmap(self._file, _NUMBER.size)

    def current(self) -> int:
        """Return the number as it is now."""
        return int(_NUMBER.unpack_from(self._map)[0])

    def raise_(self) -> int:
        """Add one, with the file locked against other processes, and return the new number."""
        with _locked(self._file):
            number = self.current() + 1
            _NUMBER.pack_into(self._map, 0, number)
        return number


class _locked:  # noqa: N801  # reads as a statement
    def __init__(self, file: int) -> None:
        self._file = file

    def __enter__(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        fcntl.flock(self._file, fcntl.LOCK_UN)


class CachedGeneration:
    """The number in the shared cache (Redis), for a site served by several machines."""

    KEY = "generation"

    def current(self) -> int:
        """Return the number as it is now."""
        return int(cache.get_or_set(self.KEY, 1, timeout=None) or 0)

    def raise_(self) -> int:
        """Add one and return the new number."""
        cache.get_or_set(self.KEY, 1, timeout=None)
        return int(cache.incr(self.KEY))


_store: GenerationStore | None = None


def _get_store() -> GenerationStore:
    global _store
    if _store is None:
        _store = CachedGeneration() if settings.CACHE_URL else MappedGeneration(Path(settings.VAR_DIR) / "generation")
    return _store


def current() -> int:
    """Return the generation number as it is now."""
    return _get_store().current()


def advance() -> int:
    """Raise the generation number: everything any process has cached is out of date from now on."""
    return _get_store().raise_()


def generation_key(key: str, key_prefix: str, version: int) -> str:
    """Make a cache key that dies with the generation (CACHES KEY_FUNCTION of the local-memory cache)."""
    return f"{key_prefix}:{version}:{current()}:{key}"
