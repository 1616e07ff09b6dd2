"""A ZIP is looked at before it is unpacked: nothing of it fills the disk or lands outside its folder."""

import stat
import struct
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError

from core import archives
from core.archives import ArchiveLimits, UnsafeArchiveError, open_archive, read_entry
from documents.uploads import check_document
from tests.documents.files import office, zipped

LIMITS = ArchiveLimits(entries=10, unpacked=20_000_000)


def archive(*entries, **options):
    written = BytesIO()
    with zipfile.ZipFile(written, "w", **options) as made:
        for name, content in entries:
            made.writestr(name, content)
    return written.getvalue()


def refused(content, limits=LIMITS):
    with pytest.raises(UnsafeArchiveError) as error:
        open_archive(BytesIO(content), limits)
    return str(error.value)


def linked():
    entry = zipfile.ZipInfo("link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return archive((entry, "/etc/passwd"))


def encrypted():
    made = bytearray(archive(("a.txt", "a")))
    at = made.rfind(b"PK\x01\x02")
    made[at + 8] |= 1
    return bytes(made)


def overlapping():
    """Two entries of the table that both point at the one part there is."""
    made = archive(("a.txt", "x" * 100))
    directory = made.rfind(b"PK\x01\x02")
    end = made.rfind(b"PK\x05\x06")
    first = made[directory:end]
    second = first.replace(b"a.txt", b"b.txt")
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, len(first + second), directory, 0)
    return made[:directory] + first + second + tail


def test_a_harmless_archive_is_opened():
    opened = open_archive(BytesIO(archive(("a.txt", "a"), ("folder/b.txt", "b"))), LIMITS)
    assert [b"".join(read_entry(opened, entry, 10)) for entry in opened.infolist()] == [b"a", b"b"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no ZIP"),
        (b"%PDF-1.7", "no ZIP"),
        (b"MZ" + archive(("a.txt", "a")), "no ZIP"),
        (archive(), "no ZIP"),
        (archive(("a.txt", "a"))[:-10], "damaged"),
        (archive(*((f"{n}.txt", "") for n in range(11))), "more than 10 files"),
        (archive(("a.txt", bytes(15_000_000)), ("b.txt", bytes(15_000_000))), "20 MB"),
        (archive(("a.txt", bytes(15_000_000)), compression=zipfile.ZIP_DEFLATED), "far more than its size"),
        (archive(("../a.txt", "a")), "outside its folder"),
        (archive(("/etc/a.txt", "a")), "outside its folder"),
        (archive(("C:/a.txt", "a")), "outside its folder"),
        (archive(("a\\..\\b.txt", "a")), "outside its folder"),
        (linked(), "a link"),
        (encrypted(), "password"),
        (archive(("a.txt", "a" * 50), compression=zipfile.ZIP_LZMA), "do not read"),
        (overlapping(), "overlap"),
    ],
    # Not by their bytes, which have the time in them: several processes must find tests of the same names.
    ids=[
        "empty",
        "a PDF",
        "a program before it",
        "no files",
        "cut off",
        "many files",
        "large",
        "a bomb",
        "up a folder",
        "from the root",
        "a drive",
        "backslashes",
        "a link",
        "encrypted",
        "an old method",
        "overlapping",
    ],
)
def test_an_archive_made_to_do_harm_is_refused(content, why):
    assert why in refused(content)


def test_two_files_of_one_name_are_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        made = archive(("a.txt", "a"), ("a.txt", "b"))
    assert "one name" in refused(made)


def test_an_archive_of_very_many_files_is_refused_before_its_table_is_read():
    made = bytearray(archive(("a.txt", "a")))
    end = made.rfind(b"PK\x05\x06")
    struct.pack_into("<L", made, end + 12, 4_000_000_000)
    assert "more than 10 files" in refused(bytes(made))
    struct.pack_into("<L", made, end + 12, 0xFFFF_FFFF)
    assert "very large" in refused(bytes(made))


def test_a_part_that_is_longer_than_its_table_says_is_stopped():
    opened = open_archive(BytesIO(archive(("a.txt", bytes(200_000)))), LIMITS)
    with pytest.raises(UnsafeArchiveError, match="more than its table"):
        list(read_entry(opened, opened.infolist()[0], 100_000))


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_damaged_part_is_told(compression):
    made = bytearray(archive(("a.txt", b"0123456789" * 50), compression=compression))
    made[45:50] = b"\xff\xff\xff\xff\xff"
    opened = open_archive(BytesIO(bytes(made)), LIMITS)
    with pytest.raises(UnsafeArchiveError, match="damaged"):
        list(read_entry(opened, opened.infolist()[0], 100_000))


def test_an_office_file_that_is_a_bomb_is_refused_with_why(monkeypatch):
    monkeypatch.setattr(archives, "_SMALL", 100_000)
    bomb = office("xlsx", parts={"xl/worksheets/sheet1.xml": "<c/>" * 500_000})
    with pytest.raises(ValidationError, match="unpacks to far more than its size"):
        check_document("a.xlsx", BytesIO(bomb))
    with pytest.raises(ValidationError, match="more than 10,000 files"):
        check_document("a.docx", BytesIO(zipped({f"{n}": "" for n in range(10_001)})))
