"""Read a file from the store piece by piece: from a folder of this machine, or from an S3-compatible server."""

import logging
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.db.models.fields.files import FieldFile
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from documents.byte_ranges import ByteRange

CHUNK = 64 * 1024

logger = logging.getLogger(__name__)


class StoreUnavailableError(Exception):
    """The file store did not answer, or refused."""


class StoredFile:
    """A file in the store, of known size."""

    def __init__(self, file: FieldFile) -> None:
        """Look the file up. Raises FileNotFoundError when the store has no such file, else StoreUnavailableError."""
        self._file = file
        self._object: Any = _s3_object(file) if isinstance(file.storage, S3Storage) else None
        self.size: int = self._s3(lambda: self._object.content_length) if self._object else file.size

    def chunks(self, part: ByteRange) -> Iterator[bytes]:
        """Return the bytes of this part, never the whole of it at once. The file is open when this returns."""
        if self._object:
            asked = f"bytes={part.start}-{part.stop - 1}"
            body = self._s3(lambda: self._object.get(Range=asked)["Body"])
            return _closing(body, part.length)
        opened = self._file.storage.open(str(self._file.name), "rb")
        opened.seek(part.start)
        return _closing(opened, part.length)

    @staticmethod
    def _s3(call: Any) -> Any:
        try:
            return call()
        except ClientError as error:
            if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 404:
                raise FileNotFoundError(str(error)) from error
            raise StoreUnavailableError(str(error)) from error
        except BotoCoreError as error:
            raise StoreUnavailableError(str(error)) from error


def _s3_object(file: FieldFile) -> Any:
    # The storage's own file object would fetch the whole file before the first byte is sent.
    storage: Any = file.storage
    return storage.bucket.Object(storage._normalize_name(clean_name(file.name)))


def _closing(source: Any, length: int) -> Iterator[bytes]:
    try:
        while length > 0 and (chunk := source.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk
    finally:
        source.close()
