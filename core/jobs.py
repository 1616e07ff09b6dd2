"""What the scheduler does for the house itself."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core import scheduled_publishing, worker
from core.importing import runs as importing
from core.importing.tasks import advance_import
from core.link_checks import nightly
from core.models import ImportRun
from core.reviews import mail as review_mail
from core.scheduler import job

# How long the result of a task that the worker has done is kept.
TASK_RESULT_DAYS = 14


@job(every=timedelta(seconds=15), name="say_that_the_scheduler_lives")
def say_that_the_scheduler_lives() -> str:
    """Do nothing: that it was started is what core.health looks for."""
    return ""


@job(every=timedelta(minutes=1), name="take_back_tasks")
def take_back_tasks() -> str:
    """Give the tasks of workers that died to others."""
    return worker.take_back_tasks()


@job(every=timedelta(days=1), name="prune_task_results")
def prune_task_results() -> str:
    """Delete the results of tasks done long ago."""
    old = timezone.now() - timedelta(days=TASK_RESULT_DAYS)
    deleted, _ = DBTaskResult.objects.finished().filter(finished_at__lte=old).delete()
    return f"{deleted} task results deleted" if deleted else ""


@job(every=timedelta(days=1), name="clear_sessions")
def clear_sessions() -> str:
    """Delete the sessions that have expired."""
    call_command("clearsessions")
    return ""


@job(every=timedelta(seconds=30), name="publish_scheduled")
def publish_scheduled() -> str:
    """Publish the pages and snippets whose time has come, take down those whose time is over.

    Raises SomeFailedError, which the scheduler records, when any of them failed; the others were done.
    """
    outcome = scheduled_publishing.run()
    if outcome.failed:
        raise scheduled_publishing.SomeFailedError(str(outcome))
    return str(outcome)


@job(every=timedelta(days=1), name="mail review reminders")
def mail_review_reminders() -> str:
    """Mail each owner which of their pages come due for review."""
    return str(review_mail.remind())


@job(every=timedelta(hours=1), name="mail waiting review reminders")
def mail_waiting_review_reminders() -> str:
    """Try again to mail what the mail server did not take."""
    return str(review_mail.deliver())


@job(every=timedelta(minutes=1), name="resume_imports")
def resume_imports() -> str:
    """Have the worker take up the imports whose process died."""
    left = importing.left_behind()
    for run in left:
        ImportRun.objects.filter(pk=run.pk).update(leased_until=None, touched_at=timezone.now())
        advance_import.enqueue(run.pk)
    return f"{len(left)} imports taken up again" if left else ""


@job(every=timedelta(hours=6), name="purge_imports")
def purge_imports() -> str:
    """Delete imports that nobody decided about, and what is known of old ones."""
    deleted = importing.purge()
    return f"{deleted} imports deleted" if deleted else ""


@job(every=timedelta(days=1), name="check_links")
def check_links() -> str:
    """Look at every link on what is public."""
    return nightly.run()
