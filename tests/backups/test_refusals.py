"""What may not be restored here, and why."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from core.backups import databases, sqlite
from core.backups.errors import BackupError
from core.backups.health import backup
from core.backups.manifest import Entry, Manifest
from core.backups.restoring import _compare, refusals
from core.health.registry import State
from core.models import JobState, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def manifest():
    """What an archive of this very site would say of itself."""
    kind = databases.database()
    return Manifest(
        made_at="2026-11-24T02:00:00+00:00", site="", database_kind=kind.KIND, database_version=kind.version(),
        versions={"tool": kind.tool_version(kind.DUMP)}, migrations=databases.migrations(databases.ask),
        rows={}, database=Entry(0, ""), files={},
    )  # fmt: skip


def test_on_a_new_site_nothing_speaks_against_it(manifest):
    assert refusals(manifest, replace=False) == []


def test_a_site_with_people_or_pages_is_not_written_over(manifest, home_page):
    assert "add --replace" in refusals(manifest, replace=False)[0]
    assert refusals(manifest, replace=True) == []
    home_page.delete()
    User.objects.create_user("amara", "amara@example.org")
    assert "add --replace" in refusals(manifest, replace=False)[0]


def test_a_newer_schema_is_refused_whatever_is_said(manifest):
    newer = manifest.migrations | {"core": [*manifest.migrations["core"], "0999_later"], "later": ["0001_initial"]}
    (reason,) = refusals(replace(manifest, migrations=newer), replace=True)
    assert "does not know core.0999_later, later.0001_initial" in reason


def test_an_older_schema_is_welcome(manifest):
    assert refusals(replace(manifest, migrations={"core": ["0001_initial"]}), replace=True) == []


def test_the_other_kind_of_database_is_refused(manifest):
    other = "sqlite" if connection.vendor == "postgresql" else "postgresql"
    (reason,) = refusals(replace(manifest, database_kind=other), replace=True)
    assert f"holds a database of {other}" in reason


def test_rows_or_files_that_did_not_arrive_are_noticed(manifest):
    with pytest.raises(BackupError, match="rows are missing in core_user"):
        _compare(replace(manifest, rows={"core_user": 5}))
    _compare(replace(manifest, rows={"core_user": 0}))


def test_a_damaged_database_in_an_archive_is_not_put_into_place(tmp_path):
    (tmp_path / "database").write_bytes(b"no database at all" * 100)
    if connection.vendor == "sqlite":
        with pytest.raises(BackupError, match="damaged"):
            sqlite.put_back(tmp_path / "database", 10)


def test_the_command_says_what_is_wrong_with_the_archive(tmp_path):
    with pytest.raises(CommandError, match="There is no archive"):
        call_command("restore", tmp_path / "gone.tar")


# --- how the last one is reported -----------------------------------------------------------------------------------

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("made", "failed", "error", "state", "said"),
    [
        (DAY / 4, None, "", State.WELL, "The last one was made 6"),
        (DAY / 4, DAY, "", State.WELL, "The last one was made 6"),
        (DAY * 3, None, "", State.POOR, "3"),
        (DAY, DAY / 4, "disk full", State.POOR, "The last one failed. The one before was made 1"),
        (None, DAY / 4, "disk full", State.POOR, "The last one failed."),
        (DAY / 4, None, "Files missing from the store: 2", State.POOR, "missing from the store: 2."),
    ],
)
def test_the_status_page_says_whether_there_is_one_to_come_back_to(made, failed, error, state, said):
    now = timezone.now()
    JobState.objects.create(
        name="backup", last_succeeded_at=made and now - made, last_failed_at=failed and now - failed, last_error=error
    )  # fmt: skip
    health = backup()
    assert health.state == state
    assert said in health.editors.replace("\xa0", " ")


def test_a_site_that_was_never_backed_up_says_so():
    assert backup().state == State.NOT_SET_UP
