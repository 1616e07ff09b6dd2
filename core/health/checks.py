"""How the parts of the house itself are."""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.timesince import timesince
from django_tasks_db.models import DBTaskResult
from wagtail.models import Revision

from core import outside_services
from core.health.registry import Health, State, health_check
from core.models import JobState, WorkerState
from core.scheduler import registered_jobs

# The scheduler and each worker say so every few seconds (core.jobs, core.worker); after this long they are gone.
SILENCE = timedelta(seconds=45)
# A task that waits longer than this waits for a worker that is stuck or too few workers.
LONG_WAIT = timedelta(minutes=10)
# What failed longer ago than this is history, kept in the log.
FAILURES_SHOWN_FOR = timedelta(days=1)
# A page that is due goes live with the next run of the job, twice a minute.
OVERDUE = timedelta(minutes=2)
ASK_OPERATORS = "Tell whoever runs the website, with the time and this line."

_schema_is_current = False


@health_check("database", "The database", required=True)
def database() -> Health:
    """Ask the database anything."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return Health(State.WELL, "Pages can be read and saved.", operators=connection.display_name)


@health_check("migrations", "The shape of the database", required=True)
def migrations() -> Health:
    """Compare the database's tables with what this version of the site expects; once right, it stays so."""
    global _schema_is_current
    if not _schema_is_current:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if missing:
            names = ", ".join(f"{step.app_label} {step.name}" for step, _ in missing[:5])
            return Health(State.FAILED, "An update of the site is not finished.", ASK_OPERATORS, f"missing: {names}")
        _schema_is_current = True
    return Health(State.WELL, "It fits this version of the site.")


@health_check("files", "Documents and pictures", fresh_for=30)
def files() -> Health:
    """Put a small file into the store, read it and delete it."""
    return Health(State.WELL, "Files can be stored and read.", operators=outside_services.ask_file_store())


@health_check("scheduler", "Publishing by the clock")
def scheduler() -> Health:
    """Look when the scheduler last started any job."""
    last = (
        JobState.objects.exclude(last_started_at=None)
        .order_by("-last_started_at")
        .values_list("last_started_at", flat=True)
        .first()
    )
    if last is not None and timezone.now() - last < SILENCE:
        return Health(State.WELL, "It is running.")
    since = f"It has not run for {timesince(last)}." if last else "It has never run."
    return Health(
        State.FAILED,
        f"{since} Scheduled pages will not go live; pages that expire still go at their time.",
        f"Publish by hand what must be out now. {ASK_OPERATORS}",
        "is `manage.py run_scheduler` running?",
    )


@health_check("schedule", "What is scheduled")
def schedule() -> Health:
    """Look what waits for its time, and what should be out and is not."""
    now = timezone.now()
    planned = Revision.objects.filter(approved_go_live_at__isnull=False)
    late = planned.filter(approved_go_live_at__lt=now - OVERDUE).count()
    coming = planned.filter(approved_go_live_at__gte=now)
    if late:
        pages = f"{late} {'page' if late == 1 else 'pages'}"
        return Health(
            State.FAILED,
            f"{pages} should be out by now.",
            "Open “Publishing by the clock” below and see what failed; publish by hand what must be out.",
            f"{late} revisions are overdue",
        )
    first = coming.order_by("approved_go_live_at").values_list("approved_go_live_at", flat=True).first()
    if first is None:
        return Health(State.WELL, "Nothing is waiting.")
    when = timezone.localtime(first)
    return Health(State.WELL, f"{coming.count()} waiting, the next one for {when:%-d %B %Y, %H:%M}.")


@health_check("jobs", "What is done by the clock")
def jobs() -> Health:
    """Look whether the last run of any job failed."""
    known = {job.name for job in registered_jobs()}
    failed = [state for state in JobState.objects.exclude(last_error="") if state.name in known]
    if not failed:
        return Health(State.WELL, f"All {len(known)} jobs went well.")
    names = ", ".join(f"“{state.name.replace('_', ' ')}”" for state in failed)
    first = failed[0].last_error.splitlines()[0][:200]
    return Health(State.POOR, f"Failed when last run: {names}. {first}", ASK_OPERATORS, first)


@health_check("worker", "Work in the background")
def worker() -> Health:
    """Look whether any worker has said lately that it is alive."""
    alive = WorkerState.objects.filter(seen_at__gte=timezone.now() - SILENCE).count()
    if alive:
        return Health(State.WELL, "It is running.", operators=f"{alive} workers")
    return Health(
        State.FAILED,
        "It is not running: mails are sent late, pictures are made when first looked at, and imports wait.",
        f"Nothing is lost; all of it is done when it runs again. {ASK_OPERATORS}",
        "is `manage.py run_worker` running?",
    )


@health_check("tasks", "What waits to be done in the background")
def tasks() -> Health:
    """Look what waits and for how long, and what failed within a day."""
    now = timezone.now()
    waiting = DBTaskResult.objects.ready()
    oldest = waiting.order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    failed = DBTaskResult.objects.failed().filter(finished_at__gte=now - FAILURES_SHOWN_FOR)
    number, lost = waiting.count(), failed.count()
    said = f"{number} waiting." if number else "Nothing is waiting."
    if oldest and now - oldest > LONG_WAIT:
        return Health(
            State.POOR, f"{number} waiting, the oldest for {timesince(oldest)}.", ASK_OPERATORS, "the queue is long"
        )
    if lost:
        names = sorted(set(failed.values_list("task_path", flat=True)))
        return Health(State.POOR, f"{said} {lost} failed within a day.", ASK_OPERATORS, ", ".join(names)[:300])
    return Health(State.WELL, said)


@health_check("search", "Search")
def search() -> Health:
    """Ask Elasticsearch, which nothing but search needs."""
    if not settings.ELASTICSEARCH_URL:
        return Health(State.NOT_SET_UP, "The database searches.")
    return _reached(
        outside_services.ask_search_server,
        "It answers.",
        Health(State.FAILED, "The search server does not answer; pages are served all the same.", ASK_OPERATORS),
    )


@health_check("cache", "What the web servers tell each other")
def shared_cache() -> Health:
    """Ask Redis, where several machines serve the site."""
    if not settings.CACHE_URL:
        return Health(State.NOT_SET_UP, "One machine serves the site.")
    return _reached(
        outside_services.ask_cache,
        "They do.",
        Health(State.POOR, "They cannot just now: pages are made anew for each visitor.", ASK_OPERATORS),
    )


def _reached(ask: outside_services.Ask, well: str, otherwise: Health) -> Health:
    try:
        return Health(State.WELL, well, operators=ask())
    except Exception as error:  # noqa: BLE001  # whatever a client raises is what is wrong
        detail = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        return Health(otherwise.state, otherwise.editors, otherwise.advice, detail)
