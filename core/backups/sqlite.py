"""A copy of an SQLite database in use, and such a copy put back into place."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections

from core.backups.errors import BackupError
from core.backups.stored_files import Query

KIND = "sqlite"
# What writes the copy.
DUMP = "sqlite3"
# What the site's own processes wait for one another (seconds).
BUSY = 20


def version() -> str:
    """Return the version of the database itself."""
    return sqlite3.sqlite_version


def tool_version(_tool: str) -> str:
    """Return the version of what writes and reads the copies."""
    return sqlite3.sqlite_version


def _path() -> Path:
    return Path(connection.settings_dict["NAME"])


@contextmanager
def snapshot(path: Path, private_tables: list[str], seconds: float) -> Iterator[Query]:
    """Write the database as it is at this moment into `path`, without the rows of these tables; yield how to ask it.

    Nothing that was deleted is in the copy: SQLite keeps it in the file itself until its place is needed.
    """
    deadline = time.monotonic() + seconds
    try:
        with closing(sqlite3.connect(f"file:{_path()}?mode=ro", uri=True, timeout=BUSY)) as source:
            source.set_progress_handler(lambda: time.monotonic() > deadline, 1_000)
            source.execute("VACUUM INTO ?", [str(path)])
        with closing(sqlite3.connect(path, isolation_level=None)) as copy:
            copy.execute("PRAGMA secure_delete = ON")
            for table in private_tables:
                copy.execute(f'DELETE FROM "{table}"')  # noqa: S608  # our own models' names
            yield lambda sql: copy.execute(sql).fetchall()
    except sqlite3.Error as error:
        late = time.monotonic() > deadline
        why = f"not done after {seconds:.0f} s, give it more with --timeout" if late else error
        raise BackupError(f"The database could not be copied: {why}.") from error


def reasons_against(_database_version: str, _tool: str) -> list[str]:
    """Return what speaks against restoring an archive here: nothing, the format has been the same since 2004."""
    return []


def put_back(path: Path, seconds: float) -> list[str]:
    """Put this copy in the place of the database, in one transaction; return what an operator should know.

    Other processes see the one or the other, and need not be stopped for that. A database that cannot be read is set
    aside first.
    """
    if not is_readable(path):
        raise BackupError("The database in the archive is damaged. The site's own was not changed.")
    connections.close_all()
    with closing(sqlite3.connect(path)) as source:
        said = _set_aside_if_damaged()
        deadline = time.monotonic() + seconds

        def keep_to_time(*_: Any) -> None:
            if time.monotonic() > deadline:
                raise BackupError("Another process holds the database. Stop web, worker and scheduler, then restore.")

        try:
            with closing(sqlite3.connect(_path(), timeout=min(BUSY, seconds))) as target:
                source.backup(target, progress=keep_to_time)
        except sqlite3.Error as error:
            raise BackupError(f"The database could not be written: {error}. It is as it was before.") from error
    return said


def _set_aside_if_damaged() -> list[str]:
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or is_readable(path):
        return []
    aside = f".damaged-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}"
    for each in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        if each.exists():
            each.rename(each.with_name(each.name + aside))
    return [f"The damaged database was set aside as {path.name}{aside}."]


def is_readable(path: Path) -> bool:
    """Whether the file is a database that SQLite finds no fault with."""
    try:
        with closing(sqlite3.connect(path, timeout=BUSY)) as database:
            return bool(database.execute("PRAGMA quick_check").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False
