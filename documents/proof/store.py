"""Compare the store with the rows that name its files, and ask the store itself as a stranger."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import F
from django.utils import timezone

from documents.deletions import is_named, named_files
from documents.models import FileDeletion, FileScan, ScanState
from documents.storages import BucketFiles, StoredObject

# A file comes into the store before its row is committed: a younger one may still get its row.
FRESH = timedelta(hours=1)
# Under which first parts of an address a web server might send the store by mistake, and how many files of each
# folder are tried there each time: such a mistake opens whole folders.
MISTAKES = ("/", "/media/", "/static/", "/files/", "/var/media/", "/_private/")
TRIED = 20


def objects_by_name() -> dict[str, StoredObject]:
    """Return everything in the store by name; raises StoreUnavailableError."""
    store: Any = default_storage
    return {found.name: found for found in store.objects()}


def missing(objects: dict[str, StoredObject]) -> Iterator[str]:
    """Return the names that rows hold and the store does not."""
    for name in _names():
        if name not in objects and not default_storage.exists(name) and is_named(name) and not _held_a_virus(name):
            yield name


def strays(objects: dict[str, StoredObject]) -> Iterator[str]:
    """Return the files that no row names, but for those that are about to be deleted or may still get a row."""
    left = set(objects)
    left.difference_update(_names())
    left.difference_update(FileDeletion.objects.values_list("name", flat=True))
    newest = timezone.now() - FRESH
    for name in sorted(left):
        if objects[name].modified < newest and not is_named(name):
            yield name


def probable_mistakes(objects: dict[str, StoredObject]) -> Iterator[str]:
    """Return paths of the site at which the newest files of each folder would lie if its web server sent the store."""
    prefixes = dict.fromkeys((*MISTAKES, settings.PRIVATE_FILES_REDIRECT or "/"))
    by_folder = sorted(objects.values(), key=lambda found: (_folder(found), -found.modified.timestamp()))
    for _, files in groupby(by_folder, key=_folder):
        for found in list(files)[:TRIED]:
            yield from (prefix + found.name for prefix in prefixes)


def bucket() -> BucketFiles | None:
    """Return the store if it is one that strangers can reach by itself."""
    store: Any = default_storage
    return store if isinstance(store, BucketFiles) else None


def _folder(found: StoredObject) -> str:
    return found.name.partition("/")[0]


def _names() -> Iterator[str]:
    for model, field in named_files():
        names = model._base_manager.exclude(**{field.name: ""}).annotate(stored_as=F(field.name))
        yield from names.order_by("pk").values_list("stored_as", flat=True).iterator(chunk_size=2_000)


def _held_a_virus(name: str) -> bool:
    return FileScan.objects.filter(file=name, state=ScanState.INFECTED).exists()
