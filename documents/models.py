"""Our own document and image models, which cannot be swapped in later; the documents issues make them grow."""

import secrets
from pathlib import PurePosixPath
from typing import ClassVar

from django.db import models
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

# The length of a FileField's column, less room for the suffix a storage adds to a name in use.
MAX_PATH = 90


def _unguessable(folder: str, filename: str) -> str:
    """Put each upload in a folder of its own with a name nobody can guess, so that no name is used twice."""
    name = PurePosixPath(filename)
    start = f"{folder}/{secrets.token_hex(12)}/"
    return start + name.stem[: MAX_PATH - len(start) - len(name.suffix)] + name.suffix


def document_upload_to(document: "Document", filename: str) -> str:
    """Return a path in the file store that was never used before."""
    return _unguessable("documents", document.file.field.storage.get_valid_name(filename))


class Document(AbstractDocument):
    """A file that a page offers for download."""

    file = models.FileField(upload_to=document_upload_to)

    tags = TaggableManager(blank=True, related_name="trust_documents")

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        # Wagtail's own document model, unused but there, has the same class name.
        default_related_name = "trust_documents"
        # Wagtail asks for it when somebody picks one; its abstract model does not bring it.
        permissions: ClassVar[list[tuple[str, str]]] = [("choose_document", "Can choose document")]


class Image(AbstractImage):
    """A picture. Its description is what is read out where a page gives no alternative text of its own."""

    tags = TaggableManager(blank=True, related_name="trust_images")

    admin_form_fields = WagtailImage.admin_form_fields

    class Meta(AbstractImage.Meta):
        # Wagtail's own image model, unused but there, has the same class name.
        default_related_name = "trust_images"
        permissions: ClassVar[list[tuple[str, str]]] = [("choose_image", "Can choose image")]

    def get_upload_to(self, filename: str) -> str:
        """Return a path in the file store that was never used before."""
        return _unguessable("originals", super().get_upload_to(filename).rpartition("/")[2])


class Rendition(AbstractRendition):
    """A picture at one size, made from an Image."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_a_spec"),
        ]

    def get_upload_to(self, filename: str) -> str:
        """Return a path in the file store that was never used before."""
        return _unguessable("renditions", filename)

    @property
    def url(self) -> str:
        """Our own address: the view behind it asks what the public may see."""
        return f"/images/{self.file.name.removeprefix('renditions/')}"
