"""Jobs that run at intervals: each app names its own in its `jobs.py`; `manage.py run_scheduler` runs them.

Where several machines run a scheduler, a lease in the job's JobState row lets one of them run a job at a time, and a
job that another machine has just run is not due again. What a job did last survives a restart, so that a daily job
runs daily however often the scheduler is restarted. A job that raises is logged and recorded; the others go on.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connections
from django.db.models import Q
from django.utils import timezone

from core.log_context import log_context
from core.models import JobState

logger = logging.getLogger(__name__)

# How long a machine that says nothing any more keeps a job from the others, and how often it says that it is alive.
LEASE = timedelta(seconds=60)
RENEW_EVERY = LEASE / 3
# Jobs that may run beside one another in one scheduler, so that a long one does not hold up the minute's.
THREADS = 4

JobFunction = Callable[[], str]


@dataclass(frozen=True)
class Job:
    """A function that runs every so often; it takes nothing and returns what it did in a few words, "" for nothing."""

    name: str
    every: timedelta
    function: JobFunction

    @property
    def slack(self) -> timedelta:
        """How much sooner than due a run may start: clocks and timers are never quite on time."""
        return min(self.every / 4, timedelta(seconds=30))


class JobRunningElsewhereError(Exception):
    """Another process holds the job's lease."""


_jobs: dict[str, Job] = {}


def job(*, every: timedelta, name: str) -> Callable[[JobFunction], JobFunction]:
    """Register the decorated function as a job of this name (unique over all apps) that runs this often."""

    def register(function: JobFunction) -> JobFunction:
        known = _jobs.get(name)
        if known is not None and (known.function.__module__, known.function.__qualname__) != (
            function.__module__,
            function.__qualname__,
        ):
            raise ImproperlyConfigured(f"Two jobs are named {name!r}.")
        _jobs[name] = Job(name, every, function)
        return function

    return register


def registered_jobs() -> list[Job]:
    """Return every job, by name."""
    return [_jobs[name] for name in sorted(_jobs)]


def find_job(name: str) -> Job | None:
    """Return the job of this name, None where there is none."""
    return _jobs.get(name)


def run_now(job: Job) -> str:
    """Run the job whether it is due or not, record how it went and return what it says.

    Raises JobRunningElsewhereError while another process runs it, and whatever the job itself raises.
    """
    lease = _Lease.take(job, Q())
    if lease is None:
        raise JobRunningElsewhereError(job.name)
    return _run(job, lease)


def run_if_due(job: Job) -> None:
    """Run the job unless another process runs it or has just run it. Never raises: all that goes wrong is logged."""
    try:
        recently = timezone.now() - job.every + job.slack
        lease = _Lease.take(job, Q(last_started_at__isnull=True) | Q(last_started_at__lte=recently))
        if lease is not None:
            _run(job, lease)
    except Exception:  # whatever a job raises, the scheduler and the other jobs go on
        logger.exception("job %s failed", job.name)


def next_run(job: Job, now: datetime) -> datetime:
    """Return when the job is due for the first time after the scheduler starts."""
    try:
        started = JobState.objects.filter(name=job.name).values_list("last_started_at", flat=True).first()
    except Error:
        logger.exception("job %s: its last run could not be read", job.name)
        started = None
    return max(now, started + job.every) if started else now


def build_scheduler() -> BackgroundScheduler:
    """Return a scheduler, not yet started, with every registered job in it."""
    scheduler = BackgroundScheduler(
        timezone="UTC",
        executors={"default": ThreadPoolExecutor(THREADS)},
        # A run that comes late, however late, still takes place; several missed ones are one.
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    now = timezone.now()
    for each in registered_jobs():
        scheduler.add_job(
            _run_in_thread,
            "interval",
            seconds=each.every.total_seconds(),
            args=[each],
            id=each.name,
            next_run_time=next_run(each, now),
        )
    # The thread that builds it asks no more of the database.
    connections.close_all()
    return scheduler


def _run_in_thread(job: Job) -> None:
    try:
        run_if_due(job)
    finally:
        connections.close_all()


def _run(job: Job, lease: "_Lease") -> str:
    with log_context(job=job.name):
        return _run_and_record(job, lease)


def _run_and_record(job: Job, lease: "_Lease") -> str:
    started = time.monotonic()
    state = JobState.objects.filter(name=job.name)
    try:
        with lease.kept_alive():
            said = job.function()
    except Exception as error:
        state.update(last_failed_at=timezone.now(), last_error=f"{type(error).__name__}: {error}"[:2_000])
        raise
    else:
        state.update(last_succeeded_at=timezone.now(), last_error="")
    finally:
        lease.give_back()
    # A job that found nothing to do would otherwise fill the log, once a minute.
    logger.log(
        logging.INFO if said else logging.DEBUG, "job %s: %s (%.1f s)", job.name, said, time.monotonic() - started
    )
    return said


class _Lease:
    """The right to run one job, held until a moment that moves on for as long as the holder lives."""

    def __init__(self, job: Job, until: datetime) -> None:
        self._job = job
        self._until = until

    @classmethod
    def take(cls, job: Job, condition: Q) -> "_Lease | None":
        """Take the lease if it is free and the condition on the job's row holds; one statement, so one wins."""
        now = timezone.now()
        JobState.objects.get_or_create(name=job.name)
        free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
        won = JobState.objects.filter(free & condition, name=job.name).update(
            leased_until=now + LEASE, last_started_at=now
        )
        return cls(job, now + LEASE) if won else None

    def kept_alive(self) -> "_Renewal":
        return _Renewal(self)

    def renew(self) -> bool:
        """Hold it for another while; False when it had run out and somebody else took it."""
        until = timezone.now() + LEASE
        held = JobState.objects.filter(name=self._job.name, leased_until=self._until).update(leased_until=until)
        if held:
            self._until = until
        else:
            logger.error("job %s: its lease was lost while it ran", self._job.name)
        return bool(held)

    def give_back(self) -> None:
        """Let the next run start; a lease that somebody else has taken since is left alone."""
        JobState.objects.filter(name=self._job.name, leased_until=self._until).update(leased_until=None)


class _Renewal:
    """Renews a lease from a thread of its own while the job runs."""

    def __init__(self, lease: _Lease) -> None:
        self._lease = lease
        self._done = Event()
        self._thread = Thread(target=self._keep, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _keep(self) -> None:
        try:
            while not self._done.wait(RENEW_EVERY.total_seconds()):
                try:
                    if not self._lease.renew():
                        return
                except Error:
                    logger.exception("a lease could not be renewed")
        finally:
            connections.close_all()
