"""`manage.py check_services` asks every service something real and says a line of each."""

import os
import socket

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from tests.processes import environment, free_port, fresh_postgres, manage, redis_server

SERVICES = ["database", "cache", "files", "mail", "search", "scanner"]


def check(tmp_path, **settings):
    """Return the exit code, and what is said of each service by its name."""
    done = manage(environment(tmp_path / "var", **settings), "check_services", timeout=60)
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["database", "cache", "files", "mail", "search", "scanner"], (
        done.stderr
    )
    assert "Traceback" not in done.stderr
    return done.returncode, {line.split()[0]: line.split(maxsplit=1)[1] for line in lines}


@pytest.fixture
def nobody() -> int:
    """A port on which nobody listens."""
    return free_port()


def test_on_the_embedded_default_nothing_is_wrong(tmp_path):
    code, said = check(tmp_path)
    assert code == 0
    assert said["database"].startswith("ok          SQLite 3.")
    assert said["files"].startswith(f"ok          folder {tmp_path}")
    assert [name for name, line in said.items() if line.startswith("not set up")] == [
        "cache",
        "mail",
        "search",
        "scanner",
    ]


def test_services_that_are_set_up_but_away_are_named_and_fail_the_check(tmp_path, nobody):
    code, said = check(
        tmp_path,
        DATABASE_URL=f"postgresql://site:secret-word@127.0.0.1:{nobody}/site",
        CACHE_URL=f"redis://127.0.0.1:{nobody}/0",
        EMAIL_URL=f"smtp://127.0.0.1:{nobody}",
        ELASTICSEARCH_URL=f"http://127.0.0.1:{nobody}",
        CLAMAV_SOCKET=f"127.0.0.1:{nobody}",
        S3_BUCKET="site", S3_ENDPOINT_URL=f"http://127.0.0.1:{nobody}", S3_ACCESS_KEY="a", S3_SECRET_KEY="b",
    )  # fmt: skip
    assert code == 1
    assert all(line.startswith("FAILED") for line in said.values())
    assert "secret-word" not in "".join(said.values())


def test_a_service_that_hangs_is_given_up(tmp_path):
    """Given a search server that accepts connections and never answers, then the check waits a second."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        code, said = check(tmp_path, ELASTICSEARCH_URL=f"http://127.0.0.1:{silent.getsockname()[1]}")
    assert code == 1
    assert said["search"].startswith("FAILED      ConnectionTimeout")


@pytest.mark.needs("redis")
def test_a_real_redis(tmp_path):
    with redis_server(tmp_path) as (address, process):
        assert check(tmp_path, CACHE_URL=address)[1]["cache"].startswith("ok")
        process.terminate()
        process.wait(timeout=20)
        code, said = check(tmp_path, CACHE_URL=address)
    assert (code, said["cache"].split()[0]) == (1, "FAILED")


def test_a_real_mail_server(tmp_path, nobody):
    server = Controller(Sink(), hostname="127.0.0.1", port=nobody)
    server.start()
    try:
        assert check(tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{nobody}")[1]["mail"].startswith("ok")
    finally:
        server.stop()
    assert check(tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{nobody}")[1]["mail"].startswith("FAILED")


@pytest.mark.needs("postgresql")
def test_a_real_postgresql(tmp_path):
    with fresh_postgres() as address:
        code, said = check(tmp_path, DATABASE_URL=address)
    assert code == 0
    assert said["database"].startswith("ok          PostgreSQL")
    assert check(tmp_path, DATABASE_URL=address)[1]["database"].startswith("FAILED")


@pytest.mark.needs("elasticsearch")
def test_a_real_elasticsearch(tmp_path):
    code, said = check(tmp_path, ELASTICSEARCH_URL=os.environ["ELASTICSEARCH_URL"])
    assert code == 0
    assert said["search"].startswith("ok          Elasticsearch 9.")
