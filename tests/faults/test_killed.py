"""Whatever is killed or stopped: public pages answer, what was accepted is not lost, and the status says what is wrong.

Each test kills a real process or stops a real server under a site that runs as in life.
"""

import http.client
import json
import os
import re
import signal
from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit

import psutil
import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from tests.processes import PYTHON, answers, free_port, running, wait_for
from tests.served import RedisServer, ask, site_with_home_page
from tests.servers import postgres_address

CONTACT = """
from home.models import ContactPage, HomePage, OrganisationSettings
from wagtail.models import Site
home = HomePage.objects.get()
page = ContactPage(title='Contact us', slug='contact', summary='Ask us.')
home.add_child(instance=page)
page.save_revision().publish()
OrganisationSettings.objects.update_or_create(site=Site.objects.get(), defaults={'general_email': 'desk@example.org'})
"""
ENQUEUE = "from tests.faults.slow_work import work_until_told\nwork_until_told.enqueue({!r}, {!r})"
A_MINUTE_LATER = """
from datetime import timedelta
from django.db.models import F
from django_tasks_db.models import DBTaskResult
from core.models import JobState, WorkerState
from home.models import ContactMessage
minute = timedelta(minutes=1)
DBTaskResult.objects.update(started_at=F('started_at') - minute)
WorkerState.objects.update(seen_at=F('seen_at') - minute)
JobState.objects.update(last_started_at=F('last_started_at') - minute)
ContactMessage.objects.exclude(next_attempt_at=None).update(next_attempt_at=F('next_attempt_at') - minute)
"""


class Mailbox(Message):
    """What a mail server was given."""

    def __init__(self):
        super().__init__()
        self.subjects = []

    def handle_message(self, message):
        self.subjects.append(message["Subject"])


@pytest.fixture(scope="module")
def mail_port():
    return free_port()


@pytest.fixture(scope="module")
def site(tmp_path_factory, mail_port):
    """A site with a contact page whose mail server is not there, and a search server that never was."""
    settings = {
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "ELASTICSEARCH_URL": f"http://127.0.0.1:{free_port()}",
    }
    with site_with_home_page(tmp_path_factory.mktemp("faults"), **settings) as site:
        site.run(CONTACT)
        yield site


def parts(port, address="/readyz/all"):
    """Return the state of each part, as a monitor is told."""
    return json.loads(ask(port, address)[2])["parts"]


@contextmanager
def worker(site):
    with running(site.environment, PYTHON, "manage.py", "run_worker", log=site.log.with_name("worker.log")) as process:
        yield process


def send_message(port):
    """Fill in the contact form and send it; return where it leads."""
    _, headers, body = ask(port, "/contact/send-a-message/")
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', body.decode()))
    fields |= {"topic": "general", "name": "A. Visitor", "email": "visitor@example.org", "message": "Please answer."}
    cookie = headers["set-cookie"].partition(";")[0]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    sent = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    connection.request("POST", "/contact/send-a-message/", urlencode(fields), sent)
    answer = connection.getresponse()
    connection.close()
    return answer.status, answer.getheader("Location")


def test_a_web_process_that_is_killed_is_replaced_and_pages_answer_meanwhile(site):
    with site.serve(workers=2) as port:
        master = next(
            p for p in psutil.process_iter(["cmdline"]) if f"PORT={port}" in _environment_of(p) and _is_master(p)
        )
        wait_for(lambda: len(master.children()) == 2, "both web processes run")
        killed = master.children()[0].pid
        os.kill(killed, signal.SIGKILL)
        assert [ask(port, "/")[0] for _ in range(10)] == [200] * 10
        wait_for(lambda: len(master.children()) == 2 and killed not in {p.pid for p in master.children()}, "a new one")
        assert ask(port, "/")[0] == 200


def test_a_gunicorn_that_is_killed_whole_is_run_again_on_its_port(site):
    """Given make run's keeper, when gunicorn's first process is killed, then its orphans let go and pages come back."""
    port = free_port()
    command = [PYTHON, "-m", "scripts.keep_up", PYTHON, "-m", "gunicorn", "-c", "python:lasweb.gunicorn"]
    env = site.environment | {"PORT": str(port), "WEB_CONCURRENCY": "1"}
    with running(env, *command, log=site.log) as keeper:
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/"), "it answers")
        [killed] = psutil.Process(keeper.pid).children()
        orphans = killed.children()
        killed.kill()
        wait_for(lambda: not any(orphan.is_running() for orphan in orphans), "what it left behind ends")
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/"), "it answers again")
        assert ask(port, "/")[0] == 200
        os.killpg(keeper.pid, signal.SIGTERM)
        assert keeper.wait(timeout=20) == 0


def _environment_of(process):
    try:
        return [f"{name}={value}" for name, value in process.environ().items()]
    except psutil.Error:
        return []


def _is_master(process):
    return "gunicorn" in " ".join(process.info["cmdline"] or []) and process.parent().pid == os.getpid()


