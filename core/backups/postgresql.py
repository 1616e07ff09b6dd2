"""A copy of a PostgreSQL database by its own tools, and such a copy put back in one transaction."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Timer
from typing import IO, Any, cast

from django.db import Error, connection, connections, transaction
from django.db.backends.postgresql.client import DatabaseClient

from core.backups.archive import CHUNK
from core.backups.errors import BackupError
from core.backups.stored_files import Query

KIND = "postgresql"
DUMP = "pg_dump"
# How long to wait for the tables while others use them.
LOCK_TIMEOUT = "30s"
# Everything of ours goes, also what the archive does not know: a later table would stand in the way of its migration.
CLEAR = """
DO $clear$
DECLARE statements text[]; statement text;
BEGIN
  -- All are named before the first is dropped: dropping one takes along what depends on it.
  SELECT array_agg(format('DROP %s IF EXISTS %I.%I CASCADE', CASE c.relkind WHEN 'v' THEN 'VIEW'
      WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, current_schema(), c.relname))
    INTO statements FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('e', 'a', 'i'));
  FOREACH statement IN ARRAY coalesce(statements, '{}') LOOP EXECUTE statement; END LOOP;
  SELECT array_agg(format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure)) INTO statements FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e');
  FOREACH statement IN ARRAY coalesce(statements, '{}') LOOP EXECUTE statement; END LOOP;
END $clear$;
"""
BEGIN = f"BEGIN;\nSET LOCAL lock_timeout = '{LOCK_TIMEOUT}';\nSET LOCAL client_min_messages = warning;\n{CLEAR}"


def version() -> str:
    """Return the version of the server."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


def tool_version(tool: str) -> str:
    """Return the version of a program of PostgreSQL's. Raises BackupError where it is not installed."""
    path = shutil.which(tool)
    if path is None:
        raise BackupError(f"{tool} is not installed. It comes with PostgreSQL's client (Debian: postgresql-client).")
    done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603  # no input of anybody's
    found = re.search(r"\d+(\.\d+)*", done.stdout)
    if found is None:
        raise BackupError(f"{tool} does not work: {(done.stderr or done.stdout).strip()[:300]}")
    return found[0]


def too_old(tool: str, server: str) -> str:
    """Return why this pg_dump cannot copy a database of this server, "" when it can."""
    if _major(tool) >= _major(server):
        return ""
    return f"pg_dump {tool} is too old for the server's {server}. Install PostgreSQL's client {_major(server)}."


def _major(version: str) -> int:
    return int(re.split(r"\D", version, maxsplit=1)[0])


@contextmanager
def snapshot(path: Path, private_tables: list[str], seconds: float) -> Iterator[Query]:
    """Write the database as it is at this moment into `path`, without the rows of these tables; yield how to ask it.

    What is asked is answered from the very state that was written.
    """
    if reason := too_old(tool_version(DUMP), version()):
        raise BackupError(reason)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            options = [f"--snapshot={cursor.fetchone()[0]}", "--format=custom", "--no-owner", "--no-privileges"]
            options += [f"--file={path}", *(f'--exclude-table-data="{table}"' for table in private_tables)]
            path.touch(mode=0o600)
            _run(DUMP, options, seconds)

            def ask(sql: str) -> list[Any]:
                cursor.execute(sql)
                return cursor.fetchall()

            yield ask
    except Error as error:
        raise BackupError(f"The database could not be copied: {error}.") from error


def _command(tool: str, options: list[str]) -> tuple[list[str], dict[str, str]]:
    """Return the command and its environment; the password is in the environment, which nobody else may read."""
    [_, *arguments], secrets = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, options)
    environment = {**os.environ, "PGCONNECT_TIMEOUT": "10", **(secrets or {})}
    return [shutil.which(tool) or tool, "--no-password", *arguments], environment


def _run(tool: str, options: list[str], seconds: float) -> None:
    command, environment = _command(tool, options)
    try:
        done = subprocess.run(  # noqa: S603  # our own settings
            command, env=environment, capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise BackupError(f"{tool} was not done after {seconds:.0f} s. Give it more with --timeout.") from error
    if done.returncode:
        # Who was ended by a signal (a full disk, too little memory) has said nothing.
        why = done.stderr.strip()[:1_000] or f"it was ended ({done.returncode}): is there room on the disk?"
        raise BackupError(f"{tool} failed: {why}")


def reasons_against(database_version: str, tool: str) -> list[str]:
    """Return what speaks against restoring here an archive from a server of this version, made by this pg_dump."""
    tool_version("psql")
    return misfits(database_version, tool, version(), tool_version("pg_restore"))


def misfits(database_version: str, tool: str, server: str, here: str) -> list[str]:
    """Return why an archive of these versions (server, pg_dump) does not fit these here (server, pg_restore)."""
    reasons = []
    if _major(here) < _major(tool):
        reasons.append(f"pg_restore {here} cannot read what pg_dump {tool} wrote: install version {_major(tool)}.")
    if _major(server) < _major(database_version):
        reasons.append(f"The archive comes from PostgreSQL {database_version}, this server is the older {server}.")
    return reasons


def put_back(path: Path, seconds: float) -> list[str]:
    """Put this copy in the place of the database, in one transaction; return what an operator should know."""
    connections.close_all()
    psql, environment = _command("psql", ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"])
    convert = [shutil.which("pg_restore") or "pg_restore", "--no-owner", "--no-privileges", "--file=-", str(path)]
    with TemporaryFile() as complaints:
        source = subprocess.Popen(convert, stdout=subprocess.PIPE, stderr=complaints)  # noqa: S603  # no input of anybody's
        target = subprocess.Popen(  # noqa: S603  # our own settings
            psql, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=complaints
        )
        timer = Timer(seconds, _give_up, [late := Event(), source, target])
        timer.start()
        try:
            finished = _feed(source, target)
        finally:
            timer.cancel()
            _kill(source, target)
        if not finished:
            complaints.seek(0)
            why = (
                f"not done after {seconds:.0f} s, give it more with --timeout" if late.is_set() else _first(complaints)
            )
            raise BackupError(f"The database could not be restored: {why}. It is as it was before.")
    return []


def _give_up(late: Event, *processes: "subprocess.Popen[bytes]") -> None:
    late.set()
    _kill(*processes)


def _kill(*processes: "subprocess.Popen[bytes]") -> None:
    for process in processes:
        process.kill()
        process.wait()


def _feed(source: "subprocess.Popen[bytes]", target: "subprocess.Popen[bytes]") -> bool:
    """Hand one program's statements to the other; the end of the transaction only when all of them were there."""
    statements, database = cast("IO[bytes]", source.stdout), cast("IO[bytes]", target.stdin)
    try:
        database.write(BEGIN.encode())
        while chunk := statements.read(CHUNK):
            database.write(chunk)
        if source.wait() != 0:
            return False
        database.write(b"\nCOMMIT;\n")
        database.close()
    except BrokenPipeError:
        return False
    finally:
        with suppress(BrokenPipeError):
            database.close()
    return target.wait() == 0


def _first(complaints: IO[bytes]) -> str:
    lines = complaints.read(4_000).decode(errors="replace").strip().splitlines()
    return next((line for line in lines if "ERROR" in line), lines[0] if lines else "the program ended").strip()
