"""Documents by what reading their newest file has found."""

from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast

from documents.enums import AccessibilityFault
from documents.models import Document, FileReading


def with_faults() -> QuerySet[Document]:
    """Return the documents whose newest file has a fault that keeps people who use assistive technology from it.

    The editors' report shows these, and the accessibility statement those of them that the public may have.
    """
    return Document.objects.filter(Exists(_newest().exclude(faults=[])))


def with_fault(documents: QuerySet[Document], fault: AccessibilityFault | str) -> QuerySet[Document]:
    """Return those of these documents whose newest file has this fault."""
    # Of what the database keeps as JSON not every database can say whether it contains something.
    named = _newest().annotate(listed=Cast("faults", TextField())).filter(listed__contains=f'"{fault}"')
    return documents.filter(Exists(named))


def in_reading_states(documents: QuerySet[Document], states: set[str]) -> QuerySet[Document]:
    """Return those of these documents the reading of whose newest file has come to one of these states."""
    return documents.filter(Exists(_newest().filter(state__in=states)))


def _newest() -> QuerySet[FileReading]:
    return FileReading.objects.filter(version__document=OuterRef("pk"), version__number=OuterRef("version"))
