"""Sites that run as they do in life: their own folder, their own database, the real commands."""

import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.forked import ROOT, run_command
from tests.servers import postgres_address, suite_on_postgres

# What the environment of the tests says of servers is not for the sites they start, unless a test says so.
NOT_INHERITED = ("DATABASE_URL", "CACHE_URL", "ELASTICSEARCH_URL", "S3_", "EMAIL_URL", "DJANGO_", "LASWEB_")
PYTHON = sys.executable
# In an environment: the words that run manage.py where the site is, when that is not this checkout.
MANAGE_COMMAND = "LASWEB_SYSTEM_MANAGE"


def environment(var: Path, **settings: str) -> dict[str, str]:
    """Return the environment of a site that keeps everything in this folder."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(NOT_INHERITED)}
    chosen = {"DJANGO_SETTINGS_MODULE": "lasweb.settings.dev", "LASWEB_VAR_DIR": str(var)}
    path = {"PATH": f"{Path(PYTHON).parent}{os.pathsep}{os.environ['PATH']}"}
    return inherited | path | chosen | settings


def manage(env: dict[str, str], *arguments: str, timeout: float = 240) -> subprocess.CompletedProcess[str]:
    """Run manage.py in this environment and return how it ended."""
    command = shlex.split(env.get(MANAGE_COMMAND, "")) or [PYTHON, "manage.py"]
    return subprocess.run([*command, *arguments], cwd=ROOT, env=env, capture_output=True, text=True, timeout=timeout)


def managed(env: dict[str, str], *arguments: str) -> str:
    """Run manage.py, which must succeed, and return what it printed; what a test tells a site comes from a fork."""
    told = arguments[0] == "shell" and not env.get(MANAGE_COMMAND)
    done = run_command(env, *arguments) if told else manage(env, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def running(env: dict[str, str], *command: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command beside the test; it is stopped, and if it does not stop killed, at the end."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(happened, what: str, seconds: float = 30) -> None:
    """Wait until `happened()` is true; fail, saying what was waited for, when it does not become so."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.05)


def answers(address: str) -> bool:
    """Whether anything answers at this address."""
    try:
        urllib.request.urlopen(address, timeout=30).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def named_database(server: str, name: str) -> str:
    """Return the address of the database of this name on the same server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def made_database(address: str, template: str = "template1") -> None:
    """Make the database at this address, a copy of another one on its server to which nobody is connected."""
    _on_its_server(address, "CREATE DATABASE {} TEMPLATE {}", template)


def unmade_database(address: str) -> None:
    """Delete the database at this address, if there is one, whoever is connected."""
    _on_its_server(address, "DROP DATABASE IF EXISTS {} WITH (FORCE)")


def _on_its_server(address: str, statement: LiteralString, *names: str) -> None:
    named = [sql.Identifier(name) for name in (urlsplit(address).path[1:], *names)]
    with psycopg.connect(postgres_address(), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*named))


@contextmanager
def fresh_postgres(template: str = "template1") -> Iterator[str]:
    """Make a database on the real server, empty or a copy, and drop it at the end; yield its address."""
    address = named_database(postgres_address(), f"lasweb_{uuid.uuid4().hex[:12]}")
    made_database(address, template)
    try:
        yield address
    finally:
        unmade_database(address)


@contextmanager
def suite_database() -> Iterator[dict[str, str]]:
    """Yield the settings of an empty database of the suite's kind."""
    if suite_on_postgres():
        with fresh_postgres() as address:
            yield {"DATABASE_URL": address}
    else:
        yield {}


@contextmanager
def redis_server(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start a real Redis; yield its address and its process."""
    port = free_port()
    command = [shutil.which("redis-server") or "", "--port", str(port), "--save", "", "--dir", str(folder)]
    with running(dict(os.environ), *command, log=folder / "redis.log") as process:

        def listens() -> bool:
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0

        wait_for(listens, "Redis listens")
        yield f"redis://127.0.0.1:{port}/0", process
