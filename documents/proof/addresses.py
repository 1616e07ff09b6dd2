"""Every address under which a file is handed out, with whether a stranger should be given it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.urls import reverse

from documents.models import DocumentVersion, FileReading, Rendition
from documents.visibility import is_public, is_version_public

BATCH = 200


@dataclass(frozen=True)
class Address:
    """One address; `should_be_open` asks the database at each call, because it changes while we look."""

    path: str
    should_be_open: Callable[[], bool]
    length: int | None = None


def document_addresses(after: int) -> Iterator[tuple[int, Address]]:
    """Return the address of every version of every document, with the version's id, in order of these."""
    while True:
        batch = DocumentVersion.objects.filter(pk__gt=after).select_related("document").order_by("pk")[:BATCH]
        for version in batch:
            after = version.pk
            current = version.number == version.document.version
            path = version.document.url if current else version.url
            yield version.pk, Address(path, partial(_version_is_open, version.pk), version.size)
        if len(batch) < BATCH:
            return


def picture_addresses(after: int) -> Iterator[tuple[int, Address]]:
    """Return the address of every size of every picture, with its id, in order of these."""
    while True:
        batch = Rendition.objects.filter(pk__gt=after).order_by("pk")[:BATCH]
        for rendition in batch:
            after = rendition.pk
            yield rendition.pk, Address(rendition.url, partial(_size_is_open, rendition.pk))
        if len(batch) < BATCH:
            return


def cover_addresses(after: int) -> Iterator[tuple[int, Address]]:
    """Return the address of every picture of a first page, with the id of its reading, in order of these."""
    while True:
        kept = FileReading.objects.filter(pk__gt=after).exclude(cover="")
        batch = kept.select_related("version").order_by("pk")[:BATCH]
        for reading in batch:
            after = reading.pk
            path = reverse("documents:cover", args=(reading.version.document_id, reading.version.number))
            yield reading.pk, Address(path, partial(_cover_is_open, reading.pk))
        if len(batch) < BATCH:
            return


def _cover_is_open(pk: int) -> bool:
    kept = FileReading.objects.exclude(cover="").select_related("version__document")
    reading = kept.filter(pk=pk).first()
    if reading is None or reading.version.number != reading.version.document.version:
        return False
    return is_public(reading.version.document)


def _version_is_open(pk: int) -> bool:
    version = DocumentVersion.objects.select_related("document").filter(pk=pk).first()
    if version is None:
        return False
    current = version.number == version.document.version
    return is_public(version.document) if current else is_version_public(version)


def _size_is_open(pk: int) -> bool:
    rendition = Rendition.objects.select_related("image").filter(pk=pk).first()
    return rendition is not None and is_public(rendition.image)
