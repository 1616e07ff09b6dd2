"""Who reads which file: the rows themselves are the queue, and a lease that runs out says who is at it.

A worker takes a row with one conditional UPDATE and writes down what it read only while the lease is still its own. One
that is killed leaves a lease that runs out; the file is read again then, by anybody, but not for ever.
"""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from documents.enums import ReadingReason, ReadingState
from documents.facts import DocumentFacts
from documents.models import Document, FileReading, PageText
from documents.reading import covers
from documents.reading.accessibility import faults_of
from documents.reading.covers import Cover
from documents.reading.results import Facts
from documents.reading.rows import forget_text, lock_document
from documents.scan_records import FileScan, ScanState

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=120)
RENEW_EVERY = timedelta(seconds=30)
# A file at which so many workers were lost is not given to another.
MOST_TRIES = 3
# A file that the store does not have is asked for again until it was waited for so long, ever more seldom.
PATIENCE = timedelta(days=2)
SOONEST, LATEST = timedelta(minutes=1), timedelta(hours=6)
# Rows that others may have taken meanwhile, looked at in one go; pages written by one statement.
_CANDIDATES, _BATCH = 20, 200


class LeaseLostError(Exception):
    """The lease ran out and another worker has taken the file, or nobody wants it read any more."""


@dataclass(frozen=True)
class Text:
    """One page as it is kept."""

    text: str
    clean_text: str
    label: str = ""
    is_recognised: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of reading a file."""

    state: ReadingState
    reason: ReadingReason | str = ""
    detail: str = ""
    pages: Sequence[Text] = ()
    # None where the file could not be opened.
    facts: Facts | None = None
    pages_without_text: int | None = None
    # Of its first page.
    cover: Cover | None = None


class Lease:
    """The right to read one file, until a moment that moves on while whoever holds it says so."""

    def __init__(self, reading: FileReading) -> None:
        """Hold the lease with which this row was just taken."""
        self.reading = reading
        self._mine = FileReading.objects.filter(pk=reading.pk, lease=reading.lease, state=ReadingState.READING)
        self._renewed = timezone.now()

    def keep(self) -> None:
        """Move its end on, when that is due; raises LeaseLostError when it is no longer ours."""
        if timezone.now() >= self._renewed + RENEW_EVERY:
            self.renew()

    def renew(self) -> None:
        """Move its end on now; raises LeaseLostError when it is no longer ours."""
        now = timezone.now()
        if not self._mine.update(leased_until=now + LEASE):
            raise LeaseLostError(str(self.reading.pk))
        self._renewed = now

    def give_back(self, not_before: datetime | None = None, detail: str = "") -> None:
        """Let the file wait again, for any worker, until then; this try does not count."""
        self._mine.update(
            state=ReadingState.WAITING, lease="", leased_until=None, tries=0, not_before=not_before, detail=detail[:300]
        )

    def keep_page(self, number: int, text: str) -> None:
        """Keep the text that was recognised on one page until all is finished; raises LeaseLostError.

        A file that gets on so is not given up, however often its worker has to stop.
        """
        with transaction.atomic():
            lock_document(self.reading.version.document_id)
            self.renew()
            self._mine.update(tries=1)
            PageText.objects.update_or_create(
                reading=self.reading, number=number, defaults={"text": text, "is_recognised": True}
            )

    def finish(self, outcome: Outcome) -> bool:
        """Write down what came of it; False, and nothing is written, when the lease is no longer ours."""
        # In the store before the transaction begins, so that no other writer waits for the store.
        name, written, named = covers.put(outcome.cover), False, False
        try:
            with transaction.atomic():
                written, named = self._write(outcome, name)
        finally:
            if not named:
                covers.forget(name)
        return written

    def _write(self, outcome: Outcome, cover: str) -> tuple[bool, bool]:
        """Write it down; return whether that was done, and whether a row names the picture now."""
        version = self.reading.version
        newest = lock_document(version.document_id)
        columns = _columns(outcome)
        faults = faults_of(FileReading(**columns), version.file_extension)
        if not self._mine.update(**columns, faults=faults):
            logger.warning("What was read of %s is thrown away: it was replaced, or another read it", version)
            return False, False
        forget_text(self.reading.pk)
        PageText.objects.bulk_create(_rows(self.reading.pk, outcome.pages), batch_size=_BATCH)
        if newest != version.number:
            return True, False
        covers.take_place(self.reading, cover)
        known = _beside_links(outcome, faults, outcome.cover if cover else None).keep(version.number)
        Document.objects.filter(pk=version.document_id).update(read_facts=known)
        return True, True


def waiting() -> QuerySet[FileReading]:
    """Return what could be read now: the rows that nobody is at, whose file is not held by the virus scan."""
    held = FileScan.objects.filter(file=OuterRef("version__file"), state__in=FileScan.HELD)
    return FileReading.objects.filter(_to_do(timezone.now())).exclude(Exists(held))


def claim() -> Lease | None:
    """Take the row that has waited longest; None when there is none. Gives up files that several workers died of."""
    while pks := list(waiting().order_by("asked_at", "pk").values_list("pk", flat=True)[:_CANDIDATES]):
        for pk in pks:
            lease = _take(pk, _to_do(timezone.now()))
            if lease is None:
                continue
            if lease.reading.tries <= MOST_TRIES:
                return lease
            detail = f"{MOST_TRIES} workers stopped while they read it"
            lease.finish(Outcome(ReadingState.BROKEN, ReadingReason.STOPPED_READER, detail))
    return None


def give_up_infected() -> int:
    """Forget the text of files in which a virus was found later, and wait no more for their bytes; return how many."""
    infected = FileScan.objects.filter(file=OuterRef("version__file"), state=ScanState.INFECTED)
    left = FileReading.objects.filter(Exists(infected)).exclude(reason=ReadingReason.MISSING)
    leases = [_take(pk, Q()) for pk in left.values_list("pk", flat=True)]
    gone = Outcome(ReadingState.BROKEN, ReadingReason.MISSING, "deleted: the virus scanner found something in it")
    return sum(lease.finish(gone) for lease in leases if lease is not None)


def ask_again(detail: str) -> int:
    """Have the files read again that were read with this detail; return how many. Their text stays until then."""
    return FileReading.objects.filter(detail=detail, state__in=[ReadingState.READ, ReadingState.NO_TEXT]).update(
        state=ReadingState.WAITING, detail="", asked_at=timezone.now(), tries=0
    )


def when_again(reading: FileReading) -> datetime | None:
    """Return when to ask again for a file that the store does not have; None when it was waited for long enough.

    It has then been waited for twice as long as now.
    """
    now = timezone.now()
    waited = now - reading.asked_at
    if waited > PATIENCE and reading.not_before is not None:
        return None
    return now + min(max(waited, SOONEST), LATEST)


def _to_do(now: datetime) -> Q:
    ready = Q(state=ReadingState.WAITING) & (Q(not_before=None) | Q(not_before__lte=now))
    return ready | Q(state=ReadingState.READING, leased_until__lt=now)


def _take(pk: int, condition: Q) -> Lease | None:
    now = timezone.now()
    mark = secrets.token_hex(16)
    # One statement, and nothing but columns of the row in its condition, so that of several workers one wins.
    won = FileReading.objects.filter(condition, pk=pk).update(
        state=ReadingState.READING, lease=mark, leased_until=now + LEASE, tries=F("tries") + 1
    )
    taken = FileReading.objects.select_related("version__document").filter(pk=pk, lease=mark).first() if won else None
    return Lease(taken) if taken else None


def _columns(outcome: Outcome) -> dict[str, object]:
    facts = outcome.facts or Facts()
    return {
        "state": outcome.state,
        "reason": outcome.reason,
        "detail": outcome.detail[:300],
        "lease": "",
        "leased_until": None,
        "not_before": None,
        "tries": 0,
        "read_at": timezone.now(),
        "unit": facts.unit,
        "page_count": len(outcome.pages) if outcome.facts else None,
        "pages_without_text": outcome.pages_without_text,
        "pages_recognised": sum(page.is_recognised for page in outcome.pages),
        "characters": sum(len(page.text) for page in outcome.pages),
        "title": facts.title,
        "language": facts.language,
        "is_tagged": facts.is_tagged,
        "headings": facts.headings,
        "tables": facts.tables,
        "tables_without_headers": facts.tables_without_headers,
    }


def _rows(reading_id: int, pages: Sequence[Text]) -> list[PageText]:
    return [
        PageText(
            reading_id=reading_id, number=number, label=page.label, text=page.text, clean_text=page.clean_text,
            is_recognised=page.is_recognised,
        )
        for number, page in enumerate(pages, 1)
    ]  # fmt: skip


def _beside_links(outcome: Outcome, faults: Sequence[str], cover: Cover | None) -> DocumentFacts:
    facts = outcome.facts or Facts()
    return DocumentFacts(
        unit=facts.unit,
        pages=len(outcome.pages) if outcome.facts else None,
        language=facts.language,
        faults=tuple(faults),
        has_cover=cover is not None,
        cover_width=cover.width if cover else 0,
        cover_height=cover.height if cover else 0,
    )
