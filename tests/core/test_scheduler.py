"""Jobs run when they are due, by one machine at a time, and what goes wrong in one stops no other."""

import logging
from datetime import timedelta
from threading import Event

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone

from core import scheduler
from core.models import JobState
from core.scheduler import Job, job, next_run, registered_jobs, run_if_due, run_now

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _no_other_jobs(monkeypatch):
    monkeypatch.setattr(scheduler, "_jobs", {})


@pytest.fixture
def counted():
    """A job that counts its runs in `counted.runs`."""

    @job(every=MINUTE, name="count")
    def count():
        count.runs += 1
        return f"run {count.runs}"

    count.runs = 0
    return count


@pytest.fixture
def failing():
    @job(every=MINUTE, name="fail")
    def fail():
        raise RuntimeError("the mail server is away")

    return fail


def the(name) -> Job:
    return next(each for each in registered_jobs() if each.name == name)


def state(name) -> JobState:
    return JobState.objects.get(name=name)


@pytest.mark.django_db
def test_a_job_that_never_ran_runs_and_its_success_is_recorded(counted):
    before = timezone.now()
    run_if_due(the("count"))
    assert counted.runs == 1
    assert before <= state("count").last_started_at <= state("count").last_succeeded_at <= timezone.now()
    assert state("count").leased_until is None
    assert state("count").last_failed_at is None


@pytest.mark.django_db
def test_a_job_that_another_machine_has_just_run_is_not_due(counted):
    JobState.objects.create(name="count", last_started_at=timezone.now() - MINUTE / 2)
    run_if_due(the("count"))
    assert counted.runs == 0


@pytest.mark.django_db
def test_a_job_runs_again_after_its_interval(counted):
    JobState.objects.create(name="count", last_started_at=timezone.now() - MINUTE)
    run_if_due(the("count"))
    assert counted.runs == 1


@pytest.mark.django_db
def test_a_timer_that_is_a_little_early_does_not_miss_a_run(counted):
    JobState.objects.create(name="count", last_started_at=timezone.now() - MINUTE + timedelta(seconds=1))
    run_if_due(the("count"))
    assert counted.runs == 1


@pytest.mark.django_db
def test_a_job_that_another_machine_is_running_is_left_alone(counted):
    JobState.objects.create(name="count", leased_until=timezone.now() + MINUTE)
    run_if_due(the("count"))
    assert counted.runs == 0
    with pytest.raises(scheduler.JobRunningElsewhereError):
        run_now(the("count"))


@pytest.mark.django_db
def test_the_lease_of_a_machine_that_died_runs_out(counted):
    long_ago = timezone.now() - timedelta(hours=1)
    JobState.objects.create(name="count", leased_until=timezone.now() - MINUTE, last_started_at=long_ago)
    run_if_due(the("count"))
    assert counted.runs == 1


@pytest.mark.django_db
def test_an_exception_is_logged_and_recorded_and_does_not_stop_the_scheduler(failing, caplog):
    run_if_due(the("fail"))
    assert "job fail failed" in caplog.text
    assert "the mail server is away" in caplog.text
    assert state("fail").last_error == "RuntimeError: the mail server is away"
    assert state("fail").last_failed_at is not None
    assert state("fail").last_succeeded_at is None
    assert state("fail").leased_until is None


@pytest.mark.django_db
def test_success_clears_the_last_error(counted):
    failed = timezone.now() - timedelta(hours=1)
    JobState.objects.create(name="count", last_started_at=failed, last_failed_at=failed, last_error="it was away")
    run_if_due(the("count"))
    assert state("count").last_error == ""
    assert state("count").last_failed_at == failed


