"""Pictures of first pages: drawn within bounds, kept with what was read, and gone when the file is."""

import base64
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from core.backups.stored_files import file_columns
from documents.deletions import delete_noted
from documents.enums import ReadingState
from documents.models import FileDeletion, FileReading
from documents.reading.covers import HEAVIEST, HEIGHT, WIDTH, Cover, cover_of
from documents.reading.drawing import first_page
from documents.reading.queue import Outcome, Text, claim
from documents.reading.results import Facts
from documents.reading.run import read_what_waits
from documents.services import replace_file
from home.demo.papers.sheets import sheet
from tests.documents.files import document, picture
from tests.documents.test_serving import cited

PAPER = sheet("Winter plan", ["More crews at night."], tagged=True)


def drawn(tmp_path, content, width=WIDTH, height=HEIGHT):
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    return first_page(str(path), width, height)


def paper(box):
    return PAPER.replace(b"[0 0 595 842]", box)


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (PAPER, (400, 567)),
        (paper(b"[0 0 842 595]"), (400, 283)),
        (paper(b"[0 0 10 999]"), (7, 600)),
        (paper(b"[0 0 9999999 1]"), (400, 1)),
        (paper(b"[0 0 0 0]"), (400, 518)),
    ],
    ids=["upright", "across", "a strip", "a hair", "of no size, which is read as US Letter"],
)
def test_a_first_page_is_drawn_within_its_bounds(tmp_path, content, size):
    said = drawn(tmp_path, content)
    shown = Image.open(BytesIO(base64.b64decode(said["picture"])))
    assert (shown.format, shown.size) == ("WEBP", size)
    assert cover_of(said) == Cover(base64.b64decode(said["picture"]), *size)


def test_what_is_drawn_is_the_page(tmp_path):
    said = drawn(tmp_path, PAPER)
    darkest, lightest = Image.open(BytesIO(base64.b64decode(said["picture"]))).convert("L").getextrema()
    assert (darkest < 60, lightest > 250) == (True, True)


@pytest.mark.parametrize("content", [b"%PDF-1.7\n%%EOF", PAPER[:300], b""], ids=["empty", "cut off", "nothing"])
def test_a_damaged_file_cannot_be_drawn(tmp_path, content):
    with pytest.raises(Exception):  # noqa: B017, PT011  # whatever the library raises, the child says "damaged"
        drawn(tmp_path, content)


GOOD = {"picture": base64.b64encode(picture("WEBP")).decode(), "width": 60, "height": 40}


@pytest.mark.parametrize(
    "said",
    [
        None, [], "x", {}, GOOD | {"width": 0}, GOOD | {"width": WIDTH + 1}, GOOD | {"height": HEIGHT + 1},
        GOOD | {"height": "40"}, GOOD | {"picture": 7}, GOOD | {"picture": "%%%"},
        GOOD | {"picture": base64.b64encode(b"<script>alert(1)</script>").decode()},
        GOOD | {"picture": base64.b64encode(picture("WEBP")[:16] + bytes(HEAVIEST)).decode()},
    ],
)  # fmt: skip
def test_nothing_but_a_picture_is_taken_from_the_child(said):
    assert cover_of(said) is None
    assert cover_of(GOOD) is not None


COVER = Cover(picture("WEBP"), 60, 40)


def finish(file, cover, **facts):
    """Let the newest file of a document be read to the end, with this picture."""
    FileReading.objects.exclude(version__number=file.version).update(state=ReadingState.READ)
    FileReading.objects.filter(version__number=file.version).update(state=ReadingState.WAITING)
    outcome = Outcome(ReadingState.READ, pages=[Text("a", "a")], facts=Facts(**facts), cover=cover)
    assert claim().finish(outcome)
    file.refresh_from_db()
    return FileReading.objects.get(version__document=file, version__number=file.version)


def waiting_to_go():
    return list(FileDeletion.objects.values_list("name", flat=True))


