"""Probes answer whatever is down, name parts and no secrets, and cannot be used to load the site."""

import json
import time
from datetime import timedelta
from threading import Event

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import Revision

from core.health import checks, registry
from core.health.registry import Health, State, health_check, report
from core.models import JobState, WorkerState
from core.tasks import make_renditions
from core.worker import take_back_tasks
from documents.health import scanner
from documents.scan_records import FileScan, ScanState
from home.health import contact_mail
from home.models import ContactMessage
from tests.factories import draft
from tests.processes import free_port

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def fresh():
    """Believe nothing that an earlier test found."""
    registry.forget()
    yield
    registry.forget()


@pytest.fixture
def part():
    """Return a function that adds a part of the site for one test."""
    added = []

    def add(name, ask, **options):
        added.append(name)
        health_check(name, name.title(), **options)(ask)

    yield add
    for name in added:
        del registry._parts[name]


def of(name):
    return next(part.health for part in report() if part.name == name)


def alive(seconds_ago=0, worker_id="w1"):
    seen = timezone.now() - timedelta(seconds=seconds_ago)
    return WorkerState.objects.create(worker_id=worker_id, started_at=seen, seen_at=seen)


class TestProbes:
    def test_the_process_is_up_without_a_database(self, client):
        # No database mark: a query would fail this test.
        response = client.get("/healthz")
        assert (response.status_code, response.content) == (200, b"ok\n")

    @pytest.mark.parametrize("host", ["10.1.2.3", "unknown.example", "[::1]:8000"])
    def test_probes_come_by_any_name_and_without_https(self, client, settings, host):
        settings.SECURE_SSL_REDIRECT = True
        settings.ALLOWED_HOSTS = ["www.example.org"]
        assert client.get("/healthz", HTTP_HOST=host).status_code == 200

    def test_nobody_keeps_the_answer_and_no_session_is_touched(self, client):
        response = client.get("/healthz")
        assert response["Cache-Control"] == "no-store"
        assert not response.cookies
        assert not response.has_header("Vary")

    @pytest.mark.parametrize("address", ["/healthz", "/readyz", "/readyz/all"])
    def test_nothing_may_be_sent_to_them(self, client, address):
        assert client.post(address).status_code == 405

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_a_site_whose_parts_are_there_can_serve(self, client):
        response = client.get("/readyz")
        body = json.loads(response.content)
        assert response.status_code == 200, body
        assert body["status"] == "ok"
        assert {"database", "migrations", "files", "scheduler", "worker", "search", "mail", "scanner"} <= set(
            body["parts"]
        )
        assert body["parts"]["worker"] == "failed", "no worker runs here: told, but no reason to take the site away"

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_for_a_monitor_every_failed_part_counts(self, client):
        assert client.get("/readyz/all").status_code == 503

    def test_a_required_part_that_failed_takes_the_site_away(self, client, part):
        def gone():
            raise OSError("connection to postgres://site:secret-word@db refused")

        part("engine", gone, required=True)
        response = client.get("/readyz")
        assert response.status_code == 503
        assert response["Retry-After"] == "5"
        assert json.loads(response.content)["parts"]["engine"] == "failed"
        assert "secret" not in response.content.decode()

    def test_a_part_that_hangs_does_not_hold_the_answer(self, client, part, monkeypatch):
        monkeypatch.setattr(registry, "PATIENCE", 0.3)
        release = Event()
        asked = []

        def hang():
            asked.append(1)
            release.wait(20)
            return Health(State.WELL, "at last")

        part("slow", hang, required=True)
        started = time.monotonic()
        assert client.get("/readyz").status_code == 503
        client.get("/readyz")
        assert time.monotonic() - started < 3
        assert len(asked) == 1, "asked again while it hangs, it would fill the machine with threads"
        release.set()

    def test_many_probes_ask_a_part_once(self, client, part):
        asked = []

        def count():
            asked.append(1)
            return Health(State.WELL, "there")

        part("counted", count)
        for _ in range(20):
            client.get("/readyz/all")
        assert len(asked) == 1

    def test_two_parts_cannot_have_one_name(self, part):
        part("twice", lambda: Health(State.WELL, ""))

        def another():
            return Health(State.WELL, "")

        with pytest.raises(Exception, match="Two parts"):
            health_check("twice", "Twice")(another)


