"""The admin's forms for a document and a picture."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from wagtail.images.forms import BaseImageForm

from documents.fields import cleaned_picture
from documents.file_names import plain_text, safe_name
from documents.file_types import FILE_TYPES, extension_of
from documents.pictures import UNREADABLE, too_many_pixels
from documents.refusals import unknown_picture
from documents.scan_records import ScanState
from documents.scanning import scan_of
from documents.version_form import VersionForm

DESCRIBE_IT = "Say what the picture tells somebody who cannot see it, or tick “Decorative”."
NOT_BOTH = "Clear the description or the tick: a decorative picture is not read out."


class PlainTitleMixin:
    """A title that shows what it says: no control characters, none that turn the direction of reading."""

    def clean_title(self: Any) -> str:
        """Return the title as one plain line."""
        title = plain_text(self.cleaned_data["title"])
        if not title:
            raise forms.ValidationError("Write a title that a reader understands.")
        return title


class ScanStateMixin:
    """Say beside the file what became of its virus scan, where it keeps the file from being public."""

    def tell_of_scan(self: Any) -> None:
        """Put it into the help text of the file there is."""
        name, field = str(self.instance.file.name or ""), self.fields.get("file")
        scan = scan_of(name) if self.instance.pk and name and field else None
        if scan is None or scan.state == ScanState.CLEAN:
            return
        if scan.state == ScanState.INFECTED:
            message = f"The virus scanner found “{scan.found}” in this file and deleted it. Upload a clean copy."
        else:
            message = "This file waits for the virus scan. It is not public before it has passed; you need do nothing."
        field.help_text = f"{message} {field.help_text}"


class DocumentForm(PlainTitleMixin, ScanStateMixin, VersionForm):
    """Say which files are taken, before one is chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            kinds = ", ".join(sorted(FILE_TYPES))
            limit = filesizeformat(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
            field.widget.attrs["accept"] = ",".join(f".{extension}" for extension in sorted(FILE_TYPES))
            # Wagtail's field forgets what the model says of it.
            warning = self._meta.model._meta.get_field("file").help_text
            field.help_text = f"{warning} Kinds: {kinds}. At most {limit}."
            self.tell_of_scan()


class ImageForm(PlainTitleMixin, ScanStateMixin, BaseImageForm):
    """Clean the picture before it is kept, and say what to do when it cannot be used."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            field.error_messages |= {
                "invalid_image": UNREADABLE,
                "invalid_image_known_format": (
                    "The name says “.%(extension)s”, but this is a picture of the kind “%(image_format)s”. "
                    "Give the file the right ending, or save it again, and choose it."
                ),
                "file_too_many_pixels": too_many_pixels(),
                # Also what the script of the form for many says, before anything is sent.
                "invalid_image_extension": unknown_picture(""),
            }
            chosen: Any = self.files.get(self.add_prefix("file"))
            extension = extension_of(safe_name(chosen.name)) if chosen else ""
            if chosen and extension not in settings.WAGTAILIMAGES_EXTENSIONS:
                advice = unknown_picture(extension)
                field.error_messages |= {"invalid_image": advice, "invalid_image_extension": advice}
            self.tell_of_scan()

    def clean_file(self) -> Any:
        """Return the new picture upright and without metadata; one already in the store as it is."""
        file = self.cleaned_data["file"]
        return cleaned_picture(file, file.name) if isinstance(file, UploadedFile) else file

    def clean(self) -> dict[str, Any]:
        """Ask for a description or the tick for decoration.

        The first step of an upload of many sends neither field; its second step, a form for each picture, asks.
        """
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.add_prefix("description") in self.data and "description" in self.fields:
            described, decorative = bool(cleaned.get("description", "").strip()), cleaned.get("decorative", False)
            if described == decorative and "description" not in self.errors:
                self.add_error("description", NOT_BOTH if described else DESCRIBE_IT)
        return cleaned
