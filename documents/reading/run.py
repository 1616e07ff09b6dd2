"""What a worker does with the files that wait: fetch each from the store, have the child read it, write down what came.

A run ends after a while, so that other tasks have their turn; what is left is for the next run, whoever does it.
"""

import logging
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from documents.byte_ranges import ByteRange
from documents.enums import ReadingReason, ReadingState
from documents.file_store import StoredFile
from documents.models import DocumentVersion
from documents.reading import covers, queue
from documents.reading.pages import outcome_of
from documents.reading.process import MEGABYTE, Alive, FileReader, ReaderUnavailableError
from documents.reading.queue import Lease, LeaseLostError, Outcome
from documents.reading.results import ReadingFaultError
from documents.reading.scans import NotFinishedError
from documents.tasks import enqueue_reading

logger = logging.getLogger(__name__)

SECONDS = 30
# A copy of the file has to fit into the temporary folder; an upload is far smaller.
LARGEST = 500 * MEGABYTE
# Where the child cannot start at all, somebody has to mend the machine first.
UNAVAILABLE = timedelta(minutes=5)

_STATES = {
    ReadingReason.PASSWORD: ReadingState.LOCKED,
    ReadingReason.DAMAGED: ReadingState.BROKEN,
    ReadingReason.STOPPED_READER: ReadingState.BROKEN,
    ReadingReason.MISSING: ReadingState.BROKEN,
    ReadingReason.TOO_SLOW: ReadingState.TOO_LARGE,
    ReadingReason.TOO_MUCH_MEMORY: ReadingState.TOO_LARGE,
    ReadingReason.TOO_MANY_PAGES: ReadingState.TOO_LARGE,
    ReadingReason.TOO_MUCH_TEXT: ReadingState.TOO_LARGE,
}


def read_what_waits(seconds: float = SECONDS) -> str:
    """Read files until none waits or the time is over; say in a few words what came of them.

    Raises ReaderUnavailableError when no file can be read here; they wait then.
    """
    until = time.monotonic() + seconds
    counts: Counter[str] = Counter()
    with FileReader() as reader:
        while time.monotonic() < until and (lease := queue.claim()):
            if not counts and queue.waiting().exists():
                enqueue_reading()  # for another worker, if there is one that has nothing to do
            counts[_read(lease, reader, until)] += 1
    if queue.waiting().exists():
        enqueue_reading()
    return ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))


def _read(lease: Lease, reader: FileReader, until: float) -> str:
    """Read one file, whatever happens; return what came of it in a word."""
    version = lease.reading.version
    path = reader.folder / f"file.{version.file_extension}"
    try:
        outcome = _outcome(lease, reader, path, until)
        if outcome is None:
            return "to be continued"
        return ReadingState(outcome.state).label.lower() if lease.finish(outcome) else "thrown away"
    except LeaseLostError:
        logger.warning("The lease of %s was lost while it was read", version)
        return "thrown away"
    except ReaderUnavailableError as error:
        lease.give_back(timezone.now() + UNAVAILABLE, str(error))
        raise
    except Exception:
        # Left to its lease: it is tried again when that has run out, and given up after some tries.
        logger.exception("%s could not be read", version)
        return "failed"
    finally:
        path.unlink(missing_ok=True)


def _outcome(lease: Lease, reader: FileReader, path: Path, until: float) -> Outcome | None:
    """Return what comes of the file, None when it is to be tried again."""
    try:
        try:
            fetch(lease.reading.version, path, lease.keep)
        except OSError as error:
            return _later(lease, error)
        return _with_first_page(outcome_of(lease, reader, path, until), lease, reader, path)
    except NotFinishedError:
        lease.give_back()
        return None
    except ReadingFaultError as fault:
        reason = ReadingReason(fault.reason)
        return Outcome(_STATES[reason], reason, fault.detail)


def fetch(version: DocumentVersion, path: Path, alive: Alive) -> None:
    """Copy a version's file from the store to this path, piece by piece.

    Raises FileNotFoundError when the store has none, another OSError when it does not give it or there is no room here.
    """
    if not version.file:
        raise ReadingFaultError(ReadingReason.MISSING, "its row names no file")
    stored = StoredFile(version.file)
    if stored.size > LARGEST:
        raise ReadingFaultError(ReadingReason.TOO_MUCH_MEMORY, f"{stored.size:,} bytes")
    with path.open("wb") as copy, closing(stored.chunks(ByteRange(0, stored.size))) as chunks:
        for chunk in chunks:
            copy.write(chunk)
            alive()


def _later(lease: Lease, error: OSError) -> Outcome | None:
    """Let the file wait; one that the store does not have at all is given up in the end."""
    detail = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    again = queue.when_again(lease.reading)
    if again is None and isinstance(error, FileNotFoundError):
        return Outcome(ReadingState.BROKEN, ReadingReason.MISSING, detail)
    logger.warning("%s is to be read and could not be had: %s", lease.reading.version, detail)
    lease.give_back(again or timezone.now() + queue.LATEST, detail)
    return None


def _with_first_page(outcome: Outcome, lease: Lease, reader: FileReader, path: Path) -> Outcome:
    """Add a picture of the first page, where the file is a PDF."""
    if lease.reading.version.file_extension != "pdf":
        return outcome
    return replace(outcome, cover=covers.draw(reader, path, lease.keep))
