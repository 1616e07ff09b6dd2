"""Where files are kept: a folder of this machine or one private bucket, under the same rules.

- A file has no address of the store's own: `url()` refuses, whoever asks.
- Each name is new, in a folder with a random name, so that nothing is overwritten and a name stands for its content.
- `delete()` only notes that a file shall go (documents.deletions), in the transaction of whoever deletes: what is
  rolled back deletes nothing, and a store that is down loses no deletion.
- A store that does not answer raises StoreUnavailableError, whichever library noticed it.
"""

import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import Any, ParamSpec, Protocol, TypeVar

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.storage import FileSystemStorage, storages
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from core.unavailable import ServiceUnavailableError

_RANDOM_FOLDER = re.compile(r"[0-9a-f]{24}")

P = ParamSpec("P")
T = TypeVar("T")


class StoreUnavailableError(ServiceUnavailableError, OSError):
    """The file store did not answer, or refused. An OSError, because that is what callers of a store expect."""


class Readable(Protocol):
    """An open file, or the body of an answer."""

    def read(self, amount: int, /) -> bytes:
        """Return up to so many bytes; none at the end."""

    def close(self) -> None:
        """Let go of it."""


@dataclass(frozen=True)
class StoredObject:
    """What the store itself knows of a file."""

    name: str
    size: int
    modified: datetime


class PrivateStore:
    """What both stores have in common; comes before the storage class that it changes."""

    def url(self, name: str | None, *_: Any, **__: Any) -> str:
        """Refuse: every file is handed out by our own views, which ask what the public may see."""
        raise ValueError(f"{name} has no address: files are handed out by documents.views only.")

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return a name in a new folder that nobody can guess; no name is used twice."""
        path = PurePosixPath(clean_name(name))
        parents = [part for part in path.parent.parts if not _RANDOM_FOLDER.fullmatch(part)]
        folder = "/".join([*parents, secrets.token_hex(12)])
        room = (max_length or 255) - len(folder) - 1 - len(path.suffix)
        return f"{folder}/{path.stem[:room]}{path.suffix}"

    def delete(self, name: str) -> None:
        """Note that the file shall be deleted once this transaction is committed."""
        from documents.deletions import note_deletion

        note_deletion(name)

    def remove(self, name: str) -> None:
        """Delete the file now; one that is not there is no error. Raises StoreUnavailableError, or another OSError."""
        super().delete(name)  # type: ignore[misc]  # the storage class that comes after

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how a task gets at this store: there is one, and its options are no business of a queue's."""
        return f"{__name__}.{the_store.__name__}", [], {}


def the_store() -> Any:
    """Return the store that the site keeps its files in."""
    return storages["default"]


class LocalFiles(PrivateStore, FileSystemStorage):
    """A folder of this machine, outside everything that a web server sends."""

    def remove(self, name: str) -> None:
        """Delete the file now, and the folder that was made for it alone."""
        super().remove(name)
        folder = Path(self.path(name)).parent
        if _RANDOM_FOLDER.fullmatch(folder.name) and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()

    def open_part(self, name: str, start: int, stop: int) -> Readable:
        """Open the file at `start`; raises FileNotFoundError, or another OSError."""
        opened = Path(self.path(name)).open("rb")  # noqa: SIM115  # whoever reads it closes it
        opened.seek(start)
        return opened

    def objects(self) -> Iterator[StoredObject]:
        """Return everything in the store, folder by folder."""
        root = Path(self.location)
        for path in root.rglob("*") if root.is_dir() else ():
            if path.is_file():
                found = path.stat()
                modified = datetime.fromtimestamp(found.st_mtime, UTC)
                yield StoredObject(path.relative_to(root).as_posix(), found.st_size, modified)


