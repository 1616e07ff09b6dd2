"""What a backup does while the site is in use, and what it says when it cannot be made."""

import os
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.storage import FileSystemStorage, default_storage, storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from core.backups import postgresql, sqlite
from core.backups.archive import ArchiveReader
from core.backups.backing_up import back_up
from core.backups.errors import BackupError
from core.backups.stored_files import holds, store, stored
from core.models import JobState
from documents.models import Document
from tests.documents.files import PDF, document, image
from tests.processes import free_port

committed = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def silent(_line):
    """Say nothing."""


class BusyStore(FileSystemStorage):
    """A store in which an editor is at work: each time a file is opened, others are deleted and made."""

    made = 0

    def _open(self, name, mode="rb"):
        if not self.exists(name):
            return super()._open(name, mode)
        for other in Document.objects.exclude(file=name):
            other.delete()
            # The site's own store deletes later.
            Path(self.path(other.file.name)).unlink(missing_ok=True)
        for _ in range(self.made):
            document()
        return super()._open(name, mode)


class BusierStore(BusyStore):
    """One in which as many are made as are deleted."""

    made = 2


def while_busy(store):
    return override_settings(STORAGES=storages.backends | {"default": {"BACKEND": f"{__name__}.{store.__name__}"}})


@committed
def test_a_document_deleted_while_files_are_copied_is_not_taken_for_lost(tmp_path):
    """Given a document deleted after the database was copied and before its file was, then both are copied anew."""
    first, second = sorted([document(), document()], key=lambda each: each.file.name)
    said = []
    with while_busy(BusyStore):
        made = back_up(tmp_path / "site.tar", say=said.append)
    assert said == ["Files deleted meanwhile: 1; the database is copied once more."]
    assert made.manifest.missing == []
    assert list(made.manifest.files) == [first.file.name]
    assert made.manifest.rows["documents_document"] == 1
    assert second.file.name not in made.manifest.files


@committed
def test_a_site_in_which_files_vanish_all_the_time_is_not_backed_up(tmp_path):
    document(), document()
    with while_busy(BusierStore), pytest.raises(BackupError, match="faster than they can be copied"):
        back_up(tmp_path / "site.tar", say=silent)
    assert list(tmp_path.iterdir()) == []


@committed
def test_a_file_that_was_lost_before_is_named_and_the_rest_is_saved(tmp_path, capsys):
    """Given a document whose file is gone, then the archive stands, the command says which, and exits 2."""
    lost, kept = document(), image()
    Path(default_storage.path(lost.file.name)).unlink()
    with pytest.raises(SystemExit) as ended:
        call_command("backup", tmp_path)
    assert ended.value.code == 2
    assert lost.file.name in capsys.readouterr().err
    (archive,) = tmp_path.iterdir()
    manifest = ArchiveReader(archive).verify()
    assert (manifest.missing, list(manifest.files)) == ([lost.file.name], [kept.file.name])
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    state = JobState.objects.get(name="backup")
    assert (state.last_succeeded_at is not None, state.last_error) == (True, "Files missing from the store: 1")


@committed
def test_a_target_that_cannot_be_written_is_named_and_the_failure_kept(tmp_path):
    (tmp_path / "file").write_text("no folder")
    for target, why in (
        (tmp_path / "nowhere" / "site.tar", "There is no folder"),
        (tmp_path / "file", "is there already"),
        ("/proc/site.tar", "could not be written to /proc"),
    ):
        with pytest.raises(CommandError, match=why):
            call_command("backup", target)
    state = JobState.objects.get(name="backup")
    assert state.last_succeeded_at is None
    assert "/proc" in state.last_error


# --- the file store -------------------------------------------------------------------------------------------------


def test_a_file_is_stored_under_its_very_name_in_place_of_a_damaged_one(tmp_path):
    with (tmp_path / "new").open("wb+") as source:
        source.write(PDF)
        source.seek(0)
        store("documents/abc/paper.pdf", source)
    entry = SimpleNamespace(size=len(PDF), sha256="")
    assert not holds("documents/abc/paper.pdf", entry)
    with stored("documents/abc/paper.pdf") as (size, opened):
        assert (size, opened.read()) == (len(PDF), PDF)
    with (tmp_path / "new").open("rb") as source:
        store("documents/abc/paper.pdf", source)
    with pytest.raises(FileNotFoundError), stored("documents/abc/other.pdf"):
        pass
    with pytest.raises(BackupError, match="no name for a file"), stored("../outside.pdf"):
        pass


