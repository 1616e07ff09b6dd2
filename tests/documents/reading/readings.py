"""Documents whose file was read, as the worker leaves them, for tests of what people see of it."""

from typing import Any

from django.utils import timezone

from documents.enums import ReadingReason, ReadingState
from documents.facts import DocumentFacts
from documents.models import Document, FileReading, PageText
from tests.documents.files import document

UNREAD = {ReadingState.WAITING, ReadingState.READING}


def read(
    file: Document, state: str = ReadingState.READ, reason: str = "", pages: Any = (), **found: Any
) -> FileReading:
    """Let reading the newest file have come to this; `pages` are texts, or fields of PageText."""
    version = file.versions.get(number=file.version)
    values = {"state": state, "reason": reason, "read_at": None if state in UNREAD else timezone.now()}
    values |= {"page_count": len(pages) or None} | found
    reading, _ = FileReading.objects.update_or_create(version=version, defaults=values)
    PageText.objects.filter(reading=reading).delete()
    rows = [{"text": page, "clean_text": page} if isinstance(page, str) else page for page in pages]
    PageText.objects.bulk_create(PageText(reading=reading, number=at, **row) for at, row in enumerate(rows, 1))
    known = DocumentFacts(reading.unit, reading.page_count, reading.language, tuple(reading.faults))
    file.read_facts = known.keep(file.version)
    Document.objects.filter(pk=file.pk).update(read_facts=file.read_facts)
    return reading


def with_faults_found(*faults: str, **fields: Any) -> Document:
    """A document whose file was read and has these faults."""
    file = document(**fields)
    read(file, pages=["Winter plan"], faults=list(faults))
    return file


def scanned(**fields: Any) -> Document:
    """A document whose file is a scan."""
    file = document(**fields)
    read(file, ReadingState.NO_TEXT, ReadingReason.SCANNED, page_count=3, pages_without_text=3, faults=["no_text"])
    return file