@pytest.mark.django_db
class TestParts:
    def test_a_scheduler_that_ran_just_now_is_running(self):
        JobState.objects.create(name="any", last_started_at=timezone.now())
        assert checks.scheduler().state == State.WELL

    def test_a_scheduler_that_is_silent_is_noticed_within_a_minute(self):
        JobState.objects.create(name="any", last_started_at=timezone.now() - timedelta(seconds=59))
        found = checks.scheduler()
        assert found.state == State.FAILED
        assert "will not go live" in found.editors

    def test_a_scheduler_that_never_ran_is_told(self):
        assert "never" in checks.scheduler().editors

    def test_a_worker_that_is_silent_is_noticed_within_a_minute(self):
        alive(seconds_ago=59)
        assert checks.worker().state == State.FAILED
        alive(worker_id="w2")
        assert checks.worker().state == State.WELL

    def test_what_is_overdue_is_told_apart_from_what_waits(self, home_page):
        page = draft(home_page, "later")
        page.go_live_at = timezone.now() + HOUR
        page.save_revision().publish()
        assert checks.schedule().editors.startswith("1 waiting, the next one for ")
        Revision.objects.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=timezone.now() - HOUR)
        found = checks.schedule()
        assert (found.state, found.editors) == (State.FAILED, "1 page should be out by now.")

    def test_a_job_that_failed_is_named(self):
        JobState.objects.create(name="clear_sessions", last_error="OSError: disk full\nmore")
        found = checks.jobs()
        assert found.state == State.POOR
        assert "“clear sessions”" in found.editors
        assert "disk full" in found.editors

    def test_a_job_that_is_no_more_is_not_told(self):
        JobState.objects.create(name="of an older version", last_error="OSError")
        assert checks.jobs().state == State.WELL

    def test_tasks_that_wait_for_long_or_failed_are_told(self):
        assert checks.tasks().editors == "Nothing is waiting."
        make_renditions.enqueue(1)
        assert checks.tasks().editors == "1 waiting."
        DBTaskResult.objects.update(enqueued_at=timezone.now() - HOUR)
        assert "the oldest for" in checks.tasks().editors
        DBTaskResult.objects.update(status=TaskResultStatus.FAILED, finished_at=timezone.now())
        assert "1 failed within a day" in checks.tasks().editors
        DBTaskResult.objects.update(finished_at=timezone.now() - 48 * HOUR)
        assert checks.tasks().state == State.WELL

    def test_messages_that_were_not_mailed_are_told(self):
        assert contact_mail().editors == "All are mailed."
        ContactMessage.objects.create(reference="W-1", topic="general", name="A", email="a@example.org", message="m")
        assert contact_mail().editors == "1 waiting to be mailed."
        ContactMessage.objects.update(last_error="refused")
        found = contact_mail()
        assert (found.state, found.operators) == (State.POOR, "refused"), "told as soon as one was refused"

    def test_messages_that_nobody_tries_to_mail_are_told(self):
        ContactMessage.objects.create(reference="W-1", topic="general", name="A", email="a@example.org", message="m")
        ContactMessage.objects.update(received_at=timezone.now() - HOUR)
        found = contact_mail()
        assert (found.state, found.operators) == (State.POOR, "not tried yet")

    def test_a_mail_server_that_is_away_is_told_before_any_message_waits(self, settings):
        settings.EMAIL_URL = "smtp://127.0.0.1:9"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
        found = contact_mail()
        assert (found.state, found.editors.split(".")[0]) == (State.POOR, "The mail server does not answer")
        assert "Refused" in found.operators

    def test_a_search_server_that_is_away_is_told_but_not_required(self, settings):
        settings.ELASTICSEARCH_URL = ""
        assert checks.search().state == State.NOT_SET_UP
        settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
        assert checks.search().state == State.FAILED

    def test_redis_away_is_told_but_not_required(self, settings):
        settings.CACHE_URL = "redis://127.0.0.1:9/0"
        assert checks.shared_cache().state == State.POOR

    def test_a_file_store_that_cannot_be_written_to_fails(self, settings, tmp_path):
        (tmp_path / "file").write_text("no folder")
        settings.MEDIA_ROOT = str(tmp_path / "file")
        with pytest.raises((FileExistsError, NotADirectoryError)):
            checks.files()

    def test_a_scanner_that_is_away_keeps_files_waiting(self, settings):
        assert scanner().state == State.NOT_SET_UP
        FileScan.objects.create(file="documents/x/a.pdf", state=ScanState.WAITING)
        assert "1 file waits" in scanner().editors
        settings.CLAMAV_SOCKET = "127.0.0.1:9"
        assert scanner().state == State.FAILED


@pytest.mark.django_db
class TestTasksOfDeadWorkers:
    def running(self, *workers, started=5 * MINUTE):
        make_renditions.enqueue(1)
        DBTaskResult.objects.update(
            status=TaskResultStatus.RUNNING, worker_ids=list(workers), started_at=timezone.now() - started
        )
        return DBTaskResult.objects.get

    def test_the_task_of_a_living_worker_is_left_alone(self):
        task = self.running("w1")
        alive()
        assert take_back_tasks() == ""
        assert task().status == TaskResultStatus.RUNNING

    def test_the_task_of_a_dead_worker_is_given_to_another(self):
        task = self.running("w1")
        alive(seconds_ago=120)
        assert take_back_tasks() == "1 tasks of dead workers taken back"
        assert task().status == TaskResultStatus.READY
        assert DBTaskResult.objects.ready().count() == 1

    def test_a_task_that_has_just_begun_is_left_alone(self):
        task = self.running("w1", started=timedelta(seconds=5))
        assert take_back_tasks() == ""
        assert task().status == TaskResultStatus.RUNNING

    def test_a_task_that_killed_three_workers_is_given_up(self):
        task = self.running("w1", "w2", "w3")
        assert take_back_tasks() == "1 given up"
        assert task().status == TaskResultStatus.FAILED
        assert "3 workers died" in task().traceback