@pytest.mark.django_db
class TestKeeping:
    def test_the_picture_is_named_by_the_reading_and_told_beside_links(self):
        file = document()
        reading = finish(file, COVER, language="cy")
        assert (file.known.has_cover, file.known.cover_width, file.known.cover_height) == (True, 60, 40)
        assert (file.known.language, file.known.pages) == ("cy", 1)
        assert default_storage.open(reading.cover.name).read() == COVER.picture
        assert reading.cover.name.startswith("covers/")

    def test_a_new_picture_has_a_new_name_and_the_old_one_is_deleted_after_the_commit(self):
        file = document()
        first = finish(file, COVER).cover.name
        second = finish(file, COVER).cover.name
        assert first != second
        assert waiting_to_go() == [first]
        delete_noted()
        assert (default_storage.exists(first), default_storage.exists(second)) == (False, True)

    def test_none_in_its_place_takes_the_old_one_away(self):
        file = document()
        old = finish(file, COVER).cover.name
        assert finish(file, None).cover.name == ""
        assert not file.known.has_cover
        assert waiting_to_go() == [old]

    def test_the_next_version_takes_the_picture_of_the_one_before_away(self):
        file = document()
        old = finish(file, COVER).cover.name
        replace_file(file, ContentFile(PAPER, name="a.pdf"), keep_replaced_open=True)
        finish(file, COVER)
        assert waiting_to_go() == [old]
        assert FileReading.objects.exclude(cover="").count() == 1

    def test_a_picture_of_a_file_that_was_replaced_meanwhile_is_thrown_away(self):
        file = document()
        lease = claim()
        replace_file(file, ContentFile(PAPER, name="a.pdf"), keep_replaced_open=True)
        assert lease.finish(Outcome(ReadingState.READ, facts=Facts(), cover=COVER))
        assert not FileReading.objects.exclude(cover="").exists()
        assert len(waiting_to_go()) == 1

    def test_a_lease_that_was_lost_leaves_no_picture_behind(self):
        document()
        lease = claim()
        FileReading.objects.update(lease="somebody else's")
        assert not lease.finish(Outcome(ReadingState.READ, facts=Facts(), cover=COVER))
        assert len(waiting_to_go()) == 1

    def test_a_store_that_takes_no_picture_costs_nothing_but_the_picture(self, monkeypatch, tmp_path):
        file = document()
        (tmp_path / "full").write_text("no folder")
        monkeypatch.setattr(default_storage, "location", str(tmp_path / "full"))
        assert finish(file, COVER).cover.name == ""
        assert (file.known.pages, file.known.has_cover) == (1, False)

    def test_backups_take_it_along(self):
        assert ("documents_filereading", "cover") in file_columns()

    def test_the_picture_goes_from_the_store_with_the_document(self):
        file = document()
        name = finish(file, COVER).cover.name
        file.delete()
        delete_noted()
        assert not default_storage.exists(name)

    def test_the_worker_makes_it_of_a_pdf_in_the_child_and_of_nothing_else(self):
        file, table = document(content=PAPER), document("a.csv", b"a,b\n1,2\n")
        read_what_waits()
        file.refresh_from_db()
        table.refresh_from_db()
        assert (file.known.cover_width, file.known.cover_height) == (400, 567)
        assert (table.known.pages, table.known.has_cover) == (1, False)


@pytest.mark.django_db
class TestShowing:
    @pytest.fixture
    def file(self, settings):
        settings.PAGE_CACHE_ENABLED = False
        file = document(title="Winter plan")
        finish(file, COVER)
        return file

    def test_it_is_served_as_a_picture_that_may_run_nothing(self, client, home_page, file):
        cited(home_page, file)
        response = client.get(file.cover_url)
        assert b"".join(response) == COVER.picture
        assert response["Content-Type"] == "image/webp"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
        assert response["ETag"]

    def test_it_is_gone_with_the_file_that_it_shows(self, client, home_page, file):
        cited(home_page, file)
        old = file.cover_url
        replace_file(file, ContentFile(PAPER, name="a.pdf"), keep_replaced_open=True)
        assert client.get(old).status_code == client.get(file.cover_url).status_code == 404

    def test_a_block_shows_it_where_the_editor_wants_it_and_it_is_there(self, client, home_page, file):
        page = cited(home_page, file)
        assert file.cover_url not in client.get(page.url).content.decode()
        blocks = [{"type": "document", "value": {"document": file.pk, "title": "", "show_cover": True}}]
        page.body = page.body.stream_block.to_python(blocks)
        page.save_revision().publish()
        html = client.get(page.url).content.decode()
        assert f'src="{file.cover_url}" width="60" height="40" alt="" loading="lazy"' in html
        finish(file, None)
        assert "app-document__cover" not in client.get(page.url).content.decode()
