"""What the worker does with an import: check it, then bring it in line by line.

One process at a time works on a run: it holds a lease that it renews with every line. A run whose process died is taken
up again by the job `resume_imports`; a line and the note of its outcome are one transaction, so none comes in twice.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.audit import record
from core.importing.importer import Batch, Importer, Line, LineRefusedError, Outcome, Problem, find_importer
from core.importing.staging import unpack_archives
from core.importing.tables import read_table
from core.models import ImportedLine, ImportedOutcome, ImportRun, ImportState, StagedUpload

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)
# A run that nobody took up in this time was forgotten: the queue was emptied, or the worker died before it began.
FORGOTTEN = timedelta(minutes=10)
UNDECIDED_DAYS, FINISHED_DAYS = 7, 90


class NotNowError(Exception):
    """The run is not in the state for it, e.g. because somebody else was faster."""


def advance(run_id: int) -> str:
    """Do whatever the run waits for, unless another process does; say in a word what was done."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None or not run.is_busy or not _take(run):
        return "nothing to do"
    try:
        importer = find_importer(run.importer)
        if importer is None:
            _conclude_check(run, [Problem("This kind of import is no longer there.")])
        elif run.state == ImportState.CHECKING:
            _check(run, importer)
        else:
            _bring_in(run, importer)
    finally:
        ImportRun.objects.filter(pk=run.pk).update(leased_until=None)
    return run.state


def confirm(run: ImportRun) -> None:
    """Let the lines without problems come in. Raises NotNowError."""
    waiting = run.lines.filter(outcome=ImportedOutcome.WAITING)
    if run.blocking_problems or not any(not line.is_blocked for line in waiting):
        raise NotNowError("There is nothing that could come in.")
    _move(run, ImportState.CHECKED, ImportState.RUNNING)
    record("import_confirmed", about=run, detail=f"{run.importer}: {waiting.count()} lines")


def retry(run: ImportRun) -> None:
    """Let the lines that failed be tried again. Raises NotNowError."""
    with transaction.atomic():
        _move(run, ImportState.FINISHED, ImportState.RUNNING)
        if not run.lines.filter(outcome=ImportedOutcome.FAILED).update(outcome=ImportedOutcome.WAITING, message=""):
            raise NotNowError("No line failed.")


def throw_away(run: ImportRun) -> None:
    """Forget a run and its files, which the store deletes once no row names them. Raises NotNowError while it runs."""
    with transaction.atomic():
        if ImportRun.objects.select_for_update().get(pk=run.pk).state == ImportState.RUNNING:
            raise NotNowError("It is being brought in.")
        run.delete()


def left_behind() -> list[ImportRun]:
    """Return the runs whose process died, or that nobody took up."""
    now = timezone.now()
    busy = ImportRun.objects.filter(state__in=[ImportState.CHECKING, ImportState.RUNNING])
    died = Q(leased_until__lt=now)
    forgotten = Q(leased_until=None, touched_at__lt=now - FORGOTTEN)
    return list(busy.filter(died | forgotten))


def purge() -> int:
    """Delete the runs that nobody decided about in a week, and what is known of old ones; return how many."""
    now = timezone.now()
    undecided = Q(state=ImportState.CHECKED, created_at__lt=now - timedelta(days=UNDECIDED_DAYS))
    old = Q(state=ImportState.FINISHED, finished_at__lt=now - timedelta(days=FINISHED_DAYS))
    runs = list(ImportRun.objects.filter(undecided | old))
    for run in runs:
        throw_away(run)
    # Files of lines that failed are kept a while, so that they can be tried again.
    kept = StagedUpload.objects.filter(run__state=ImportState.FINISHED)
    kept.filter(run__finished_at__lt=now - timedelta(days=UNDECIDED_DAYS)).delete()
    return len(runs)


def _move(run: ImportRun, before: str, after: str) -> None:
    moved = ImportRun.objects.filter(pk=run.pk, state=before).update(state=after, touched_at=timezone.now())
    if not moved:
        raise NotNowError("Somebody was faster: look at how far it is now.")
    run.state = after


def _take(run: ImportRun) -> bool:
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    taken = ImportRun.objects.filter(free, pk=run.pk, state=run.state)
    return bool(taken.update(leased_until=now + LEASE, touched_at=now))


def keep_alive(run: ImportRun) -> None:
    """Tell the others that somebody works on the run."""
    now = timezone.now()
    ImportRun.objects.filter(pk=run.pk).update(leased_until=now + LEASE, touched_at=now)


# --- the dry run ----------------------------------------------------------------------------------------------------


