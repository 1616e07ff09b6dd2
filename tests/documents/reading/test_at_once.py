"""An editor replaces, closes or deletes a file while a worker writes down what it read: neither hinders the other."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.base import ContentFile
from django.db import connections

from documents.enums import ReadingState
from documents.models import Document, FileReading, PageText
from documents.reading.queue import Outcome, Text, claim
from documents.reading.results import Facts
from documents.services import replace_file, set_version_open
from tests.documents.files import document
from tests.documents.pdfs import pdf

ROUNDS = 6
PAGES = [Text(f"Page {number}", f"Page {number}") for number in range(30)]


def replaced(file):
    replace_file(file, ContentFile(pdf(["Newer"]), name="newer.pdf"))


def deleted(file):
    file.delete()


def closed(file):
    replace_file(file, ContentFile(pdf(["Newer"]), name="newer.pdf"), keep_replaced_open=True)
    set_version_open(file.versions.get(number=1), is_open=False)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("change", [replaced, deleted, closed])
def test_a_file_that_changes_in_that_moment(home_page, change):
    with ThreadPoolExecutor(2) as both:
        for _ in range(ROUNDS):
            file = document(content=pdf())
            lease = claim()
            together = Barrier(2)

            def act(what, together=together):
                try:
                    together.wait(timeout=20)
                    return what()
                finally:
                    connections.close_all()

            writing = both.submit(
                act, lambda lease=lease: lease.finish(Outcome(ReadingState.READ, pages=PAGES, facts=Facts()))
            )
            changing = both.submit(act, lambda file=file: change(Document.objects.get(pk=file.pk)))
            assert writing.result(timeout=60) in {True, False}
            changing.result(timeout=60)
            left = FileReading.objects.filter(version__document_id=file.pk)
            assert [reading.version.number for reading in left] == ([] if change is deleted else [2])
            assert not PageText.objects.filter(text__startswith="Page").exists(), "what is closed keeps no text"
            left.delete()
