"""What the worker does: the sizes of pictures, made before the first visitor asks for them.

They are made when a page that shows the picture is published, and when a picture in use gets another file. Where the
worker was too late or could not, a size is made at first sight (core.pictures).
"""

import logging
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.signals import post_save
from django.utils import timezone
from django_tasks import task
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex
from wagtail.signals import page_published

from core.pictures import picture_of, share_picture_of

logger = logging.getLogger(__name__)

# How long a picture that could not be read is left before it is tried again: about two days in all.
RETRY_AFTER = [timedelta(minutes=minutes) for minutes in (1, 10, 60, 360, 2400)]


@task(backend="worker")
def make_renditions(image_id: int, tried: int = 0) -> str:
    """Make the widths of one picture, as far as they are not there; try again later when its file cannot be read."""
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is None:
        return "deleted meanwhile"
    if picture_of(image) and share_picture_of(image):
        return "made"
    if tried == len(RETRY_AFTER):
        logger.error("The sizes of picture %s cannot be made: its file cannot be read", image_id)
        return "its file cannot be read"
    make_renditions.using(run_after=timezone.now() + RETRY_AFTER[tried]).enqueue(image_id, tried + 1)
    return "its file cannot be read; tried again later"


@task(backend="worker")
def make_renditions_of_page(page_id: int) -> str:
    """Have the widths of every picture of a page made, each by itself, so that one that fails keeps no other back."""
    images = sorted(pictures_of_page(page_id))
    for image_id in images:
        make_renditions.enqueue(image_id)
    return f"{len(images)} pictures"


def pictures_of_page(page_id: int) -> set[int]:
    """Return the pictures that a page shows in its fields and blocks."""
    rows = _citing_pages().filter(object_id=str(page_id), to_content_type=_images())
    return {int(pk) for pk in rows.values_list("to_object_id", flat=True)}


def page_was_published(instance: Page, **_: Any) -> None:
    """Have the worker look at the page; that it cannot be asked stops no publication."""
    transaction.on_commit(lambda: make_renditions_of_page.enqueue(instance.pk), robust=True)


def picture_saved(instance: Any, created: bool, **_: Any) -> None:
    """Have the widths of a picture made anew that a page shows already."""
    if not created and _citing_pages().filter(to_object_id=str(instance.pk), to_content_type=_images()).exists():
        transaction.on_commit(lambda: make_renditions.enqueue(instance.pk), robust=True)


def watch_pictures() -> None:
    """Watch pages, and the image model, which is known when all apps are loaded."""
    page_published.connect(page_was_published, dispatch_uid="core.tasks.pages")
    post_save.connect(picture_saved, sender=get_image_model(), dispatch_uid="core.tasks.pictures")


def _citing_pages() -> Any:
    return ReferenceIndex.objects.filter(base_content_type=ContentType.objects.get_for_model(Page))


def _images() -> ContentType:
    return ContentType.objects.get_for_model(get_image_model())
