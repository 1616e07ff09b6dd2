"""What the scheduler does with files: scan what waits, clear away what was never finished, delete what is gone."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import UploadedFile

from core.scheduler import job
from documents import citations, deletions, inaccessible, rescans, tasks
from documents.proof.asking import SiteDoesNotAnswerError
from documents.proof.report import prove
from documents.reading import queue, rows, scans

# A form for many uploads that was left open overnight may still be finished in the morning.
UNFINISHED_AFTER = timedelta(days=1)


@job(every=timedelta(minutes=1), name="scan_uploads")
def scan_uploads() -> str:
    """Scan the files that wait for ClamAV, then some that were never scanned."""
    return rescans.scan_what_waits()


@job(every=timedelta(hours=6), name="purge_unfinished_uploads")
def purge_unfinished_uploads() -> str:
    """Delete what was uploaded in a form for many files that nobody finished."""
    count = 0
    for upload in UploadedFile.objects.iterator():
        # The row has no date; the file has.
        try:
            old = upload.file.storage.get_modified_time(upload.file.name) < timezone.now() - UNFINISHED_AFTER
        except FileNotFoundError:
            old = True
        if old:
            upload.file.delete(save=False)
            upload.delete()
            count += 1
    return f"{count} unfinished uploads deleted" if count else ""


@job(every=timedelta(seconds=30), name="delete_files")
def delete_files() -> str:
    """Delete the files of rows that are gone.

    Raises FilesNotDeletedError, which the scheduler records, while the store refuses.
    """
    return deletions.delete_noted()


@job(every=timedelta(minutes=1), name="list_inaccessible_documents")
def list_inaccessible_documents() -> str:
    """Bring the list of the accessibility statement up to date, if anything has changed."""
    return inaccessible.latest.if_changed()


@job(every=timedelta(hours=1), name="read_all_texts")
def read_all_texts() -> str:
    """Note which texts name which files, for rows that were written past Django's signals."""
    mended = citations.reconcile()
    return f"{mended} rows named files that nobody had noted, or no longer named them" if mended else ""


@job(every=timedelta(minutes=1), name="wake_reader")
def wake_reader() -> str:
    """Have files read that nobody is at: their worker was killed, the store was away, or the virus scan let them go."""
    return "asked the worker to read" if queue.waiting().exists() and tasks.enqueue_reading() else ""


@job(every=timedelta(hours=1), name="reconcile_readings")
def reconcile_readings() -> str:
    """Have files read whose versions were written past Django's signals, and drop what is known of hidden ones."""
    from documents.reading import recognition  # it loads pdfium, which no other process needs

    made, deleted = rows.reconcile()
    given_up = queue.give_up_infected()
    again = queue.ask_again(scans.NOT_INSTALLED) if recognition.is_installed() else 0
    parts = (
        (made, "files to be read"), (deleted, "hidden ones forgotten"), (given_up, "infected ones given up"),
        (again, "scanned ones to be recognised"),
    )  # fmt: skip
    return ", ".join(f"{count} {what}" for count, what in parts if count)


@job(every=timedelta(minutes=10), name="prove_file_privacy")
def prove_file_privacy() -> str:
    """Once a day, compare what can be had of all files with what should be.

    Raises FilesDifferError, which the scheduler records, when something differs. A site that does not answer, because
    it is being started or stopped, is asked again at the next run; core.health tells when nothing was proved for days.
    """
    try:
        return prove()
    except SiteDoesNotAnswerError as error:
        return str(error)
