"""Our own document and image models, which cannot be swapped in later; the documents issues make them grow."""

import secrets
from pathlib import PurePosixPath
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.text import slugify
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage
from wagtail.images.models import get_upload_to as wagtail_upload_to

from documents.fields import DocumentField, PictureField
from documents.file_names import safe_name
from documents.file_types import content_type_of, extension_of, shown_in_browser
from documents.scan_records import FileScan, ScanState
from documents.store_records import FileDeletion
from documents.uploads import check_document

__all__ = ["Document", "FileDeletion", "FileScan", "Image", "Rendition", "ScanState", "document_upload_to"]

# The length of a FileField's column, less room for the suffix a storage adds to a name in use.
MAX_PATH = 90


def _unguessable(folder: str, filename: str) -> str:
    """Put each upload in a folder of its own with a name nobody can guess, so that no name is used twice."""
    stem, extension = PurePosixPath(filename).stem, PurePosixPath(filename).suffix
    start = f"{folder}/{secrets.token_hex(12)}/"
    return start + stem[: MAX_PATH - len(start) - len(extension)] + extension


def document_upload_to(document: "Document", filename: str) -> str:
    """Return a path in the file store that was never used before."""
    return _unguessable("documents", safe_name(filename))


def _is_new(file: Any) -> bool:
    """Whether a file was put on the model that is not in the store yet."""
    return bool(file) and not file._committed


class Document(AbstractDocument):
    """A file that a page offers for download."""

    file = DocumentField(
        upload_to=document_upload_to,
        help_text="Look first for what must not go out: hidden rows, comments, tracked changes, text under black bars.",
    )  # fmt: skip

    reference = models.CharField(
        blank=True, max_length=60, default="",
        help_text="The number under which your office knows it, for example TB/26/14. No two documents share one.",
    )  # fmt: skip

    document_date = models.DateField("date", null=True, blank=True, help_text="The date that stands on it.")

    tags = TaggableManager(blank=True, related_name="trust_documents")

    admin_form_fields = (*WagtailDocument.admin_form_fields, "reference", "document_date")

    class Meta(AbstractDocument.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["reference"], condition=~models.Q(reference=""), name="one_document_a_reference",
                violation_error_message="Another document has this reference.",
            ),
        ]  # fmt: skip
        # Wagtail's own document model, unused but there, has the same class name.
        default_related_name = "trust_documents"
        # Wagtail asks for it when somebody picks one; its abstract model does not bring it.
        permissions: ClassVar[list[tuple[str, str]]] = [("choose_document", "Can choose document")]

    def clean(self) -> None:
        """Refuse a new file that is not what its name says."""
        super().clean()
        if _is_new(self.file):
            try:
                check_document(str(self.file.name), self.file.file)
            except ValidationError as error:
                raise ValidationError({"file": error}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the size and hash are those of the file, whichever way it came."""
        if _is_new(self.file):
            self._set_document_file_metadata()
        super().save(*args, **kwargs)

    @property
    def filename(self) -> str:
        """The name that the file is offered under, and the last part of its address."""
        stem = PurePosixPath(str(self.file.name)).stem
        extension = extension_of(str(self.file.name))
        return (slugify(stem.replace("_", "-")) or "document") + (f".{extension}" if extension else "")

    @property
    def url(self) -> str:
        """Our own address: the view behind it asks what the public may see."""
        return reverse("documents:document", args=(self.pk, self.filename))

    @property
    def content_type(self) -> str:
        """The content type it is served as."""
        return content_type_of(str(self.file.name))

    @property
    def content_disposition(self) -> str:
        """Whether browsers show it or offer to save it."""
        return "inline" if shown_in_browser(str(self.file.name)) else "attachment"


class Image(AbstractImage):
    """A picture. Its description is what is read out where a page gives no alternative text of its own."""

    file = PictureField(
        verbose_name="file", upload_to=wagtail_upload_to, width_field="width", height_field="height",
        help_text="JPEG, PNG, WebP, AVIF or GIF. Where and when it was taken is removed from the file.",
    )  # fmt: skip

    description = models.CharField(
        blank=True, max_length=255, default="",
        help_text="What the picture tells somebody who cannot see it. Each page may say it in its own words.",
    )  # fmt: skip

    decorative = models.BooleanField(
        default=False, help_text="Tick instead when the picture tells nothing: it is not read out then."
    )

    tags = TaggableManager(blank=True, related_name="trust_images")

    admin_form_fields = (*WagtailImage.admin_form_fields[:3], "decorative", *WagtailImage.admin_form_fields[3:])

    class Meta(AbstractImage.Meta):
        # Wagtail's own image model, unused but there, has the same class name.
        default_related_name = "trust_images"
        permissions: ClassVar[list[tuple[str, str]]] = [("choose_image", "Can choose image")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the size and hash are those of the file in the store, and no size of an older picture stays."""
        if not _is_new(self.file):
            super().save(*args, **kwargs)
            return
        self.file.clean_upload()
        self._set_image_file_metadata()
        before = Image.objects.filter(pk=self.pk).values_list("file", flat=True).first()
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.renditions.all().delete()
            if before:
                self.file.storage.delete(before)

    def get_upload_to(self, filename: str) -> str:
        """Return a path in the file store that was never used before."""
        return _unguessable("originals", super().get_upload_to(filename).rpartition("/")[2])


class Rendition(AbstractRendition):
    """A picture at one size, made from an Image."""

    FOLDER = "renditions"

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_a_spec"),
        ]
        # Each request for a picture looks it up by its file.
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]

    def get_upload_to(self, filename: str) -> str:
        """Return a path in the file store that was never used before."""
        return _unguessable(self.FOLDER, filename)

    @property
    def url(self) -> str:
        """Our own address: the view behind it asks what the public may see."""
        return reverse("documents:image", args=(self.file.name.removeprefix(f"{self.FOLDER}/"),))