def s3(endpoint, bucket="gone"):
    options = {
        "bucket_name": bucket, "endpoint_url": endpoint, "region_name": "us-east-1",
        "access_key": os.environ.get("S3_ACCESS_KEY", "a"), "secret_key": os.environ.get("S3_SECRET_KEY", "b"),
    }  # fmt: skip
    return storages.backends | {"default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}}


def test_a_store_that_does_not_answer_is_no_missing_file():
    with (
        override_settings(STORAGES=s3(f"http://127.0.0.1:{free_port()}")),
        pytest.raises(BackupError, match="did not answer"),
        stored("documents/abc/paper.pdf"),
    ):
        pass


@pytest.mark.needs("s3")
def test_a_bucket_that_is_not_there_is_no_missing_file():
    with (
        override_settings(STORAGES=s3(os.environ["S3_ENDPOINT_URL"], "no-such-bucket")),
        pytest.raises(BackupError, match="NoSuchBucket"),
        stored("documents/abc/paper.pdf"),
    ):
        pass


# --- PostgreSQL's own tools -----------------------------------------------------------------------------------------


def test_a_tool_that_is_missing_is_named_with_its_package(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match=r"pg_dump is not installed.*postgresql-client"):
        postgresql.tool_version("pg_dump")
    (tmp_path / "pg_dump").write_text("#!/bin/sh\necho no version >&2\n")
    (tmp_path / "pg_dump").chmod(0o755)
    with pytest.raises(BackupError, match="pg_dump does not work: no version"):
        postgresql.tool_version("pg_dump")


def test_versions_that_do_not_fit_are_refused(monkeypatch, tmp_path):
    (tmp_path / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 14.9 (Debian 14.9-1)'\n")
    (tmp_path / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "14.9 is too old for the server's 15.3. Install PostgreSQL's client 15" in postgresql.too_old(
        postgresql.tool_version("pg_dump"), "15.3"
    )
    assert postgresql.too_old("16.1", "15.3") == ""
    assert postgresql.misfits("15.3", "14.2", server="15.9", here="14.9") == []
    assert "install version 16" in postgresql.misfits("15.3", "16.1", server="15.3", here="15.3")[0]
    assert "this server is the older 15.3" in postgresql.misfits("16.0", "14.2", server="15.3", here="15.3")[0]


def test_the_password_is_not_on_the_command_line(monkeypatch):
    settings = {"HOST": "db", "PORT": 5432, "NAME": "site", "USER": "site", "PASSWORD": "word", "OPTIONS": {}}
    monkeypatch.setattr(postgresql, "connection", SimpleNamespace(settings_dict=settings))
    command, environment = postgresql._command("pg_dump", ["--format=custom"])
    assert "word" not in command
    assert environment["PGPASSWORD"] == "word"
    assert command[-1] == "site"


@pytest.mark.needs("postgresql")
def test_a_tool_that_hangs_is_ended(monkeypatch, tmp_path):
    (tmp_path / "pg_dump").write_text("#!/bin/sh\nexec sleep 60\n")
    (tmp_path / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    settings = {"HOST": "", "PORT": "", "NAME": "x", "USER": "", "PASSWORD": "", "OPTIONS": {}}
    monkeypatch.setattr(postgresql, "connection", SimpleNamespace(settings_dict=settings))
    with pytest.raises(BackupError, match="pg_dump was not done after 0 s"):
        postgresql._run("pg_dump", [], 0.1)


def test_an_sqlite_copy_that_takes_too_long_is_ended(tmp_path, monkeypatch, db):
    if connection.vendor != "sqlite":
        return
    with pytest.raises(BackupError, match="could not be copied: not done after 0 s"):
        sqlite.snapshot(tmp_path / "copy", [], 0).__enter__()
