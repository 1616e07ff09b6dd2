"""Which files the virus scan holds, told by the query that reads them."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef
from wagtail.documents.models import DocumentQuerySet as WagtailsDocumentQuerySet

from documents.scan_records import FileScan


class WithScans(models.QuerySet[Any]):
    """Rows with a `file` of the store."""

    def with_scans(self) -> Self:
        """Say of each row, as `is_held`, whether its file waits for its virus scan or failed it: no query more."""
        return self.annotate(_held=Exists(FileScan.objects.filter(file=OuterRef("file"), state__in=FileScan.HELD)))


class DocumentQuerySet(WithScans, WagtailsDocumentQuerySet):
    """Documents, as Wagtail reads them, and with their scans."""


class VersionManager(models.Manager.from_queryset(WithScans)):  # type: ignore[misc]  # made by a function
    """Versions, always with their scans: pages read those of all their documents at once, as what belongs to these."""

    def get_queryset(self) -> WithScans:
        """Return all versions."""
        return WithScans(self.model, using=self._db).with_scans()


class Held:
    """A row with a file: whether that is held. One that was not read `with_scans` asks, once."""

    file: Any
    _held: bool

    @property
    def is_held(self) -> bool:
        """Whether the file waits for its virus scan or failed it: then nobody of the public can have it."""
        if "_held" not in self.__dict__:
            self._held = FileScan.objects.filter(file=self.file.name, state__in=FileScan.HELD).exists()
        return self._held
