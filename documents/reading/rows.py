"""One FileReading for each version that visitors may come to see: the newest of each document, and those left open.

Rows follow versions in the transaction that makes, opens or closes one; `reconcile` mends what came past that.
Whoever writes or deletes what is known of a document's text locks the document first, so that a worker that has just
read a file and an editor who replaces it wait for each other, and never both for ever.
"""

from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.signals import post_save, pre_delete

from documents.models import Document, DocumentVersion, FileReading, PageText
from documents.tasks import wake_reader

AT_ONCE = 500
_SHOWN = Q(is_open=True) | Q(number=F("document__version"))


def keep_rows(document_id: int) -> None:
    """Give each version of a document that is shown its row, and take from the others theirs, with their text."""
    with transaction.atomic():
        lock_document(document_id)
        versions = DocumentVersion.objects.filter(document_id=document_id)
        new = _make(versions)
        _delete(versions)
    if new:
        wake_reader()


def reconcile() -> tuple[int, int]:
    """Do so for every document, some of them at a time; return how many rows were made and deleted."""
    made = deleted = 0
    while new := _make(DocumentVersion.objects.all()):
        made += new
    while gone := _delete(DocumentVersion.objects.all()):
        deleted += gone
    return made, deleted


def lock_document(document_id: int) -> int | None:
    """Have this document to ourselves until the transaction ends; return the number of its version, None when gone."""
    return Document.objects.select_for_update().filter(pk=document_id).values_list("version", flat=True).first()


def _make(versions: QuerySet[DocumentVersion]) -> int:
    without = versions.filter(_SHOWN, reading=None).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    rows = [FileReading(version_id=pk) for pk in without]
    # Another process may be making the same.
    FileReading.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _delete(versions: QuerySet[DocumentVersion]) -> int:
    hidden = FileReading.objects.filter(version__in=versions.exclude(_SHOWN)).order_by("pk")[:AT_ONCE]
    pks = list(hidden.values_list("pk", flat=True))
    if pks:
        FileReading.objects.filter(pk__in=pks).delete()
    return len(pks)


def _version_saved(instance: DocumentVersion, **_: Any) -> None:
    keep_rows(instance.document_id)


def forget_text(*reading_ids: int) -> None:
    """Delete the pages of these readings, in one statement, without loading them."""
    pages = PageText.objects.filter(reading__in=reading_ids)
    pages._raw_delete(pages.db)


def _reading_goes(instance: FileReading, **_: Any) -> None:
    """Wait for a worker that is writing down what it has read of the file, and delete that."""
    document_id = DocumentVersion.objects.filter(pk=instance.version_id).values_list("document_id", flat=True).first()
    if document_id is not None:
        lock_document(document_id)
    forget_text(instance.pk)


def watch_versions() -> None:
    """Connect both once all models are loaded."""
    post_save.connect(_version_saved, sender=DocumentVersion, dispatch_uid="documents.reading.rows.saved")
    pre_delete.connect(_reading_goes, sender=FileReading, dispatch_uid="documents.reading.rows.goes")
