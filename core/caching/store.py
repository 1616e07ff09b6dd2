"""The pages a process keeps in its memory."""

import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

import brotli
from django.http import HttpResponse

# Bounds of the memory one process spends on pages.
MAX_ENTRIES = 2_000
MAX_BYTES = 32 * 1024 * 1024
# Below this, compression costs more than it saves (bytes).
MIN_COMPRESSED = 600


@dataclass
class CachedPage:
    """One response as it was made, and its compressed forms once somebody has asked for them."""

    generation: int
    until: datetime | None
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    etag: str = ""
    encoded: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.etag = hashlib.sha256(self.body).hexdigest()[:32]

    def body_as(self, encoding: str) -> bytes:
        """Return the body in this content encoding: "br", "gzip" or "" for none."""
        if not encoding:
            return self.body
        if encoding not in self.encoded:
            compress = _compress_brotli if encoding == "br" else _compress_gzip
            self.encoded[encoding] = compress(self.body)
        return self.encoded[encoding]

    @property
    def size(self) -> int:
        """Roughly what it occupies, in bytes."""
        return len(self.body) + sum(len(body) for body in self.encoded.values()) + 1_000


def _compress_brotli(body: bytes) -> bytes:
    return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=5))


def _compress_gzip(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=6, mtime=0)


def negotiate(accept_encoding: str, size: int) -> str:
    """Choose a content encoding the visitor accepts."""
    if size < MIN_COMPRESSED:
        return ""
    offered = {part.partition(";")[0].strip().lower(): part for part in accept_encoding.split(",")}
    for encoding in ("br", "gzip"):
        if encoding in offered and "q=0" not in offered[encoding].replace(" ", "").replace("q=0.", "q=."):
            return encoding
    return ""


def from_response(response: HttpResponse, generation: int, until: datetime | None) -> CachedPage:
    """Take a response's status, headers and body."""
    headers = [(name, value) for name, value in response.items() if name.lower() != "content-length"]
    return CachedPage(generation, until, response.status_code, headers, response.content)


class PageStore:
    """Pages by key, the least recently used dropped first; all of an earlier generation count as absent."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, CachedPage] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: str, generation: int, now: datetime) -> CachedPage | None:
        """Return the page kept under this key if it is of this generation and not past its time."""
        with self._lock:
            page = self._pages.get(key)
            if page is None:
                return None
            if page.generation != generation or (page.until is not None and page.until <= now):
                self._drop(key)
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: str, page: CachedPage) -> None:
        """Keep a page; a page larger than an eighth of the whole is not kept."""
        if page.size > MAX_BYTES // 8:
            return
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self._bytes += page.size * 2  # room for its compressed forms
            while self._pages and (len(self._pages) > MAX_ENTRIES or self._bytes > MAX_BYTES):
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._pages.clear()
            self._bytes = 0

    def _drop(self, key: str) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self._bytes -= (len(page.body) + 1_000) * 2
