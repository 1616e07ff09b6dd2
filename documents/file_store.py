"""Read a file from the store piece by piece, and never pass a broken one off as whole."""

import logging
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile

from documents.byte_ranges import ByteRange
from documents.storages import LocalFiles, Readable, StoreUnavailableError

CHUNK = 64 * 1024
# How often a body that breaks off is asked for again from where it broke.
RESUMPTIONS = 2
# How long the store may take for one answer: so many seconds, and one more for each so many bytes. What the visitor's
# own line takes is not counted.
PATIENCE = 30
SLOWEST = 256 * 1024

logger = logging.getLogger(__name__)


class StoreTooSlowError(StoreUnavailableError):
    """The store keeps a visitor, and one of our threads, waiting for longer than a file of this size may take."""


class StoredFile:
    """A file in the store, of known size."""

    def __init__(self, file: FieldFile) -> None:
        """Look the file up. Raises FileNotFoundError when the store has no such file, else StoreUnavailableError."""
        self._store: Any = file.storage
        self._name = str(file.name)
        try:
            self.size: int = self._store.size(self._name)
        except (FileNotFoundError, StoreUnavailableError):
            raise
        except OSError as error:
            raise StoreUnavailableError(str(error)) from error

    @property
    def internal_address(self) -> str:
        """The address at which the proxy, and nobody else, finds the file; "" where it is to be sent from here."""
        if not settings.PRIVATE_FILES_REDIRECT or not isinstance(self._store, LocalFiles):
            return ""
        return settings.PRIVATE_FILES_REDIRECT + quote(self._name)

    def chunks(self, part: ByteRange) -> "Transfer":
        """Return the bytes of this part, never the whole of it at once.

        The first are here when this returns, so that a store that is away is known before anything is sent: raises
        FileNotFoundError or StoreUnavailableError.
        """
        return Transfer(self._store, self._name, part)


class Transfer(Iterator[bytes]):
    """Part of a file on its way from the store, chunk by chunk.

    A body that breaks off is asked for again from where it broke. What cannot be had whole raises
    StoreUnavailableError, at which a server breaks off its answer: the visitor's program sees that it is not complete.
    """

    def __init__(self, store: Any, name: str, part: ByteRange) -> None:
        """Read the first chunk. Raises FileNotFoundError or StoreUnavailableError."""
        self._store, self._name, self._part = store, name, part
        self._at = part.start
        self._source: Readable | None = None
        self._resumptions = 0
        self._waited = 0.0
        try:
            self._first: bytes | None = self._read() if part.length else b""
        except FileNotFoundError:
            raise
        except OSError as error:
            self.close()
            raise StoreUnavailableError(str(error)) from error

    def __next__(self) -> bytes:
        """Return the next chunk."""
        if self._first is not None:
            chunk, self._first = self._first, None
            return chunk
        while self._at < self._part.stop:
            try:
                return self._read()
            except OSError as error:
                self.close()
                self._resumptions += 1
                if self._resumptions > RESUMPTIONS or isinstance(error, StoreTooSlowError):
                    raise StoreUnavailableError(str(error)) from error
                logger.warning("The file store broke off %s at byte %d: %s", self._name, self._at, error)
        raise StopIteration

    def close(self) -> None:
        """Let go of the store's answer, whether or not all of it was read."""
        source, self._source = self._source, None
        if source is not None:
            source.close()

    def _read(self) -> bytes:
        asked = time.monotonic()
        if self._source is None:
            self._source = self._store.open_part(self._name, self._at, self._part.stop)
        chunk = self._source.read(min(CHUNK, self._part.stop - self._at))
        self._waited += time.monotonic() - asked
        if self._waited > PATIENCE + self._part.length / SLOWEST:
            raise StoreTooSlowError(f"{self._name} came too slowly: {self._at} bytes in {self._waited:.0f} s")
        if not chunk:
            raise StoreUnavailableError(f"{self._name} ends at byte {self._at}, before {self._part.stop}")
        self._at += len(chunk)
        return chunk
