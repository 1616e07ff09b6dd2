"""How the virus scan of uploads and the reading of files are, and whether files are where they should be."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.timesince import timesince

from core import outside_services
from core.health.checks import ASK_OPERATORS
from core.health.registry import Health, State, health_check
from documents.enums import ReadingReason, ReadingState
from documents.models import Difference, FileDeletion, FileFinding, FileReading, PageText, PrivacyProof
from documents.proof.report import ALARMING
from documents.reading import queue
from documents.scan_records import FileScan, ScanState

# A deletion takes half a minute where the store answers; after this long something is wrong.
OVERDUE = timedelta(minutes=5)
# A proof is made each night; one that is older says nothing of today.
PROOF_IS_OLD = timedelta(days=3)
# A file is read within minutes unless many come at once, and then others are being read meanwhile.
READING_STANDS_STILL = timedelta(minutes=15)
# So many files of one day stop the reader only if it is the reader that is broken.
STOPS_TOO_OFTEN = 5


@health_check("scanner", "The virus scan of uploads")
def scanner() -> Health:
    """Ask the scanner, and look for files that wait for it."""
    waiting = FileScan.objects.filter(state=ScanState.WAITING).count()
    files = f"{waiting} {'file waits' if waiting == 1 else 'files wait'} for it and cannot be public."
    if not settings.CLAMAV_SOCKET:
        return Health(State.POOR, files, ASK_OPERATORS) if waiting else Health(State.NOT_SET_UP, "None is set up.")
    try:
        said = outside_services.ask_scanner()
    except Exception as error:  # noqa: BLE001  # whatever the client raises is what is wrong
        detail = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        told = f"It does not answer. {files if waiting else 'New files will wait.'}"
        return Health(State.FAILED, told, f"They are scanned by themselves later. {ASK_OPERATORS}", detail)
    return Health(State.WELL, files if waiting else "It answers.", operators=said)


@health_check("deletions", "Files of deleted documents and pictures", fresh_for=30)
def file_deletions() -> Health:
    """Look for files that should have gone from the store and have not."""
    late = FileDeletion.objects.filter(noted_at__lt=timezone.now() - OVERDUE).order_by("noted_at")
    first = late.first()
    if first is None:
        return Health(State.WELL, "They are removed within a minute.")
    number = late.count()
    files = f"{number} {'file is' if number == 1 else 'files are'} still stored, the oldest for"
    return Health(
        State.POOR,
        f"{files} {timesince(first.noted_at)}. Nobody can open {'it' if number == 1 else 'them'}.",
        f"Nothing is lost: this is tried again until it is done. {ASK_OPERATORS}",
        first.last_error or "is `manage.py run_scheduler` running?",
    )


@health_check("privacy", "Who can open files", fresh_for=60)
def file_privacy() -> Health:
    """Say what the last proof of privacy found."""
    findings = FileFinding.objects.filter(kind__in=ALARMING).order_by("first_seen_at")
    exposed = findings.filter(kind=Difference.EXPOSED)
    if worst := exposed.first() or findings.first():
        operators = f"{worst}; `manage.py prove_file_privacy` lists all"
        if worst.kind == Difference.EXPOSED:
            told = f"Anybody can open {exposed.count()} that should be private."
            return Health(State.FAILED, told, f"This is urgent. {ASK_OPERATORS}", operators)
        return Health(State.POOR, f"{findings.count()} cannot be opened by those who should.", ASK_OPERATORS, operators)
    last = PrivacyProof.objects.order_by(F("finished_at").desc(nulls_last=True)).first()
    if last is None or last.finished_at is None:
        return Health(State.NOT_SET_UP, "Not looked at yet; this is done each night.")
    if last.finished_at < timezone.now() - PROOF_IS_OLD:
        told = f"Not looked at for {timesince(last.finished_at)}; this should be done each night."
        return Health(State.POOR, told, ASK_OPERATORS, "see the job prove_file_privacy")
    when = timezone.localtime(last.finished_at)
    return Health(State.WELL, f"All as it should be on {when:%-d %B %Y, %H:%M}.", operators=f"{last.asked} asked")


@health_check("reading", "Reading the text of files", fresh_for=30)
def reading() -> Health:
    """Look how many files wait to be read, for how long, whether they move on, and what stopped the reader."""
    late = timezone.now() - READING_STANDS_STILL
    waiting = queue.waiting().aggregate(
        number=Count("pk"), oldest=Min(Coalesce("leased_until", "not_before", "asked_at"))
    )
    number, oldest = waiting["number"], waiting["oldest"]
    stopped = Q(reason=ReadingReason.STOPPED_READER)
    today = FileReading.objects.filter(read_at__gte=timezone.now() - timedelta(days=1)).aggregate(
        last=Max("read_at"), stops=Count("pk", filter=stopped), texts=Count("pk", filter=Q(state=ReadingState.READ))
    )
    operators = f"{number} waiting, {_reading_failures(stopped)}"
    if oldest and oldest < late and (today["last"] or oldest) < late and not _is_at_it():
        told = f"{_files_wait(number)}, the oldest for {timesince(oldest)}. Search does not know what they say."
        advice = f"They can be published all the same, and are read later. {ASK_OPERATORS}"
        return Health(State.POOR, told, advice, f"{operators}; is `manage.py run_worker` running?")
    if today["stops"] >= STOPS_TOO_OFTEN and today["stops"] > today["texts"]:
        told = f"{today['stops']} files of today could not be read, more than could."
        advice = f"They can be published all the same. {ASK_OPERATORS}"
        return Health(State.POOR, told, advice, f"{operators}; see what the log says of each")
    return Health(State.WELL, f"{_files_wait(number)}." if number else "None waits to be read.", operators=operators)


def _is_at_it() -> bool:
    """Whether a worker reads a file now, or comes back to a scan of many pages."""
    begun = Exists(PageText.objects.filter(reading=OuterRef("pk")))
    leased = Q(state=ReadingState.READING, leased_until__gt=timezone.now())
    return FileReading.objects.filter(leased | Q(begun, state=ReadingState.WAITING)).exists()


def _files_wait(number: int) -> str:
    return f"{number} {'file waits' if number == 1 else 'files wait'} to be read"


def _reading_failures(stopped: Q) -> str:
    away = Q(state=ReadingState.WAITING, not_before__gt=timezone.now())
    broken = Q(state=ReadingState.BROKEN)
    counts = FileReading.objects.aggregate(
        away=Count("pk", filter=away), broken=Count("pk", filter=broken), stops=Count("pk", filter=broken & stopped)
    )
    return (
        f"{counts['away']} not given by the file store, {counts['broken']} broken, "
        f"of these {counts['stops']} stopped the reader"
    )
