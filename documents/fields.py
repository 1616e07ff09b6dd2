"""The field behind a picture: whichever way a file comes, only its cleaned form reaches the store."""

from typing import Any

from django.core.files.base import ContentFile, File
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from documents.pictures import clean_picture


class CleanPicture(ContentFile):  # type: ignore[type-arg]  # of bytes
    """A picture that has been through `clean_picture`, so that it is not written anew, and worse, again."""


class PictureFile(WagtailImageFieldFile):
    """The file of an image."""

    file: Any

    def clean_upload(self) -> None:
        """Clean the file that was put here before it is saved, so that size and hash are those of the clean one."""
        if not isinstance(self.file, CleanPicture):
            self.file = _cleaned(self.file, self.name)
            self._dimensions_cache = self.get_image_dimensions()
            self.field.update_dimension_fields(self.instance, force=True)

    def save(self, name: str, content: File, save: bool = True) -> None:  # type: ignore[type-arg]  # noqa: FBT002  # Django's signature
        """Save the cleaned picture in the store."""
        super().save(name, content if isinstance(content, CleanPicture) else _cleaned(content, name), save)


class PictureField(WagtailImageField):
    """A picture without metadata."""

    attr_class = PictureFile


def _cleaned(content: Any, name: str | None) -> CleanPicture:
    return CleanPicture(clean_picture(content), name=name)
