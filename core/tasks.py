"""What the worker does."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django_tasks import task
from wagtail.images import get_image_model

from core.pictures import picture_of, share_picture_of


@task(backend="worker")
def make_renditions(image_id: int) -> str:
    """Make the widths of a picture that the site shows, before the first visitor asks for them."""
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is None:
        return "deleted meanwhile"
    return "made" if picture_of(image) and share_picture_of(image) else "its file cannot be read"


def picture_saved(instance: Any, **_: Any) -> None:
    """Have the worker make the widths once the picture is in the database."""
    transaction.on_commit(lambda: make_renditions.enqueue(instance.pk))


def watch_pictures() -> None:
    """Watch the image model, which is known when all apps are loaded."""
    post_save.connect(picture_saved, sender=get_image_model(), dispatch_uid="core.tasks.pictures")
