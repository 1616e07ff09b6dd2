"""What the worker does with a picture that was uploaded."""

import io

import pytest
from django.core.files.base import ContentFile
from django_tasks_db.models import DBTaskResult
from PIL import Image as Picture

from core.tasks import make_renditions
from documents.models import Image


def upload() -> Image:
    content = io.BytesIO()
    Picture.new("RGB", (700, 400), "#005eb8").save(content, "PNG")
    return Image.objects.create(title="A picture", file=ContentFile(content.getvalue(), name="picture.png"))


@pytest.mark.django_db
def test_a_picture_that_is_saved_is_given_to_the_worker(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        picture = upload()
    waiting = DBTaskResult.objects.get(task_path="core.tasks.make_renditions")
    assert waiting.args_kwargs["args"] == [picture.pk]


@pytest.mark.django_db
def test_the_worker_makes_the_widths_and_the_picture_to_share_once():
    picture = upload()
    assert make_renditions.func(picture.pk) == "made"
    assert make_renditions.func(picture.pk) == "made"
    assert sorted(picture.renditions.values_list("width", flat=True)) == [320, 640, 700, 700]


@pytest.mark.django_db
def test_a_picture_deleted_before_its_turn_is_left_alone():
    picture = upload()
    pk = picture.pk
    picture.delete()
    assert make_renditions.func(pk) == "deleted meanwhile"


@pytest.mark.django_db
def test_a_picture_that_cannot_be_read_stops_nothing():
    picture = upload()
    picture.file.storage.remove(picture.file.name)
    assert make_renditions.func(picture.pk) == "its file cannot be read"