def _check(run: ImportRun, importer: Importer) -> None:
    problems = list(unpack_archives(run))
    batch = Batch(run)
    if not problems:
        problems, batch.lines = _read(run, importer)
    keep_alive(run)
    if not any(problem.blocking and not problem.line for problem in problems):
        problems += importer.check_batch(batch)
        for line in batch.lines:
            problems += _check_line(importer, batch, line)
            keep_alive(run)
    _conclude_check(run, problems, batch, importer)


def _read(run: ImportRun, importer: Importer) -> tuple[list[Problem], list[Line]]:
    upload = run.uploads.filter(kind=StagedUpload.Kind.TABLE).first()
    if upload is None:
        return [Problem("There is no table. Choose one, or put it into the ZIP as “manifest.csv”.")], []
    with upload.file.storage.open(str(upload.file.name), "rb") as opened:
        table = read_table(opened.read(), importer.columns, settings.IMPORT_MAX_FILES)
    required = [column.name for column in importer.columns if column.required]
    empty = [
        Problem("This cell is empty.", line.number, name) for line in table.lines for name in required if not line[name]
    ]
    return table.problems + empty, table.lines


def _check_line(importer: Importer, batch: Batch, line: Line) -> list[Problem]:
    try:
        return list(importer.check_line(batch, line))
    except OSError:
        logger.exception("import %s: line %s could not be checked", batch.run.pk, line.number)
        return [Problem("The file store did not answer. Check again in a few minutes.", line.number)]


def _conclude_check(
    run: ImportRun, problems: list[Problem], batch: Batch | None = None, importer: Importer | None = None
) -> None:
    lines = batch.lines if batch and importer else []
    by_line: dict[int, list[Problem]] = {}
    for problem in problems:
        by_line.setdefault(problem.line, []).append(problem)
    numbers = {line.number for line in lines}
    of_the_whole = [problem for problem in problems if problem.line not in numbers]
    made = []
    for line in lines:
        own = by_line.get(line.number, [])
        blocked = any(problem.blocking for problem in own)
        plan = "" if blocked or not batch or not importer else importer.plan_line(batch, line)
        stored = [problem.as_stored() for problem in own]
        made.append(ImportedLine(run=run, number=line.number, values=line.values, problems=stored, plan=plan[:60]))
    with transaction.atomic():
        run.lines.all().delete()
        ImportedLine.objects.bulk_create(made, batch_size=200)
        run.problems = [problem.as_stored() for problem in of_the_whole]
        run.state = ImportState.CHECKED
        run.save(update_fields=["problems", "state"])


# --- bringing it in -------------------------------------------------------------------------------------------------


def _bring_in(run: ImportRun, importer: Importer) -> None:
    rows = list(run.lines.order_by("number"))
    batch = Batch(run, [Line(row.number, row.values) for row in rows])
    for row, line in zip(rows, batch.lines, strict=True):
        if row.outcome != ImportedOutcome.WAITING:
            continue
        keep_alive(run)
        if row.is_blocked:
            _note(row, Outcome(ImportedOutcome.LEFT_OUT, "See its problems."))
        else:
            with _failure_noted(row), transaction.atomic():
                _note(row, importer.import_line(batch, line))
    with transaction.atomic():
        run.state, run.finished_at = ImportState.FINISHED, timezone.now()
        run.save(update_fields=["state", "finished_at"])
        counts = {state: sum(row.outcome == state for row in rows) for state in ImportedOutcome if state}
        said = ", ".join(f"{count} {ImportedOutcome(state).label}" for state, count in counts.items() if count)
        record("import_finished", user=run.started_by, about=run, detail=f"{run.importer}: {said}")
        if not counts[ImportedOutcome.FAILED]:
            run.uploads.all().delete()


def _note(row: ImportedLine, outcome: Outcome) -> None:
    row.outcome, row.message, row.address = outcome.state, outcome.message, outcome.address
    row.save(update_fields=["outcome", "message", "address"])


@contextmanager
def _failure_noted(row: ImportedLine) -> Iterator[None]:
    """Note what went wrong with one line and go on with the next; nothing of the line has come in."""
    try:
        yield
    except LineRefusedError as error:
        _note(row, Outcome(ImportedOutcome.FAILED, str(error)))
    except ValidationError as error:
        _note(row, Outcome(ImportedOutcome.FAILED, " ".join(error.messages)))
    except OSError:
        logger.exception("import: line %s failed", row.number)
        _note(row, Outcome(ImportedOutcome.FAILED, "The file store did not answer. Try the failed lines again later."))
    except Exception:
        logger.exception("import: line %s failed", row.number)
        _note(row, Outcome(ImportedOutcome.FAILED, "This went wrong on our side; the log says why. Try it again."))