def _store_answers(call: Callable[P, T]) -> Callable[P, T]:
    """Turn what boto3 and botocore raise into FileNotFoundError or StoreUnavailableError."""

    @wraps(call)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return call(*args, **kwargs)
        except ClientError as error:
            bucket_is_gone = error.response.get("Error", {}).get("Code") == "NoSuchBucket"
            if _status(error) == 404 and not bucket_is_gone:
                raise FileNotFoundError(str(error)) from error
            raise StoreUnavailableError(str(error)) from error
        except (Boto3Error, BotoCoreError) as error:
            raise StoreUnavailableError(f"{type(error).__name__}: {error}") from error

    return wrapped


def _status(error: ClientError) -> int | None:
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")


class _ObjectBody:
    """The body of one answer of the bucket."""

    def __init__(self, body: Any) -> None:
        self._body = body

    @_store_answers
    def read(self, amount: int, /) -> bytes:
        return bytes(self._body.read(amount))

    def close(self) -> None:
        self._body.close()


class BucketFiles(PrivateStore, S3Storage):
    """One private bucket of an S3-compatible service; nothing in it is ever public, and nothing of it is signed."""

    def __init__(self, **options: Any) -> None:
        """Connect to nothing yet: a web server forks after this."""
        super().__init__(**options)
        self._connecting = Lock()
        self._shared_connection: Any = None

    @property
    def connection(self) -> Any:
        """The one connection of this process; one for each thread would cost 12 MB each."""
        with self._connecting:
            self._shared_connection = self._shared_connection or super().connection
            return self._shared_connection

    @_store_answers
    def _open(self, name: str, mode: str = "rb") -> Any:
        opened = super()._open(name, mode)
        # Fetched here, where a failure has a name, and not at somebody's first read().
        opened.open()
        return opened

    @_store_answers
    def _save(self, name: str, content: Any) -> str:
        return str(super()._save(name, content))

    @_store_answers
    def exists(self, name: str) -> bool:
        """Whether the bucket has it."""
        return bool(super().exists(name))

    @_store_answers
    def size(self, name: str) -> int:
        """Return its size in bytes."""
        return int(super().size(name))

    @_store_answers
    def get_modified_time(self, name: str) -> datetime:
        """Return when it was stored."""
        modified: datetime = super().get_modified_time(name)
        return modified

    @_store_answers
    def remove(self, name: str) -> None:
        """Delete the object now. What a versioned bucket keeps of it is for the bucket's own rules to end."""
        super().remove(name)

    @_store_answers
    def open_part(self, name: str, start: int, stop: int) -> Readable:
        """Ask for the bytes from `start` up to `stop`; raises FileNotFoundError or StoreUnavailableError."""
        asked = {"Range": f"bytes={start}-{stop - 1}"} if stop > start else {}
        answer = self.connection.meta.client.get_object(Bucket=self.bucket_name, Key=self._key(name), **asked)
        return _ObjectBody(answer["Body"])

    def objects(self) -> Iterator[StoredObject]:
        """Return everything in the bucket, a thousand at a time."""
        pages = iter(self.connection.meta.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket_name))
        while page := _next_page(pages):
            for found in page.get("Contents", ()):
                yield StoredObject(found["Key"], found["Size"], found["LastModified"])

    def anybody_may_read(self, name: str) -> bool:
        """Ask the service for an object as somebody without a key; whether it hands it out."""
        return self._anybody_may("head_object", Key=self._key(name))

    def anybody_may_list(self) -> bool:
        """Ask the service for the bucket's listing as somebody without a key; whether it shows it."""
        return self._anybody_may("list_objects_v2", MaxKeys=1)

    @_store_answers
    def _anybody_may(self, action: str, **parameters: Any) -> bool:
        try:
            getattr(self.unsigned_connection.meta.client, action)(Bucket=self.bucket_name, **parameters)
        except ClientError as error:
            if _status(error) in {401, 403, 404}:
                return False
            raise
        return True

    def _key(self, name: str) -> str:
        return str(self._normalize_name(clean_name(name)))


@_store_answers
def _next_page(pages: Iterator[dict[str, Any]]) -> dict[str, Any] | None:
    return next(pages, None)
