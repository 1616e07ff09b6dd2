"""Several processes may be told to migrate one database at once: one does it, the others wait and find it done."""

import fcntl
import io
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.migration_lock import LOCK, MigrationLockTimeoutError, migration_lock
from tests.processes import PYTHON, ROOT, environment, fresh_postgres, manage, running, suite_database, wait_for

HOLDER = """
import time
import django
django.setup()
from core.migration_lock import migration_lock
with migration_lock(5, lambda: None):
    print("held", flush=True)
    time.sleep(300)
"""


@contextmanager
def held_by_another() -> Iterator[None]:
    """Hold the lock of the tests' own database, as another process would."""
    if connection.vendor == "postgresql":
        parameters = connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}
        with psycopg.connect(**parameters, autocommit=True) as session:
            session.execute("SELECT pg_advisory_lock(%s::bigint)", [LOCK])
            yield
    else:
        with Path(f"{connection.settings_dict['NAME']}.migration-lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def is_free() -> bool:
    try:
        with migration_lock(0, waiting=lambda: None):
            return True
    except MigrationLockTimeoutError:
        return False


def locked_migrate(app_label="sessions") -> str:
    said = io.StringIO()
    call_command("locked_migrate", app_label, timeout=0, stdout=said)
    return said.getvalue()


@pytest.mark.slow
def test_three_processes_at_once_bring_up_an_empty_database(tmp_path):
    """Given an empty database, when three start together, then all succeed and each migration ran once."""
    with suite_database() as database:
        env = environment(tmp_path, **database)
        command = [PYTHON, "manage.py", "locked_migrate"]
        started = [
            subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            for _ in range(3)
        ]
        said = [process.communicate(timeout=240)[0] for process in started]
        assert [process.returncode for process in started] == [0, 0, 0], said
        assert sum("Applying core.0001_initial... OK" in text for text in said) == 1
        assert sum("No migrations to apply." in text for text in said) == 2
        assert sum("waiting for it" in text for text in said) == 2
        assert manage(env, "migrate", "--check").returncode == 0


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_process_that_waits_says_so_and_gives_up_in_time_with_advice():
    with held_by_another(), pytest.raises(CommandError) as refusal:
        locked_migrate()
    assert "Another process" in str(refusal.value)
    assert "--timeout" in str(refusal.value)
    assert "No migrations to apply" in locked_migrate()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_goes_on_when_the_other_process_is_done():
    with ExitStack() as another:
        another.enter_context(held_by_another())
        # Told that it has to wait, the other one lets go.
        with migration_lock(30, waiting=another.close):
            assert not is_free()
    assert is_free()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_lock_is_given_back_when_a_migration_fails():
    with pytest.raises(CommandError, match="no_such_app"):
        locked_migrate(app_label="no_such_app")
    assert "No migrations to apply" in locked_migrate()


def killed_while_it_holds_the_lock(folder: Path, **database: str) -> None:
    env = environment(folder, **database)
    log = folder / "holder.log"
    with running(env, PYTHON, "-c", HOLDER, log=log) as holder:
        wait_for(lambda: "held" in log.read_text(), "the other process holds the lock")
        refused = manage(env, "locked_migrate", "contenttypes", "--timeout", "0")
        assert refused.returncode == 1
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait(timeout=20)
        done = manage(env, "locked_migrate", "contenttypes", "--timeout", "30")
    assert done.returncode == 0, done.stderr
    assert "Applying contenttypes.0001_initial... OK" in done.stdout


@pytest.mark.slow
def test_a_process_that_is_killed_keeps_nobody_waiting_on_sqlite(tmp_path):
    killed_while_it_holds_the_lock(tmp_path)


@pytest.mark.slow
@pytest.mark.needs("postgresql")
def test_a_process_that_is_killed_keeps_nobody_waiting_on_postgresql(tmp_path):
    with fresh_postgres() as address:
        killed_while_it_holds_the_lock(tmp_path, DATABASE_URL=address)


@pytest.mark.slow
@pytest.mark.needs("postgresql")
def test_a_migration_on_postgresql_may_take_longer_than_a_visitor_may_wait(tmp_path):
    code = (
        "import django; django.setup()\n"
        "from django.core.management import call_command; from django.db import connection\n"
        "call_command('locked_migrate', 'contenttypes', verbosity=0)\n"
        "print(connection.cursor().execute('SHOW statement_timeout').fetchone()[0])"
    )
    with fresh_postgres() as address:
        env = environment(tmp_path, DATABASE_URL=address, DATABASE_STATEMENT_TIMEOUT_MS="9000")
        done = subprocess.run([PYTHON, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    assert done.stdout == "0\n", done.stderr
