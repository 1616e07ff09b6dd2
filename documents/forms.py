"""The admin's form for a picture."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from wagtail.images.forms import BaseImageForm

from documents.fields import CleanPicture
from documents.pictures import UNREADABLE, clean_picture, too_many_pixels


class ImageForm(BaseImageForm):
    """Clean the picture before it is kept, and say what to do when it cannot be used."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].error_messages |= {
                "invalid_image": UNREADABLE,
                "invalid_image_known_format": (
                    "The name says “.%(extension)s”, but this is a picture of the kind “%(image_format)s”. "
                    "Give the file the right ending, or save it again, and choose it."
                ),
                "file_too_many_pixels": too_many_pixels(),
            }

    def clean_file(self) -> Any:
        """Return the new picture upright and without metadata; one already in the store as it is."""
        file = self.cleaned_data["file"]
        return CleanPicture(clean_picture(file), name=file.name) if isinstance(file, UploadedFile) else file
