"""Make an archive of the database and of every file that it names.

Database and files agree although the site is in use. The database is copied first, and a file is in the store before
its row is committed, so what the copy names can only be missing because somebody deleted it meanwhile. Then the row is
gone, too: the database is copied once more, and only the files that are new are added.
"""

import platform
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import django
import wagtail
from django.conf import settings

from core.backups import databases
from core.backups.archive import DATABASE, FILES, ArchiveWriter
from core.backups.errors import BackupError
from core.backups.manifest import Entry, Manifest
from core.backups.stored_files import file_columns, named_files, stored
from core.backups.workspace import finish, workspace

# How often the database is copied anew because files were deleted while others were copied.
ROUNDS = 5
# A copy of the database may take so long (seconds) unless the operator says otherwise.
TIMEOUT = 3_600

Say = Callable[[str], object]


@dataclass(frozen=True)
class Made:
    """An archive that stands."""

    path: Path
    manifest: Manifest


def back_up(destination: Path, *, say: Say, seconds: float = TIMEOUT) -> Made:
    """Make an archive at this path, or in this folder under a name with the time.

    Raises BackupError, and leaves nothing behind, when it cannot be made whole. What the store had lost before is
    listed in the manifest's `missing`.
    """
    final = _final_path(destination)
    try:
        with workspace(final.parent) as work:
            archive = ArchiveWriter(work / "archive")
            try:
                manifest = _fill(archive, work, seconds, say)
                archive.finish(manifest)
                finish(work / "archive", final)
            finally:
                archive.abandon()
    except FileExistsError as error:
        raise BackupError(f"{final} is there already; an archive is never overwritten. Choose another name.") from error
    except OSError as error:
        raise BackupError(f"The archive could not be written to {final.parent}: {error}. Nothing is left.") from error
    return Made(final, manifest)


def _final_path(destination: Path) -> Path:
    destination = destination.absolute()
    if destination.is_dir():
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
        return destination / f"{urlsplit(settings.SITE_URL).hostname or 'site'}-{now}.tar"
    if not destination.parent.is_dir():
        raise BackupError(f"There is no folder {destination.parent}. Make it first.")
    if destination.exists():
        raise BackupError(f"{destination} is there already; an archive is never overwritten. Choose another name.")
    return destination


@dataclass(frozen=True)
class _State:
    """What one copy of the database says of itself."""

    names: set[str]
    rows: dict[str, int]
    migrations: dict[str, list[str]]


def _fill(archive: ArchiveWriter, work: Path, seconds: float, say: Say) -> Manifest:
    copy, files, columns = work / DATABASE, dict[str, Entry](), file_columns()
    for _ in range(ROUNDS):
        state = _copy_database(copy, columns, seconds)
        missing = _copy_files(archive, sorted(state.names - files.keys()), files)
        deleted = missing - named_files(databases.ask, columns)
        if not deleted:
            return _describe(archive.add_path(DATABASE, copy), state, files, missing)
        say(f"Files deleted meanwhile: {len(deleted)}; the database is copied once more.")
    raise BackupError("Files are being deleted faster than they can be copied. Try again when that is done.")


def _copy_database(copy: Path, columns: list[tuple[str, str]], seconds: float) -> _State:
    copy.unlink(missing_ok=True)
    tables = databases.tables()
    if not tables:
        raise BackupError("The database is empty: there is nothing to back up.")
    with databases.database().snapshot(copy, databases.private_tables(), seconds) as ask:
        return _State(named_files(ask, columns), databases.row_counts(ask, tables), databases.migrations(ask))


def _copy_files(archive: ArchiveWriter, names: list[str], files: dict[str, Entry]) -> set[str]:
    """Add these files to the archive and to `files`; return those that the store does not have."""
    missing = set()
    for name in names:
        try:
            with stored(name) as (size, source):
                files[name] = archive.add(f"{FILES}{name}", size, source)
        except FileNotFoundError:
            missing.add(name)
    return missing


def _describe(database: Entry, state: _State, files: dict[str, Entry], missing: set[str]) -> Manifest:
    kind = databases.database()
    return Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        site=settings.SITE_URL,
        database_kind=kind.KIND,
        database_version=kind.version(),
        versions={
            "django": django.__version__,
            "python": platform.python_version(),
            "wagtail": wagtail.__version__,
            "tool": kind.tool_version(kind.DUMP),
        },
        migrations=state.migrations,
        rows={table: count for table, count in state.rows.items() if table not in databases.private_tables()},
        database=database,
        files=files,
        missing=sorted(missing),
    )
