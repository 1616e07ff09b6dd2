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
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.servers import postgres_address

ROOT = Path(__file__).resolve().parents[1]
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
    """Run manage.py, which must succeed, and return what it printed."""
    done = manage(env, *arguments)
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


@contextmanager
def fresh_postgres() -> Iterator[str]:
    """Make an empty database on the real server and drop it at the end; yield its address."""
    server = postgres_address()
    name = f"lasweb_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def suite_database() -> Iterator[dict[str, str]]:
    """Yield the settings of a database of the suite's kind: PostgreSQL where DATABASE_URL says so, else SQLite."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
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
