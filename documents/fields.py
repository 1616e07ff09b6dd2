"""The fields behind documents and pictures: whichever way a file comes, it is scanned, and a picture is cleaned."""

from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import models
from django.db.models.fields.files import FieldFile
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from documents.pictures import clean_picture
from documents.scanning import passed_on, refuse_viruses, remember_scan
from documents.uploads import check_size


class CleanPicture(ContentFile):  # type: ignore[type-arg]  # of bytes
    """A picture that has been through `clean_picture`, so that it is not written anew, and worse, again."""


class DocumentFile(FieldFile):
    """The file of a document."""

    def save(self, name: str, content: File, save: bool = True) -> None:  # type: ignore[type-arg]  # noqa: FBT002  # Django's signature
        """Scan and keep it. Raises ValidationError when a virus is found."""
        refuse_viruses(content, name)
        super().save(name, content, save=False)
        remember_scan(str(self.name), content)
        if save:
            self.instance.save()


class DocumentField(models.FileField):
    """A file that was scanned for viruses, or that waits for it and is not public meanwhile."""

    attr_class = DocumentFile
    scanned = True


class PictureFile(WagtailImageFieldFile):
    """The file of an image."""

    file: Any

    def clean_upload(self) -> None:
        """Clean the file that was put here before it is saved, so that size and hash are those of the clean one."""
        if not isinstance(self.file, CleanPicture):
            self.file = cleaned_picture(self.file, self.name)
            self._dimensions_cache = self.get_image_dimensions()
            self.field.update_dimension_fields(self.instance, force=True)

    def save(self, name: str, content: File, save: bool = True) -> None:  # type: ignore[type-arg]  # noqa: FBT002  # Django's signature
        """Save the cleaned picture in the store."""
        cleaned = content if isinstance(content, CleanPicture) else cleaned_picture(content, name)
        super().save(name, cleaned, save=False)
        remember_scan(str(self.name), cleaned)
        if save:
            self.instance.save()


class PictureField(WagtailImageField):
    """A picture without metadata."""

    attr_class = PictureFile
    scanned = True


def cleaned_picture(content: Any, name: str | None) -> CleanPicture:
    """Return an uploaded picture scanned and without metadata. Raises ValidationError when it cannot be used."""
    check_size(content, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE, "Make it smaller: 2,000 pixels wide is plenty.")
    refuse_viruses(content, name or "")
    return passed_on(content, CleanPicture(clean_picture(content), name=name))
