"""Delete files for good: after the commit, however often the store has to be asked, and never one that is still named.

Whoever deletes a row, or replaces its file, leaves a FileDeletion in the same transaction. A job carries them out. So a
transaction that is rolled back deletes nothing, and while the store is down the row is gone, the file is private
because no row names it, and its deletion waits.
"""

import logging
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import F
from django.db.models.signals import post_delete
from django.utils import timezone

from documents.models import FileDeletion

logger = logging.getLogger(__name__)

# Files tried in one run, and failures after which the store is left in peace until the next.
BATCH = 500
PATIENCE = 3


class FilesNotDeletedError(Exception):
    """Some files could not be deleted; they are tried again."""


def note_deletion(name: str, *, even_if_named: bool = False) -> None:
    """Have this file deleted once the running transaction is committed.

    `even_if_named` is for what must not be kept although its row stays: a file that holds a virus.
    """
    noted, new = FileDeletion.objects.get_or_create(name=name, defaults={"even_if_named": even_if_named})
    if even_if_named and not new:
        FileDeletion.objects.filter(pk=noted.pk).update(even_if_named=True)


def delete_noted() -> str:
    """Delete the files that were noted, those tried longest ago first; return what was done in a few words.

    Raises FilesNotDeletedError when the store refused some; they stay noted.
    """
    deleted, kept, errors = 0, 0, []
    for noted in FileDeletion.objects.order_by(F("tried_at").asc(nulls_first=True), "pk")[:BATCH]:
        if not noted.even_if_named and is_named(noted.name):
            logger.warning("%s was to be deleted, but a row names it: it stays", noted.name)
            kept += 1
        else:
            try:
                default_storage.remove(noted.name)  # type: ignore[attr-defined]  # documents.storages.PrivateStore
            except OSError as error:
                errors.append(_failed(noted, error))
                if len(errors) == PATIENCE:
                    break
                continue
            deleted += 1
        noted.delete()
    if errors:
        waiting = FileDeletion.objects.count()
        raise FilesNotDeletedError(f"{waiting} files of deleted items are still in the store: {errors[0]}")
    return ", ".join(part for count, part in ((deleted, f"{deleted} files deleted"), (kept, f"{kept} kept")) if count)


def _failed(noted: FileDeletion, error: OSError) -> str:
    said = " ".join(str(error).split())[:300]
    FileDeletion.objects.filter(pk=noted.pk).update(
        tried_at=timezone.now(), failures=F("failures") + 1, last_error=said
    )
    return said


def named_files() -> Iterator[tuple[type[models.Model], models.FileField]]:
    """Return every field of every model, ours and others', that names a file of the store."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField) and field.model is model:
                yield model, field


def is_named(name: str) -> bool:
    """Whether any row names this file."""
    return any(model._base_manager.filter(**{field.name: name}).exists() for model, field in named_files())


def watch_deletions() -> None:
    """Note the files of every row that is deleted, whichever way; once all models are loaded."""
    for model in {model for model, _ in named_files()}:
        post_delete.connect(_row_deleted, sender=model, dispatch_uid=f"documents.deletions.{model._meta.label}")


def _row_deleted(sender: type[models.Model], instance: Any, **_: Any) -> None:
    for model, field in named_files():
        if model is sender and (file := getattr(instance, field.attname)):
            note_deletion(str(file.name))
