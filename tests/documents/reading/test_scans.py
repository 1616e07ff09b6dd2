"""Pages that are pictures are recognised where Tesseract is installed, one by one, and none of that is done twice."""

import time
from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageFont

from documents.enums import ReadingReason
from documents.jobs import reconcile_readings
from documents.models import FileReading, PageText
from documents.reading import scans
from documents.reading.process import FileReader
from documents.reading.queue import LeaseLostError, claim
from documents.reading.results import ReadingFaultError
from documents.reading.run import read_what_waits
from documents.services import replace_file
from tests.documents.files import document

pytestmark = pytest.mark.django_db


def scan(*words):
    """A PDF each of whose pages is a picture of one word."""
    pages = []
    for word in words:
        page = Image.new("L", (600, 200), "white")
        ImageDraw.Draw(page).text((40, 60), word, "black", ImageFont.load_default(60))
        pages.append(page)
    written = BytesIO()
    pages[0].save(written, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return written.getvalue()


@pytest.fixture
def without_tesseract(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")


def the_reading():
    return FileReading.objects.get()


@pytest.mark.needs("tesseract")
class TestAScan:
    def test_becomes_text_and_stays_a_scan_for_those_who_listen(self):
        file = document(content=scan("Ambulance", "Station"))
        assert read_what_waits() == "1 read"
        reading = the_reading()
        assert (reading.pages_recognised, reading.pages_without_text, reading.detail) == (2, 2, "")
        pages = reading.pages.values_list("text", "clean_text", "is_recognised")
        assert [(text.strip(), clean.strip(), marked) for text, clean, marked in pages] == [
            ("Ambulance", "Ambulance", True), ("Station", "Station", True),
        ]  # fmt: skip
        file.refresh_from_db()
        assert file.known.faults[0] == "no_text"

    def test_that_outlasts_a_run_is_gone_on_from_where_it_was(self, monkeypatch):
        document(content=scan("Ambulance", "Station"))
        asked = []

        def recognise_one(lease, reader, path, number, language):
            asked.append(number)
            monkeypatch.setattr("time.monotonic", lambda now=time.monotonic: now() + 3600)
            return f"page {number}"

        monkeypatch.setattr(scans, "_text", recognise_one)
        assert read_what_waits() == "1 to be continued"
        assert (the_reading().state, the_reading().tries) == ("waiting", 0)
        assert read_what_waits() == "1 read"
        assert asked == [1, 2]
        assert list(PageText.objects.values_list("text", flat=True)) == ["page 1", "page 2"]

    def test_that_lets_tesseract_fail_on_a_page_keeps_the_others(self, monkeypatch):
        document(content=scan("Ambulance", "Station"))
        call = FileReader.call

        def fails_on_page_one(reader, function, *arguments, **options):
            if arguments[1:2] == (1,):
                raise ReadingFaultError(ReadingReason.TOO_SLOW)
            return call(reader, function, *arguments, **options)

        monkeypatch.setattr(FileReader, "call", fails_on_page_one)
        assert read_what_waits() == "1 read"
        assert list(the_reading().pages.values_list("is_recognised", flat=True)) == [False, True]

    def test_that_was_replaced_meanwhile_is_dropped(self):
        from django.core.files.base import ContentFile

        file = document(content=scan("Ambulance"))
        lease = claim()
        lease.keep_page(1, "Ambulance")
        replace_file(file, ContentFile(scan("Station"), name="newer.pdf"))
        with pytest.raises(LeaseLostError):
            lease.keep_page(2, "More")
        assert not PageText.objects.exists()


class TestWithoutTesseract:
    def test_a_scan_has_no_text_and_operators_are_told_why(self, without_tesseract):
        document(content=scan("Ambulance"))
        assert read_what_waits() == "1 no text"
        assert (the_reading().reason, the_reading().detail) == (ReadingReason.SCANNED, scans.NOT_INSTALLED)

    @pytest.mark.needs("tesseract")
    def test_scans_are_read_again_once_it_is_there(self, monkeypatch):
        document(content=scan("Ambulance"))
        with monkeypatch.context() as before:
            before.setenv("PATH", "/nowhere")
            read_what_waits()
            assert reconcile_readings() == ""
        assert reconcile_readings() == "1 scanned ones to be recognised"
        assert read_what_waits() == "1 read"
        assert reconcile_readings() == ""