@pytest.mark.django_db
def test_a_long_job_keeps_its_lease_and_gives_it_back(monkeypatch):
    """Given a job longer than the lease, when it runs, then the lease moves on until it is done."""
    monkeypatch.setattr(scheduler, "LEASE", timedelta(seconds=60))
    monkeypatch.setattr(scheduler, "RENEW_EVERY", timedelta(0))
    renewed = Event()
    seen = []
    renew = scheduler._Lease.renew

    def renew_and_tell(lease):
        seen.append(lease._until)
        renewed.set()
        return False  # the database of this test belongs to its own thread; the renewal itself is tested below

    monkeypatch.setattr(scheduler._Lease, "renew", renew_and_tell)

    @job(every=MINUTE, name="long")
    def long():
        assert renewed.wait(timeout=10)
        return ""

    run_if_due(the("long"))
    assert len(seen) == 1
    assert state("long").last_succeeded_at is not None
    assert state("long").leased_until is None
    monkeypatch.setattr(scheduler._Lease, "renew", renew)


@pytest.mark.django_db
def test_a_renewed_lease_ends_later_and_a_lost_one_is_not_renewed(counted, caplog):
    lease = scheduler._Lease.take(the("count"), scheduler.Q())
    first = state("count").leased_until
    assert lease.renew()
    assert state("count").leased_until > first
    taken_over = timezone.now() + timedelta(hours=1)
    JobState.objects.update(leased_until=taken_over)
    assert not lease.renew()
    lease.give_back()
    assert state("count").leased_until == taken_over
    assert "lease was lost" in caplog.text


@pytest.mark.django_db
def test_a_daily_job_is_due_a_day_after_its_last_run_not_after_the_restart():
    daily = Job("daily", timedelta(days=1), lambda: "")
    now = timezone.now()
    assert next_run(daily, now) == now
    started = now - timedelta(hours=3)
    JobState.objects.create(name="daily", last_started_at=started)
    assert next_run(daily, now) == started + timedelta(days=1)
    JobState.objects.update(last_started_at=now - timedelta(days=9))
    assert next_run(daily, now) == now


@pytest.mark.django_db
def test_a_job_that_did_something_is_one_line_in_the_log_and_one_that_did_nothing_none(counted, caplog):
    @job(every=MINUTE, name="idle")
    def idle():
        return ""

    caplog.set_level(logging.INFO)
    run_if_due(the("count"))
    run_if_due(the("idle"))
    assert [record.getMessage()[:16] for record in caplog.records] == ["job count: run 1"]


def test_two_jobs_of_one_name_are_refused(counted):
    with pytest.raises(ImproperlyConfigured, match="count"):

        @job(every=MINUTE, name="count")
        def another():
            return ""


@pytest.mark.django_db
def test_run_job_runs_a_job_that_is_not_due(counted, capsys):
    JobState.objects.create(name="count", last_started_at=timezone.now())
    call_command("run_job", "count")
    assert counted.runs == 1
    assert capsys.readouterr().out == "run 1\n"


def test_run_job_names_the_jobs_there_are(counted):
    with pytest.raises(CommandError, match=r"no job 'typo'. There are: count\."):
        call_command("run_job", "typo")


@pytest.mark.django_db
def test_run_job_fails_when_the_job_does(failing):
    with pytest.raises(RuntimeError, match="the mail server is away"):
        call_command("run_job", "fail")


@pytest.mark.django_db
def test_run_job_says_that_a_job_is_running_elsewhere(counted):
    JobState.objects.create(name="count", leased_until=timezone.now() + MINUTE)
    with pytest.raises(CommandError, match="running elsewhere"):
        call_command("run_job", "count")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_scheduler_runs_its_jobs_by_itself():
    """Given a job that is due and one that fails, when the scheduler starts, then both are run, in threads."""
    ran = Event()

    @job(every=timedelta(seconds=0.2), name="first")
    def first():
        raise RuntimeError("no reason to stop")

    @job(every=timedelta(seconds=0.2), name="second")
    def second():
        if state("first").last_failed_at:
            ran.set()
        return ""

    running = scheduler.build_scheduler()
    running.start()
    try:
        assert ran.wait(timeout=20)
    finally:
        running.shutdown(wait=True)
