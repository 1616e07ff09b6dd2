"""Documents by what reading their newest file has found."""

from collections.abc import Collection, Iterable

from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast

from documents.models import Document, FileReading


def with_faults() -> QuerySet[Document]:
    """Return the documents whose newest file has a fault that keeps people who use assistive technology from it.

    The editors' report shows these, and the accessibility statement those of them that the public may have.
    """
    return _of(Document.objects.all(), newest_readings().exclude(faults=[]))


def with_fault(documents: QuerySet[Document], fault: str) -> QuerySet[Document]:
    """Return those of these documents whose newest file has this fault (documents.enums.AccessibilityFault)."""
    # Of what a database keeps as JSON not every one can say whether it contains something.
    listed = newest_readings().annotate(listed=Cast("faults", TextField()))
    return _of(documents, listed.filter(listed__contains=f'"{fault}"'))


def in_reading_states(documents: QuerySet[Document], states: Collection[str]) -> QuerySet[Document]:
    """Return those of these documents the reading of whose newest file has come to one of these states."""
    return _of(documents, newest_readings().filter(state__in=states))


def newest_readings() -> QuerySet[FileReading]:
    """Return the readings of the newest file of each document, without those of earlier versions that are open."""
    return FileReading.objects.filter(version__number=F("version__document__version"))


def readings_of(documents: Iterable[Document]) -> dict[int, FileReading]:
    """Return, by document, the readings of the newest files of these, each with its version; one query."""
    readings = newest_readings().filter(version__document__in=[each.pk for each in documents])
    return {each.version.document_id: each for each in readings.select_related("version__created_by")}


def _of(documents: QuerySet[Document], readings: QuerySet[FileReading]) -> QuerySet[Document]:
    # By their keys, because that is what Wagtail's search can filter by.
    return documents.filter(pk__in=readings.values("version__document"))
