"""Uploads that Wagtail keeps until somebody fills in the rest of a form: they too are scanned, and pictures cleaned."""

from typing import Any

from django.db.models.signals import pre_save
from wagtail.images import get_image_model
from wagtail.models import UploadedFile

from documents.fields import cleaned_picture
from documents.scanning import refuse_viruses


def check_half_finished(instance: UploadedFile, **_: Any) -> None:
    """Let nothing into the store, not even for an hour, that a finished form would not let in."""
    if not instance.file or instance.file._committed:
        return
    content = instance.file.file
    if instance.for_content_type and instance.for_content_type.model_class() is get_image_model():
        instance.file.file = cleaned_picture(content, instance.file.name)
    else:
        refuse_viruses(content, instance.file.name)


def watch_half_finished_uploads() -> None:
    """Connect it once all models are loaded."""
    pre_save.connect(check_half_finished, sender=UploadedFile, dispatch_uid="documents.half_finished")
