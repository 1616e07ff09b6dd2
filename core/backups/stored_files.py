"""The files of the site in its store, a folder or a bucket, read and written piece by piece.

What belongs to the site is what a FileField of some row names. A name is never used for a second file
(documents.models), so that one name means one content for ever.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.apps import apps
from django.core.exceptions import SuspiciousOperation
from django.core.files import File
from django.core.files.storage import default_storage, storages
from django.db import connection
from django.db.models import FileField
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from core.backups.archive import CHUNK, Readable, entry_of
from core.backups.errors import BackupError
from core.backups.manifest import Entry

Query = Callable[[str], list[Any]]


def file_columns() -> list[tuple[str, str]]:
    """Return table and column of each FileField that the database has now."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        found = []
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            named = [field for field in model._meta.local_fields if isinstance(field, FileField)]
            if not named or table not in tables or model._meta.proxy:
                continue
            if any(field.storage != default_storage for field in named):
                raise BackupError(f"{model._meta.label} keeps its files in a store of its own, which is not backed up.")
            there = {column.name for column in connection.introspection.get_table_description(cursor, table)}
            found += [(table, str(field.column)) for field in named if field.column in there]
    return sorted(found)


def named_files(query: Query, columns: list[tuple[str, str]]) -> set[str]:
    """Return the name of every file that a row names, as `query` (one state of the database) tells."""
    statements = (f'SELECT "{column}" FROM "{table}" WHERE "{column}" <> \'\'' for table, column in columns)  # noqa: S608  # our own models' names
    return {row[0] for statement in statements for row in query(statement)}


@contextmanager
def stored(name: str) -> Iterator[tuple[int, Readable]]:
    """Open a file of the store; yield its size and what to read it from.

    Raises FileNotFoundError when the store has no such file, BackupError when the store does not answer.
    """
    storage: Any = storages["default"]
    with _plainly(name):
        if isinstance(storage, S3Storage):
            # The storage's own file object would fetch all of it into memory.
            answer = storage.bucket.Object(storage._normalize_name(clean_name(name))).get()
            size, opened = answer["ContentLength"], answer["Body"]
        else:
            opened = storage.open(name, "rb")
            size = opened.size
    with closing(opened), _plainly(name, ignoring=(OSError,)):  # what is read here may be written to a full disk
        yield size, opened


def holds(name: str, entry: Entry) -> bool:
    """Whether the store holds this very file."""
    try:
        with stored(name) as (size, source):
            return size == entry.size and entry_of(source) == entry
    except FileNotFoundError:
        return False


def store(name: str, source: Any) -> None:
    """Put a file into the store under this very name, in place of what is there; whole, or not at all."""
    storage: Any = storages["default"]
    with _plainly(name):
        if isinstance(storage, S3Storage):
            # `save` would look for a name that is free, `_save` takes the one it is told.
            storage._save(name, File(source, name=name))
        else:
            _write(Path(storage.path(name)), source, storage.file_permissions_mode)


def _write(path: Path, source: Any, mode: int | None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name[:200]}.restoring")
    with unfinished.open("wb") as written:
        shutil.copyfileobj(source, written, CHUNK)
        written.flush()
        os.fsync(written.fileno())
    if mode is not None:
        unfinished.chmod(mode)
    unfinished.replace(path)


@contextmanager
def _plainly(name: str, ignoring: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """Turn what stores raise into FileNotFoundError or BackupError."""
    try:
        yield
    except FileNotFoundError:
        raise
    except ClientError as error:
        if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 404 and _code(error) != "NoSuchBucket":
            raise FileNotFoundError(name) from error
        raise BackupError(f"The file store refused {name}: {error}.") from error
    except (Boto3Error, BotoCoreError, OSError) as error:
        if isinstance(error, ignoring):
            raise
        raise BackupError(f"The file store did not answer ({name}): {error}.") from error
    except SuspiciousOperation as error:
        raise BackupError(f"{name} is no name for a file of the store.") from error


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
