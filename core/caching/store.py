"""The pages a process keeps in its memory."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock

import brotli
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

# Bounds of the memory one process spends on pages.
MAX_ENTRIES = 2_000
MAX_BYTES = 32 * 1024 * 1024
# What an entry occupies beside its bodies, roughly (bytes).
OVERHEAD = 2_000
# Below this, compression costs more than it saves (bytes).
MIN_COMPRESSED = 600

_NOT_KEPT = {"content-length", "cache-control", "etag"}


def _compress_brotli(body: bytes) -> bytes:
    return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=5))


def _compress_gzip(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=6, mtime=0)


# In the order in which we like them.
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {"br": _compress_brotli, "gzip": _compress_gzip}


@dataclass
class KeptPage:
    """One response as it was made, and its compressed forms once somebody has asked for them.

    `right_until` is the moment after which what it says is wrong, `kept_until` the one at which it is made anew
    anyway; both in seconds since 1970.
    """

    generation: int | None
    right_until: float | None
    kept_until: float
    headers: dict[str, str]
    body: bytes
    etag: str
    compressed: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(
        cls, response: HttpResponse, generation: int | None, right_until: float | None, kept_until: float
    ) -> "KeptPage":
        """Take what a response says, but for the headers that are made for each visitor."""
        patch_vary_headers(response, ["Accept-Encoding"])
        headers = {name: value for name, value in response.items() if name.lower() not in _NOT_KEPT}
        body = response.content
        return cls(generation, right_until, kept_until, headers, body, hashlib.sha256(body).hexdigest()[:32])

    def is_right(self, generation: int, now: float) -> bool:
        """Whether it may be served under this generation at this moment."""
        return (
            self.generation == generation
            and now < self.kept_until
            and (self.right_until is None or now < self.right_until)
        )

    @property
    def size(self) -> int:
        """Roughly what it occupies, in bytes."""
        return OVERHEAD + len(self.body) + sum(len(body) for body in self.compressed.values())


@lru_cache(maxsize=256)
def preferred_encoding(accept_encoding: str) -> str:
    """Choose the content encoding the visitor likes best among ours; "" where the plain form it shall be."""
    weights: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        name, _, parameter = part.partition(";")
        weights[name.strip()] = _weight(parameter)
    best = max(ENCODINGS, key=lambda name: weights.get(name, 0.0))  # the first of equals
    return best if weights.get(best, 0.0) > 0 and weights[best] >= weights.get("identity", 0.0) else ""


def _weight(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


class PageStore:
    """Pages by key, the least recently used dropped first."""

    def __init__(self, max_entries: int = MAX_ENTRIES, max_bytes: int = MAX_BYTES) -> None:
        self.max_entries, self.max_bytes = max_entries, max_bytes
        self._pages: OrderedDict[str, KeptPage] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._pages)

    @property
    def size(self) -> int:
        """Roughly what all pages occupy, in bytes."""
        return self._bytes

    def get(self, key: str, generation: int, now: float) -> KeptPage | None:
        """Return the page kept under this key if it may be served under this generation at this moment."""
        with self._lock:
            page = self._pages.get(key)
            if page is None:
                return None
            if not page.is_right(generation, now):
                self._drop(key)
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: str, page: KeptPage) -> None:
        """Keep a page; one larger than an eighth of the whole is not kept."""
        if page.size > self.max_bytes // 8:
            return
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self._bytes += page.size
            self._make_room()

    def body_as(self, key: str, page: KeptPage, encoding: str) -> bytes:
        """Return the page's body in this content encoding, compressed once and counted if the page is kept."""
        if not encoding:
            return page.body
        body = page.compressed.get(encoding)
        if body is None:
            body = ENCODINGS[encoding](page.body)
            with self._lock:
                new = encoding not in page.compressed
                page.compressed[encoding] = body
                if new and self._pages.get(key) is page:
                    self._bytes += len(body)
                    self._make_room()
        return body

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._pages.clear()
            self._bytes = 0

    def _make_room(self) -> None:
        while self._pages and (len(self._pages) > self.max_entries or self._bytes > self.max_bytes):
            self._drop(next(iter(self._pages)))

    def _drop(self, key: str) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self._bytes -= page.size
