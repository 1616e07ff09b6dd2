"""A file is read by one worker at a time, and to the end once; a worker that is lost, or too late, harms nothing."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import F
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from documents.deletions import note_deletion
from documents.enums import ReadingReason, ReadingState
from documents.jobs import delete_files, reconcile_readings, wake_reader
from documents.models import Document, FileReading, FileScan, PageText, ScanState
from documents.reading import queue
from documents.reading.process import FileReader, ReaderUnavailableError
from documents.reading.queue import LeaseLostError, Outcome, Text, claim
from documents.reading.results import Facts
from documents.reading.run import read_what_waits
from documents.services import read_again, replace_file
from documents.storages import StoreUnavailableError
from documents.tasks import read_documents
from tests.documents.files import document
from tests.documents.pdfs import pdf

pytestmark = pytest.mark.django_db

SAID = Outcome(ReadingState.READ, pages=[Text("What it says.", "What it says.")], facts=Facts())


def the_reading():
    return FileReading.objects.get()


def later(minutes=3):
    """Let time pass for the rows: what was to happen then is due."""
    gone = timedelta(minutes=minutes)
    FileReading.objects.update(
        leased_until=F("leased_until") - gone, not_before=F("not_before") - gone, asked_at=F("asked_at") - gone
    )


class TestTaking:
    def test_gives_each_file_to_one_worker_the_one_that_waits_longest_first(self):
        first, second = document(content=pdf()), document(content=pdf())
        assert claim().reading.version.document == first
        assert claim().reading.version.document == second
        assert claim() is None

    def test_gives_it_to_another_when_the_lease_has_run_out(self):
        document(content=pdf())
        lost = claim()
        assert claim() is None
        later()
        taken = claim()
        assert (taken.reading.pk, taken.reading.tries) == (lost.reading.pk, 2)

    def test_gives_up_a_file_at_which_three_workers_were_lost(self):
        file = document(content=pdf())
        for _ in range(3):
            assert claim()
            later()
        assert claim() is None
        reading = the_reading()
        assert (reading.state, reading.reason) == ("broken", ReadingReason.STOPPED_READER)
        file.refresh_from_db()
        assert (file.known.pages, file.known.faults) == (None, ("unreadable",))

    def test_leaves_out_what_the_virus_scan_holds(self):
        file = document(content=pdf())
        scan = FileScan.objects.create(file=file.file.name, state=ScanState.WAITING)
        assert claim() is None
        assert wake_reader() == ""
        scan.state = ScanState.CLEAN
        scan.save()
        assert wake_reader() == "asked the worker to read"
        assert claim()

    def test_gives_up_a_file_in_which_a_virus_was_found(self):
        file = document(content=pdf())
        assert read_what_waits() == "1 read"
        FileScan.objects.create(file=file.file.name, state=ScanState.INFECTED)
        assert reconcile_readings() == "1 infected ones given up"
        assert (the_reading().state, the_reading().reason) == ("broken", ReadingReason.MISSING)
        assert not PageText.objects.exists()
        assert reconcile_readings() == ""


class TestALease:
    def test_holds_while_it_is_renewed(self):
        document(content=pdf())
        lease = claim()
        for _ in range(3):
            later(1)
            lease.renew()
        assert claim() is None

    def test_is_renewed_only_when_that_is_due(self, django_assert_num_queries):
        document(content=pdf())
        lease = claim()
        with django_assert_num_queries(0):
            lease.keep()
        lease._renewed -= timedelta(minutes=1)
        with django_assert_num_queries(1):
            lease.keep()

    def test_that_was_lost_says_so_and_writes_nothing(self):
        document(content=pdf())
        lost = claim()
        later()
        other = claim()
        with pytest.raises(LeaseLostError):
            lost.renew()
        assert not lost.finish(SAID)
        assert not PageText.objects.exists()
        assert other.finish(SAID)
        assert not lost.finish(SAID)
        assert PageText.objects.count() == 1

    def test_ends_when_the_file_is_replaced_meanwhile(self):
        file = document(content=pdf())
        lease = claim()
        replace_file(file, ContentFile(pdf(["Newer."]), name="newer.pdf"))
        assert not lease.finish(SAID)
        assert not PageText.objects.exists()
        assert the_reading().version.number == 2

    def test_ends_when_the_document_is_deleted_and_can_still_be_told_of(self, caplog):
        file = document(content=pdf(), title="Board paper")
        lease = claim()
        file.delete()
        assert not lease.finish(SAID)
        assert "Board paper (version 1) is thrown away" in caplog.text

    def test_of_a_replaced_file_that_stays_open_says_nothing_of_the_document(self):
        file = document(content=pdf())
        lease = claim()
        replace_file(file, ContentFile(pdf(["Newer."]), name="newer.pdf"), keep_replaced_open=True)
        assert lease.finish(SAID)
        file.refresh_from_db()
        assert file.read_facts == {}
        assert PageText.objects.get().reading.version.number == 1

    def test_ends_when_it_shall_be_read_again(self):
        file = document(content=pdf())
        lease = claim()
        read_again(file)
        assert not lease.finish(SAID)
        assert claim()

    def test_given_back_lets_the_file_wait_and_counts_as_no_try(self):
        document(content=pdf())
        claim().give_back(timezone.now() + timedelta(minutes=2))
        assert (claim(), the_reading().tries) == (None, 0)
        later()
        assert claim()


class TestARun:
    def test_writes_down_pages_and_facts_for_the_document_too(self):
        content = pdf(["One", "Two\nlines"], Lang="(en-GB)", Title="Board paper")
        file = document(content=content)
        assert read_what_waits() == "1 read"
        reading = the_reading()
        assert (reading.state, reading.page_count, reading.pages_without_text) == ("read", 2, 0)
        assert (reading.title, reading.language, reading.is_tagged) == ("Board paper", "en-GB", False)
        assert list(reading.pages.values_list("number", "text")) == [(1, "One"), (2, "Two\nlines")]
        assert (reading.lease, reading.leased_until, reading.characters) == ("", None, 12)
        file.refresh_from_db()
        assert (file.known.pages, file.known.language, file.known.faults) == (2, "en-GB", ("not_tagged",))
        assert reading.faults == ["not_tagged"]

    def test_ends_when_its_time_is_over_and_asks_for_the_next(self):
        document(content=pdf())
        assert read_what_waits(seconds=0) == ""
        assert DBTaskResult.objects.get().task_path == read_documents.module_path

    def test_leaves_no_file_of_its_own_behind(self, tmp_path, monkeypatch):
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        document(content=pdf())
        read_what_waits()
        assert list(tmp_path.iterdir()) == []

    def test_goes_on_after_a_fault_of_ours_and_the_file_is_tried_again(self, monkeypatch):
        document(content=pdf(["First"]))
        document(content=pdf(["Second"]))
        finish = queue.Lease.finish

        def fails_once(lease, outcome):
            monkeypatch.setattr(queue.Lease, "finish", finish)
            raise ZeroDivisionError

        monkeypatch.setattr(queue.Lease, "finish", fails_once)
        assert read_what_waits() == "1 failed, 1 read"
        later()
        assert read_what_waits() == "1 read"

    def test_keeps_what_it_read_from_a_version_that_was_replaced_in_that_moment(self, monkeypatch):
        file = document(content=pdf(["Older"]))

        def replaced_meanwhile(reader, *arguments):
            monkeypatch.undo()
            replace_file(file, ContentFile(pdf(["Newer"]), name="newer.pdf"))
            return reader.read(*arguments)

        monkeypatch.setattr(FileReader, "read", replaced_meanwhile)
        assert read_what_waits() == "1 read, 1 thrown away"
        assert PageText.objects.get().text == "Newer"

    def test_without_a_working_reader_loses_nothing_and_blames_no_file(self, monkeypatch):
        document(content=pdf())
        monkeypatch.setattr("sys.executable", "/bin/false")
        with pytest.raises(ReaderUnavailableError):
            read_what_waits()
        reading = the_reading()
        assert (reading.state, reading.tries) == ("waiting", 0)
        assert "does not start" in reading.detail
        monkeypatch.undo()
        later(10)
        assert read_what_waits() == "1 read"


class TestAStore:
    @pytest.fixture
    def gone(self):
        """A document whose file the store does not have."""
        file = document(content=pdf())
        note_deletion(file.file.name, even_if_named=True)
        delete_files()
        return file

    def test_that_has_no_such_file_is_asked_again_ever_more_seldom(self, gone):
        waits = []
        for _ in range(4):
            assert read_what_waits() == "1 to be continued"
            waits.append(the_reading().not_before - timezone.now())
            later(waits[-1].total_seconds() / 60 + 0.1)
        assert waits[0] < timedelta(minutes=1) < waits[1] < waits[2] < waits[3]

    def test_that_has_it_in_the_end_is_believed(self, gone):
        read_what_waits()
        default_storage._save(gone.file.name, ContentFile(pdf()))
        later()
        assert read_what_waits() == "1 read"

    def test_that_never_has_it_makes_it_missing(self, gone):
        read_what_waits()
        later(3 * 24 * 60)
        assert read_what_waits() == "1 broken"
        assert (the_reading().state, the_reading().reason) == ("broken", ReadingReason.MISSING)
        assert claim() is None

    def test_that_is_down_is_waited_for_however_long(self, monkeypatch):
        document(content=pdf())

        def down(*_):
            raise StoreUnavailableError("it does not answer")

        monkeypatch.setattr(type(default_storage._wrapped), "size", down)
        for _ in range(2):
            assert read_what_waits() == "1 to be continued"
            assert "does not answer" in the_reading().detail
            later(3 * 24 * 60)
        monkeypatch.undo()
        assert read_what_waits() == "1 read"


@pytest.mark.needs("s3")
def test_files_in_a_bucket_are_read_and_waited_for_while_it_is_away(faulty):
    document(content=pdf(["In a bucket"]))
    faulty.down = True
    assert read_what_waits() == "1 to be continued"
    faulty.heal()
    later()
    assert read_what_waits() == "1 read"
    assert PageText.objects.get().text == "In a bucket"


def test_what_no_database_takes_never_reaches_it():
    document(content=pdf(["A\\000B"]), title="Nulls")
    file = document(content=pdf(["Half a character"], Title="\\376\\377\\330\\000"))
    assert read_what_waits() == "2 read"
    assert "\0" not in "".join(PageText.objects.values_list("text", flat=True))
    assert Document.objects.get(pk=file.pk).known.pages == 1
