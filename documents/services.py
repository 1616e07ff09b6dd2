"""What changes documents: replacing their file, opening earlier versions, withdrawing, restoring.

Forms, imports and code use these, so that hashes, sizes, versions and the history are right whoever acts. Whether the
person may is asked by the caller.
"""

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from documents.enums import ReadingState
from documents.models import Document, DocumentVersion, FileReading
from documents.reading.rows import forget_text, keep_rows, lock_document
from documents.tasks import wake_reader

# The entries in a document's history (registered in documents.wagtail_hooks).
REPLACE, WITHDRAW, RESTORE = "lasweb.document.replace", "lasweb.document.withdraw", "lasweb.document.restore"
OPEN_VERSION, CLOSE_VERSION = "lasweb.document.open_version", "lasweb.document.close_version"
READ_AGAIN = "lasweb.document.read_again"


def replace_file(
    document: Document,
    file: File,  # type: ignore[type-arg]  # generic in the stubs alone
    user: Any = None,
    *,
    change_note: str = "",
    keep_replaced_open: bool = False,
) -> DocumentVersion:
    """Put a new file under the document's address and return it as its newest version.

    `change_note` is for the public. The file that was there stays as a version, closed unless `keep_replaced_open`.
    Raises ValidationError when the file may not be offered; nothing was changed then.
    """
    document.file = file
    document.clean()
    document.changed_by, document.change_note = user, change_note
    document.keep_replaced_open = keep_replaced_open
    document.save()
    log_replacement(document, user, change_note)
    return document.versions.get(number=document.version)


def log_replacement(document: Document, user: Any, change_note: str) -> None:
    """Write into the document's history that its file was replaced."""
    log(document, REPLACE, user=user, data={"version": document.version, "note": change_note})


@transaction.atomic
def withdraw(document: Document, user: Any = None, *, reason: str) -> bool:
    """Close a document, with all its versions, whatever cites it now or later; False when it was closed already.

    `reason` is for editors and never shown to the public.
    """
    fields = {"withdrawn_at": timezone.now(), "withdrawn_by": user, "withdrawn_reason": reason}
    changed = Document.objects.filter(pk=document.pk, withdrawn_at=None).update(**fields)
    document.refresh_from_db(fields=list(fields))
    if changed:
        log(document, WITHDRAW, user=user, data={"reason": reason})
    return bool(changed)


@transaction.atomic
def restore(document: Document, user: Any = None) -> bool:
    """Let a withdrawn document be public again while a public page cites it; False when it was not withdrawn."""
    fields: dict[str, Any] = {"withdrawn_at": None, "withdrawn_by": None, "withdrawn_reason": ""}
    changed = Document.objects.filter(pk=document.pk, withdrawn_at__isnull=False).update(**fields)
    document.refresh_from_db(fields=list(fields))
    if changed:
        log(document, RESTORE, user=user)
    return bool(changed)


@transaction.atomic
def set_version_open(version: DocumentVersion, user: Any = None, *, is_open: bool) -> bool:
    """Open an earlier version to visitors or close it; False when it was so already."""
    changed = DocumentVersion.objects.filter(pk=version.pk).exclude(is_open=is_open).update(is_open=is_open)
    version.is_open = is_open
    keep_rows(version.document_id)
    if changed:
        log(version.document, OPEN_VERSION if is_open else CLOSE_VERSION, user=user, data={"version": version.number})
    return bool(changed)


@transaction.atomic
def read_again(document: Document, user: Any = None) -> int:
    """Have the document's files read anew, as if they had just come; return how many will be.

    What was read of them before is dropped: the reading may be asked for because it was wrong.
    """
    lock_document(document.pk)
    keep_rows(document.pk)
    readings = FileReading.objects.filter(version__document=document)
    forget_text(*readings.values_list("pk", flat=True))
    # Whoever is at one of them loses the lease, and what it has read with it.
    count = readings.update(
        state=ReadingState.WAITING, reason="", detail="", asked_at=timezone.now(), not_before=None, lease="",
        leased_until=None, tries=0,
    )  # fmt: skip
    log(document, READ_AGAIN, user=user)
    wake_reader()
    return count
