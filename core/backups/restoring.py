"""Put an archive back in the place of the site: files first, then the database, in one transaction.

A file of the archive can do no harm in the store as long as no row names it, and files of the site as it was are left
there. So at every moment database and files agree, and a restore that was interrupted is simply run again.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import Error, connection
from wagtail.models import Page

from core.backups import databases
from core.backups.archive import CHUNK, DATABASE, FILES, ArchiveReader
from core.backups.backing_up import TIMEOUT, Say
from core.backups.errors import BackupError
from core.backups.manifest import Manifest
from core.backups.stored_files import file_columns, holds, named_files, store
from core.caching import generation
from core.models import User
from core.visibility import visible_pages

# Wagtail's migrations make the root of the tree and a page of welcome.
PAGES_OF_AN_EMPTY_SITE = 2


@dataclass(frozen=True)
class Restored:
    """How it went: files written (the others were there), and what the public sees now and did not before.

    `public_again` is None where there was no site before, or none that could be read.
    """

    manifest: Manifest
    files_written: int
    public_again: list[str] | None


def refusals(manifest: Manifest, *, replace: bool) -> list[str]:
    """Return why this archive may not be restored here; each says what to do."""
    kind = databases.database()
    if manifest.database_kind != kind.KIND:
        return [f"The archive holds a database of {manifest.database_kind}, DATABASE_URL names one of {kind.KIND}."]
    try:
        reasons: list[str] = kind.reasons_against(manifest.database_version, manifest.versions.get("tool", "0"))
    except Error as error:
        raise BackupError(f"The database does not answer: {error}. Nothing was changed.") from error
    if unknown := databases.unknown_migrations(manifest.migrations):
        reasons.append(
            f"The archive is newer than this code, which does not know {', '.join(unknown[:3])}"
            f"{' and others' if unknown[3:] else ''}: install the version that it was made with, then restore."
        )
    if not replace and not _is_empty():
        reasons.append("There is a site here already. To put the archive in its place, add --replace.")
    return reasons


def _is_empty() -> bool:
    """Whether nobody has made anything here; a database that cannot be read is not empty."""
    try:
        if not databases.tables():
            return True
        return Page.objects.count() <= PAGES_OF_AN_EMPTY_SITE and not User.objects.exists()
    except Error:
        return False


def restore(source: Path, *, replace: bool, say: Say, seconds: float = TIMEOUT) -> Restored:
    """Restore this archive. Raises BackupError; what of the site was changed until then, it says.

    Nothing is changed before the whole archive was read and found undamaged.
    """
    archive = ArchiveReader(source)
    manifest = archive.verify()
    say(f"The archive of {manifest.made_at} is whole: {len(manifest.files)} files, {manifest.size:,} bytes.")
    if reasons := refusals(manifest, replace=replace):
        raise BackupError("\n".join(reasons))
    before = _public_pages()
    with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.VAR_DIR) as work:
        written = _restore_files(archive, manifest, Path(work) / DATABASE)
        say(f"Files written: {written}; there already: {len(manifest.files) - written}.")
        for line in databases.database().put_back(Path(work) / DATABASE, seconds):
            say(line)
    # Nothing that was kept of the site before is right any more: in other processes, and in this one.
    generation.advance()
    ContentType.objects.clear_cache()
    _compare(manifest)
    call_command("migrate", interactive=False, verbosity=0)
    generation.advance()
    after = _public_pages() or {}
    again = sorted(after[pk] for pk in after.keys() - before.keys()) if before else None
    return Restored(manifest, written, again)


def _public_pages() -> dict[int, str] | None:
    """Return title and address of what the public sees, by page; None where that cannot be known."""
    try:
        if not databases.tables():
            return {}
        return {page.pk: f"“{page.title}” ({page.get_url()})" for page in visible_pages().iterator()}
    except Error:
        return None
    finally:
        connection.close()


def _restore_files(archive: ArchiveReader, manifest: Manifest, database: Path) -> int:
    """Put the archive's files into the store and its database into a file; return how many files were not there."""
    written = 0
    with archive.opened():
        for part, _, source in archive.parts():
            if part == DATABASE:
                with os.fdopen(os.open(database, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy:
                    shutil.copyfileobj(source, copy, CHUNK)
            elif part.startswith(FILES):
                name = part.removeprefix(FILES)
                if not holds(name, manifest.files[name]):
                    store(name, source)
                    written += 1
    return written


def _compare(manifest: Manifest) -> None:
    """Raise BackupError when what stands in the database is not what was copied from one."""
    counts = databases.row_counts(databases.ask, sorted(manifest.rows))
    wrong = [table for table, count in manifest.rows.items() if counts[table] != count]
    if wrong:
        raise BackupError(f"The database was restored, but not as it was: rows are missing in {', '.join(wrong)}.")
    lost = named_files(databases.ask, file_columns()) - manifest.files.keys()
    if unexpected := lost - set(manifest.missing):
        raise BackupError(f"The database was restored, but names {len(unexpected)} files that the archive lacks.")
