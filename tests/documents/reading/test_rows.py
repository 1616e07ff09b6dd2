"""There is one row for each version that visitors may come to see, and what is known of a hidden one is forgotten."""

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from documents.jobs import reconcile_readings
from documents.models import Document, DocumentVersion, FileDeletion, FileReading, PageText
from documents.reading.rows import reconcile
from documents.services import read_again, replace_file, set_version_open
from documents.tasks import read_documents
from tests.documents.files import document
from tests.documents.pdfs import pdf

pytestmark = pytest.mark.django_db


def versions_with_a_row(file):
    return sorted(FileReading.objects.filter(version__document=file).values_list("version__number", flat=True))


def replaced(file, **options):
    replace_file(file, ContentFile(pdf(["The newer one."]), name="newer.pdf"), **options)


def with_text(reading):
    PageText.objects.create(reading=reading, number=1, text="What it says.")
    FileReading.objects.filter(pk=reading.pk).update(state="read", cover="covers/abc/first.png")
    return reading


class TestOneRow:
    def test_comes_with_a_document_and_waits(self):
        file = document(content=pdf())
        reading = FileReading.objects.get(version__document=file)
        assert (reading.state, reading.reason, reading.pages.count()) == ("waiting", "", 0)

    def test_comes_with_a_new_file_and_the_replaced_one_is_forgotten(self):
        file = document(content=pdf())
        with_text(file.versions.get().reading)
        replaced(file)
        assert versions_with_a_row(file) == [2]
        assert not PageText.objects.exists()
        assert FileDeletion.objects.filter(name="covers/abc/first.png").exists()

    def test_stays_with_a_replaced_file_that_stays_open(self):
        file = document(content=pdf())
        with_text(file.versions.get().reading)
        replaced(file, keep_replaced_open=True)
        assert versions_with_a_row(file) == [1, 2]
        assert PageText.objects.count() == 1

    def test_goes_when_its_version_is_closed_and_comes_when_it_is_opened(self):
        file = document(content=pdf())
        replaced(file, keep_replaced_open=True)
        first = file.versions.get(number=1)
        with_text(first.reading)
        set_version_open(first, is_open=False)
        assert versions_with_a_row(file) == [2]
        assert not PageText.objects.exists()
        set_version_open(first, is_open=True)
        assert versions_with_a_row(file) == [1, 2]

    def test_of_the_newest_stays_when_somebody_closes_it(self):
        file = document(content=pdf())
        set_version_open(file.versions.get(), is_open=True)
        set_version_open(file.versions.get(), is_open=False)
        assert versions_with_a_row(file) == [1]

    def test_goes_with_its_document(self):
        file = document(content=pdf())
        with_text(file.versions.get().reading)
        file.delete()
        assert not FileReading.objects.exists()
        assert not PageText.objects.exists()

    def test_is_not_made_twice(self):
        file = document(content=pdf())
        file.versions.get().save()
        assert versions_with_a_row(file) == [1]


class TestReconciling:
    def test_makes_rows_for_versions_written_past_signals(self):
        file = document(content=pdf())
        FileReading.objects.all().delete()
        assert reconcile() == (1, 0)
        assert versions_with_a_row(file) == [1]

    def test_forgets_what_was_closed_past_signals(self):
        file = document(content=pdf())
        replaced(file, keep_replaced_open=True)
        DocumentVersion.objects.filter(number=1).update(is_open=False)
        assert reconcile() == (0, 1)
        assert versions_with_a_row(file) == [2]

    def test_says_nothing_where_all_is_as_it_should_be(self):
        document(content=pdf())
        assert reconcile_readings() == ""

    def test_goes_on_beyond_the_rows_of_one_statement(self, monkeypatch):
        monkeypatch.setattr("documents.reading.rows.AT_ONCE", 2)
        for _ in range(5):
            document(content=pdf())
        FileReading.objects.all().delete()
        assert reconcile() == (5, 0)


class TestTheWorker:
    def waiting_tasks(self):
        return DBTaskResult.objects.filter(task_path=read_documents.module_path).count()

    def test_is_asked_once_for_many_files(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            for _ in range(3):
                document(content=pdf())
        assert self.waiting_tasks() == 1

    def test_is_asked_again_when_somebody_wants_it_read_again(
        self, django_capture_on_commit_callbacks, django_user_model
    ):
        file = document(content=pdf())
        with_text(file.versions.get().reading)
        with django_capture_on_commit_callbacks(execute=True):
            assert read_again(file, django_user_model.objects.create_user("ed", "ed@example.org")) == 1
        assert self.waiting_tasks() == 1
        reading = FileReading.objects.get()
        assert (reading.state, reading.pages.count()) == ("waiting", 0)

    def test_cannot_stop_an_upload(self, django_capture_on_commit_callbacks, monkeypatch):
        monkeypatch.setattr("django_tasks_db.backend.DatabaseBackend.enqueue", lambda *_: 1 / 0)
        with django_capture_on_commit_callbacks(execute=True):
            document(content=pdf())
        assert Document.objects.count() == 1
