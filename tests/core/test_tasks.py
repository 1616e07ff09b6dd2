"""The worker makes the sizes of the pictures that pages show."""

import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image as Picture

from core import tasks
from core.tasks import RETRY_AFTER, make_renditions, make_renditions_of_page, pictures_of_page
from documents.models import Image
from tests.factories import draft, publish

pytestmark = pytest.mark.django_db


def upload(name="picture.png") -> Image:
    content = io.BytesIO()
    Picture.new("RGB", (700, 400), "#005eb8").save(content, "PNG")
    return Image.objects.create(title="A picture", file=ContentFile(content.getvalue(), name=name))


def showing(page, *pictures):
    """Put these pictures into the body of a page and publish it."""
    blocks = [
        {"type": "image", "value": {"image": each.pk, "alt_text": "", "decorative": True, "caption": ""}}
        for each in pictures
    ]
    page.body = page.body.stream_block.to_python(blocks)
    page.save_revision().publish()
    return page


def queued(task):
    return [
        each.args_kwargs["args"]
        for each in DBTaskResult.objects.filter(task_path=task.module_path).order_by("args_kwargs")
    ]


def test_a_picture_that_nobody_shows_has_no_sizes_made(django_capture_on_commit_callbacks, home_page):
    with django_capture_on_commit_callbacks(execute=True):
        picture = upload()
        picture.title = "Another title"
        picture.save()
    assert queued(make_renditions) == []


def test_the_pictures_of_a_page_are_given_to_the_worker_when_it_is_published(
    django_capture_on_commit_callbacks, home_page
):
    first, second = upload(), upload()
    page = publish(home_page, "crews")
    with django_capture_on_commit_callbacks(execute=True):
        showing(page, first, second, first)
    assert queued(make_renditions_of_page) == [[page.pk]]
    assert make_renditions_of_page.func(page.pk) == "2 pictures"
    assert sorted(queued(make_renditions)) == [[first.pk], [second.pk]]


def test_a_field_counts_as_a_block_does(home_page):
    home_page.hero_image = upload()
    home_page.save_revision().publish()
    assert pictures_of_page(home_page.pk) == {home_page.hero_image.pk}


def test_a_draft_has_nothing_made(django_capture_on_commit_callbacks, home_page):
    page = draft(home_page, "crews")
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision()
    assert queued(make_renditions_of_page) == []


def test_a_picture_in_use_has_its_sizes_made_anew_when_it_gets_another_file(
    django_capture_on_commit_callbacks, home_page
):
    picture = upload()
    showing(publish(home_page, "crews"), picture)
    picture.file = ContentFile(upload().file.read(), name="other.png")
    with django_capture_on_commit_callbacks(execute=True):
        picture.save()
    assert queued(make_renditions) == [[picture.pk]]


def test_a_queue_that_fails_stops_no_publication(
    django_capture_on_commit_callbacks, home_page, monkeypatch, caplog, client
):
    class Broken:
        def enqueue(self, *_):
            raise OSError("no queue")

    page = publish(home_page, "crews")
    monkeypatch.setattr(tasks, "make_renditions_of_page", Broken())
    with django_capture_on_commit_callbacks(execute=True):
        showing(page, upload())
    assert "no queue" in caplog.text
    assert client.get(page.url).status_code == 200


def test_the_worker_makes_the_widths_and_the_picture_to_share_once():
    picture = upload()
    assert make_renditions.func(picture.pk) == "made"
    assert make_renditions.func(picture.pk) == "made"
    assert sorted(picture.renditions.values_list("width", flat=True)) == [320, 640, 700, 700]


def test_a_picture_deleted_before_its_turn_is_left_alone():
    picture = upload()
    pk = picture.pk
    picture.delete()
    assert make_renditions.func(pk) == "deleted meanwhile"


def test_a_picture_that_cannot_be_read_is_tried_again_later_and_later_and_then_no_more(caplog):
    picture = upload()
    picture.file.storage.remove(picture.file.name)
    for tried, wait in enumerate(RETRY_AFTER):
        assert make_renditions.func(picture.pk, tried) == "its file cannot be read; tried again later"
        again = DBTaskResult.objects.latest("enqueued_at")
        assert again.args_kwargs["args"] == [picture.pk, tried + 1]
        assert abs(again.run_after - timezone.now() - wait) < timedelta(minutes=1)
    assert make_renditions.func(picture.pk, len(RETRY_AFTER)) == "its file cannot be read"
    assert f"picture {picture.pk} cannot be made" in caplog.text
    assert DBTaskResult.objects.count() == len(RETRY_AFTER)


def test_once_made_a_page_of_many_pictures_asks_no_more_for_each(client, home_page, django_assert_max_num_queries):
    few, many = (
        showing(publish(home_page, "few"), upload()),
        showing(publish(home_page, "many"), *[upload() for _ in range(4)]),
    )
    for page in (few, many):
        for pk in pictures_of_page(page.pk):
            make_renditions.func(pk)
    client.get(few.url)  # what is asked once for a site
    costs = []
    for page in (few, many):
        with django_assert_max_num_queries(40) as asked:
            assert client.get(f"{page.url}?uncached=1").status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]
