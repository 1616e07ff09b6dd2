"""One process at a time changes the tables, however many are started at once."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
from django.db import connection

# The advisory lock's name on PostgreSQL: a number that nothing else uses, the bytes of eight letters.
LOCK = int.from_bytes(b"lasweb-m")
# How often a process that waits asks again (seconds).
ASK_EVERY = 0.5


class MigrationLockTimeoutError(Exception):
    """Another process held the lock for longer than this one was willing to wait."""


class _Lock(Protocol):
    def take(self) -> bool:
        """Take the lock if it is free; say whether that was done."""

    def close(self) -> None:
        """Give the lock back; what was not taken is no fault."""


class _AdvisoryLock:
    """A lock of the database itself, in a session of its own: one that is cut off, or whose process dies, frees it."""

    def __init__(self) -> None:
        # Not from the pool, and not the session that migrates: that one may be closed in between.
        parameters = connection.get_connection_params() | {"cursor_factory": None, "autocommit": True}
        self._session = psycopg.connect(**{name: value for name, value in parameters.items() if value is not None})

    def take(self) -> bool:
        row = self._session.execute("SELECT pg_try_advisory_lock(%s::bigint)", [LOCK]).fetchone()
        return bool(row and row[0])

    def close(self) -> None:
        self._session.close()


class _FileLock:
    """A lock on a file beside an SQLite database; the system frees it when its process dies."""

    def __init__(self, database: str) -> None:
        self._file = Path(f"{database}.migration-lock").open("a")  # noqa: SIM115  # held until close()

    def take(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        self._file.close()


@contextmanager
def migration_lock(timeout: float, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock; call `waiting` once if it is not free, and wait for it up to `timeout` seconds.

    Raises MigrationLockTimeoutError after that.
    """
    lock: _Lock = _AdvisoryLock() if connection.vendor == "postgresql" else _FileLock(_database_file())
    try:
        _take(lock, timeout, waiting)
        yield
    finally:
        lock.close()


def _take(lock: _Lock, timeout: float, waiting: Callable[[], None]) -> None:
    deadline = time.monotonic() + timeout
    told = False
    while not lock.take():
        if time.monotonic() >= deadline:
            raise MigrationLockTimeoutError
        if not told:
            waiting()
            told = True
        time.sleep(ASK_EVERY)


def _database_file() -> str:
    return str(connection.settings_dict["NAME"])
