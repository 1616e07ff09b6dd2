"""An archive that is not whole is never restored, whatever is wrong with it."""

import json
import tarfile
from io import BytesIO

import pytest

from core.backups.archive import ArchiveReader, ArchiveWriter, entry_of
from core.backups.errors import BackupError
from core.backups.manifest import Manifest
from core.backups.workspace import workspace

FILES = {"documents/a/minutes.pdf": b"%PDF minutes " * 1_000, "originals/b/crew ünïcode.png": b"\x89PNG" * 500}
DATABASE = b"SQLite format 3" * 800


def made(path, *added, left_out=(), **changed):
    """Write an archive as the command does; `added` stands in it without being listed, `left_out` the other way."""
    archive = ArchiveWriter(path)
    for name in added:
        archive.add(name, 3, BytesIO(b"abc"))
    entries = {}
    for name, content in FILES.items():
        entries[name] = entry_of(BytesIO(content))
        if name not in left_out:
            archive.add(f"files/{name}", len(content), BytesIO(content))
    database = archive.add("database", len(DATABASE), BytesIO(DATABASE))
    told = {
        "made_at": "2026-11-24T02:00:00+00:00", "site": "https://www.example.nhs.uk", "database_kind": "sqlite",
        "database_version": "3.40.1", "versions": {"tool": "3.40.1"}, "migrations": {"core": ["0001_initial"]},
        "rows": {"core_user": 1}, "database": database, "files": entries,
    }  # fmt: skip
    archive.finish(Manifest(**(told | changed)))
    return path


def refusal(path):
    with pytest.raises(BackupError) as refused:
        ArchiveReader(path).verify()
    return str(refused.value)


def test_what_was_written_is_read(tmp_path):
    path = made(tmp_path / "site.tar")
    manifest = ArchiveReader(path).verify()
    assert manifest.files.keys() == FILES.keys()
    assert manifest.files["documents/a/minutes.pdf"] == entry_of(BytesIO(FILES["documents/a/minutes.pdf"]))
    assert manifest.size == len(DATABASE) + sum(map(len, FILES.values()))
    parts = {name: source.read() for name, _, source in ArchiveReader(path).parts() if name.startswith("files/")}
    assert parts == {f"files/{name}": content for name, content in FILES.items()}


def test_a_byte_changed_anywhere_is_noticed(tmp_path):
    """Given an archive, when one byte of any part of it changes, then it is refused."""
    path = made(tmp_path / "site.tar")
    whole = path.read_bytes()
    with tarfile.open(path) as tar:
        places = {member.name: (member.offset, member.offset_data) for member in tar}
    for name, (header, content) in places.items():
        for place in (header + 1, content + 3):
            broken = bytearray(whole)
            broken[place] ^= 1
            path.write_bytes(broken)
            assert "damaged" in refusal(path), f"{name} at {place}"


def test_an_archive_cut_off_anywhere_is_noticed(tmp_path):
    path = made(tmp_path / "site.tar")
    whole = path.read_bytes()
    end = whole.rstrip(b"\0")
    for length in [*range(0, len(end), 1_511), len(end) - 20]:
        path.write_bytes(whole[:length])
        assert "damaged" in refusal(path), f"cut at {length}"


@pytest.mark.parametrize("content", [b"", b"no tar file" * 100, b"\0" * 20_480])
def test_what_is_no_archive_is_refused(tmp_path, content):
    path = tmp_path / "letter.tar"
    path.write_bytes(content)
    assert "damaged" in refusal(path)


def test_an_archive_that_is_not_there_or_cannot_be_read_is_named(tmp_path):
    assert "There is no archive" in refusal(tmp_path / "gone.tar")
    assert "cannot be read" in refusal(tmp_path)


def test_what_stands_in_it_must_be_what_it_lists(tmp_path):
    lacking = made(tmp_path / "lacking.tar", left_out=["documents/a/minutes.pdf"])
    assert "files/documents/a/minutes.pdf is missing" in refusal(lacking)
    assert "which it does not list" in refusal(made(tmp_path / "more.tar", "files/documents/c/planted.pdf"))
    assert "database twice" in refusal(made(tmp_path / "twice.tar", "database"))


def test_a_link_in_an_archive_leads_nowhere(tmp_path):
    """Given an archive in which somebody put a link out of it, then it is refused before anything is read."""
    path = tmp_path / "link.tar"
    with tarfile.open(path, "w") as tar:
        link = tarfile.TarInfo("files/documents/a/minutes.pdf")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    assert "is no file" in refusal(path)


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"{}", b'{"format": "one"}', b'{"format": 1, "files": 3}'])
def test_a_list_that_cannot_be_read_is_refused(text):
    with pytest.raises(BackupError, match="list of contents cannot be read"):
        Manifest.from_json(text)


def test_an_archive_of_a_later_layout_asks_for_the_later_version():
    with pytest.raises(BackupError, match="newer LASweb"):
        Manifest.from_json(json.dumps({"format": 2}).encode())


def test_a_source_that_ends_early_is_an_error_and_no_archive(tmp_path):
    archive = ArchiveWriter(tmp_path / "site.tar")
    with pytest.raises(OSError, match="unexpected end of data"):
        archive.add("files/short.pdf", 100, BytesIO(b"only this"))
    archive.abandon()
    assert "damaged" in refusal(tmp_path / "site.tar")


def test_a_workspace_clears_up_what_the_dead_left_and_nothing_of_the_living(tmp_path):
    with workspace(tmp_path) as living:
        (tmp_path / ".lasweb-dead.part").mkdir()
        (tmp_path / ".lasweb-dead.part" / "archive").write_text("half")
        (tmp_path / "site.tar").write_text("an archive")
        with workspace(tmp_path) as mine:
            assert mine.stat().st_mode & 0o077 == 0
            assert {path.name for path in tmp_path.iterdir()} == {living.name, mine.name, "site.tar"}
    assert [path.name for path in tmp_path.iterdir()] == ["site.tar"]