def test_the_task_of_a_killed_worker_is_done_by_the_next_one(site, tmp_path):
    begun, go_on = tmp_path / "begun", tmp_path / "go-on"
    site.run(ENQUEUE.format(str(begun), str(go_on)))
    with worker(site) as first:
        wait_for(begun.exists, "the task begins")
        first.kill()
        first.wait()
    with site.serve() as port:
        site.run(A_MINUTE_LATER)
        assert parts(port)["worker"] == "failed"
        site.run(
            "from core.worker import take_back_tasks; assert take_back_tasks() == '1 tasks of dead workers taken back'"
        )
        go_on.touch()
        with worker(site):
            wait_for(lambda: begun.read_text() == "begun\nbegun\n", "it is begun again")
            wait_for(lambda: parts(port)["worker"] == "ok", "the status says that a worker runs")
            done = (
                "from django_tasks_db.models import DBTaskResult as R\n"
                "print(R.objects.successful().filter(task_path__endswith='work_until_told').count())"
            )
            wait_for(lambda: site.run(done).strip() == "1", "it is done")


def test_a_killed_scheduler_is_told_within_a_minute_and_goes_on_when_it_is_back(site):
    command = [PYTHON, "manage.py", "run_scheduler"]
    with site.serve() as port:
        with running(site.environment, *command, log=site.log.with_name("scheduler.log")) as process:
            wait_for(lambda: parts(port)["scheduler"] == "ok", "it runs")
            process.kill()
            process.wait()
        site.run(A_MINUTE_LATER)
        wait_for(lambda: parts(port)["scheduler"] == "failed", "the status says so", seconds=10)
        assert ask(port, "/readyz")[0] == 200, "the site serves on"
        assert ask(port, "/")[0] == 200
        with running(site.environment, *command, log=site.log.with_name("scheduler.log")):
            wait_for(lambda: parts(port)["scheduler"] == "ok", "it runs again")


def test_a_message_taken_while_mail_is_down_is_mailed_when_it_is_back(site, mail_port):
    with site.serve() as port, worker(site):
        assert parts(port)["mail"] == "degraded", "told before any message waits"
        status, location = send_message(port)
        assert (status, location.startswith("/contact/message-sent/")) == (303, True)
        failed = "from home.models import ContactMessage as M; print(M.objects.filter(attempts__gt=0).count())"
        wait_for(lambda: site.run(failed).strip() == "1", "the first try fails")
        box = Mailbox()
        mail = Controller(box, hostname="127.0.0.1", port=mail_port)
        mail.start()
        try:
            site.run(A_MINUTE_LATER)
            site.run("from home.contact_mail import deliver_waiting; assert deliver_waiting() == 1")
        finally:
            mail.stop()
    assert [subject.partition("]")[2] for subject in box.subjects[:1]] == [
        " Message from the website: A general question"
    ]
    assert len(box.subjects) == 2, "and a receipt"


def test_a_search_server_that_is_away_keeps_nothing_from_anybody(site):
    with site.serve() as port:
        assert parts(port)["search"] == "failed"
        assert ask(port, "/readyz")[0] == 200
        assert ask(port, "/search/?q=ambulance")[0] == 200
        assert ask(port, "/")[0] == 200


@pytest.mark.needs("redis")
def test_redis_may_go_and_come_back(site, tmp_path):
    redis = RedisServer(tmp_path)
    redis.start()
    try:
        with site.serve(CACHE_URL=redis.address) as port:
            assert ask(port, "/")[0] == 200
            assert parts(port)["cache"] == "ok"
            redis.stop()
            assert ask(port, "/")[0] == 200
            wait_for(lambda: parts(port)["cache"] == "degraded", "the status says so", seconds=15)
            assert ask(port, "/readyz")[0] == 200
            redis.start()
            wait_for(lambda: parts(port)["cache"] == "ok", "and that it is back", seconds=15)
            assert ask(port, "/")[0] == 200
    finally:
        redis.stop()


@pytest.mark.needs("postgresql")
def test_a_database_that_goes_away_is_told_kindly_and_used_again_when_it_is_back(tmp_path):
    with site_with_home_page(tmp_path, on_postgres=True) as site:
        name = urlsplit(site.environment["DATABASE_URL"]).path.strip("/")

        def reachable(yes):
            with psycopg.connect(postgres_address(), autocommit=True) as server:
                server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {str(yes).lower()}")
                server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

        with site.serve() as port:
            assert ask(port, "/")[0] == 200
            reachable(False)
            assert ask(port, "/")[0] == 200, "what is kept is served without the database"
            status, headers, body = ask(port, "/nowhere/")
            assert (status, headers["retry-after"]) == (503, "60")
            assert b"999" in body
            assert ask(port, "/healthz")[0] == 200
            wait_for(lambda: ask(port, "/readyz")[0] == 503, "readyz says so", seconds=10)
            assert parts(port, "/readyz")["database"] == "failed"
            reachable(True)
            wait_for(lambda: ask(port, "/nowhere/")[0] == 404, "it is used again", seconds=20)
            wait_for(lambda: ask(port, "/readyz")[0] == 200, "and readyz says so", seconds=15)
