"""A site is destroyed and comes back as it was: on SQLite with files on disk, on PostgreSQL with files in a bucket.

The real commands, a real server where there is one. The tests share one site and go in the order in which they stand.
"""

import signal
import sqlite3
import stat
import subprocess
from contextlib import closing, contextmanager

import psycopg
import pytest

from tests.backups.conftest import BackedUp
from tests.backups.sites import KIND, ON_POSTGRES
from tests.processes import wait_for

# One worker runs them all, on one site.
pytestmark = pytest.mark.parametrize("kind", [KIND])


@contextmanager
def somebody_writing(site):
    """Hold what a restore needs: the one right to write, or a table."""
    if ON_POSTGRES:
        with psycopg.connect(site.environment["DATABASE_URL"]) as other:
            other.execute("LOCK TABLE core_user IN ACCESS EXCLUSIVE MODE")
            yield
    else:
        with closing(sqlite3.connect(site.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")


def test_the_archive_is_for_its_owner_alone_and_says_what_it_holds(backed_up: BackedUp, kind: str) -> None:
    assert stat.S_IMODE(backed_up.archive.stat().st_mode) == 0o600
    assert "3 files" in backed_up.said
    assert "personal data" in backed_up.said
    assert backed_up.state["sessions"] == 1
    left = [path.name for path in backed_up.archive.parent.iterdir()]
    assert sorted(left) == ["site", "site.tar"]
    # Any tar can open it, and sha256sum says whether its list is the one that was written.
    folder = backed_up.archive.parent / "opened"
    folder.mkdir()
    subprocess.run(["tar", "xf", backed_up.archive], cwd=folder, check=True)
    assert subprocess.run(["sha256sum", "-c", "manifest.sha256"], cwd=folder, capture_output=True).returncode == 0


def test_a_destroyed_site_comes_back_row_for_row_and_file_for_file(backed_up: BackedUp, kind: str) -> None:
    """Given a site that has lost its database and all its files, when it is restored, then nothing is missing."""
    backed_up.site.destroy()
    code, said = backed_up.site.manage("backup", backed_up.archive.with_name("nothing.tar"))
    assert (code, "there is nothing to back up" in said) == (1, True), said
    code, said = backed_up.site.manage("restore", backed_up.archive)
    assert code == 0, said
    assert "Files written: 3;" in said
    state = backed_up.site.state()
    assert state["rows"] == backed_up.state["rows"]
    assert state["files"] == backed_up.state["files"]
    assert len(state["files"]) == 3
    # Nobody is signed in by an archive: it holds no session that somebody could take over.
    assert state["sessions"] == 0


def test_what_changed_since_is_undone_and_what_is_public_again_is_named(backed_up: BackedUp, kind: str) -> None:
    """Given a page withdrawn and a file damaged since, when the site is replaced, then both are back and named."""
    changed = backed_up.site.state("""
from io import BytesIO
from core.backups.stored_files import store
from documents.models import Document
from home.models import StandardPage
StandardPage.objects.get(slug="paper").unpublish()
store(Document.objects.get().file.name, BytesIO(b"damaged"))
""")
    assert changed["files"] != backed_up.state["files"]
    code, said = backed_up.site.manage("restore", backed_up.archive, "--replace")
    assert code == 0, said
    assert "Files written: 1; there already: 2." in said
    assert "Public again, and not before this restore" in said
    assert "“Board paper ünïcode” (" in said
    assert backed_up.site.state() == backed_up.state | {"sessions": 0}


def test_to_look_at_an_archive_changes_nothing(backed_up: BackedUp, kind: str) -> None:
    code, said = backed_up.site.manage("restore", backed_up.archive, "--check")
    assert (code, "The archive is whole" in said) == (1, True)
    assert "There is a site here already. To put the archive in its place, add --replace." in said


def test_a_restore_that_cannot_finish_leaves_the_site_as_it_was(backed_up: BackedUp, kind: str) -> None:
    """Given somebody who writes and does not stop, when restores are given up or killed, then the site is whole."""
    site = backed_up.site
    before = site.state("from core.models import User; User.objects.create_user('callum', 'c@example.org')\n")
    with somebody_writing(site):
        code, said = site.manage("restore", backed_up.archive, "--replace", "--timeout", "0.5")
        assert code == 1
        assert ("not done after" if ON_POSTGRES else "Another process holds the database") in said
        process = site.popen("restore", backed_up.archive, "--replace")
        next(line for line in process.stdout if "there already" in line)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=20)
    assert site.state()["rows"] == before["rows"]


def test_a_full_disk_is_said_and_nothing_half_made_is_left(backed_up: BackedUp, kind: str) -> None:
    folder = backed_up.archive.parent / "full"
    folder.mkdir()
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
    said = backed_up.site.run(f"""{limited}
from django.core.management import CommandError, call_command
try:
    call_command("backup", {str(folder)!r})
except CommandError as error:
    print(error)
""")
    # Whoever meets the end of the disk first: the database's copy, or the archive.
    assert any(words in said for words in ("could not be", "Nothing is left", "is there room on the disk?")), said
    assert list(folder.iterdir()) == []


def test_a_backup_that_is_killed_leaves_nothing_under_the_archives_name(backed_up: BackedUp, kind: str) -> None:
    """Given a backup that is killed while it copies, then no archive is there, and the next one clears up."""
    folder = backed_up.archive.parent / "killed"
    folder.mkdir()
    process = backed_up.site.popen("backup", folder / "site.tar")
    wait_for(lambda: list(folder.iterdir()), "it has begun")
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=20)
    assert not (folder / "site.tar").exists()
    code, said = backed_up.site.manage("backup", folder / "site.tar")
    assert code == 0, said
    assert [path.name for path in folder.iterdir()] == ["site.tar"]
    code, said = backed_up.site.manage("backup", folder / "site.tar")
    assert (code, "never overwritten" in said) == (1, True)
