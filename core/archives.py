"""Look at a ZIP before it is unpacked: archives are made to fill a disk, or to write outside their folder."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

CHUNK = 64 * 1024
_MARK = b"PK\x03\x04"
_END_MARK, _END = b"PK\x05\x06", struct.Struct("<4s4H2LH")
# A comment follows the end record; its length is two bytes.
_END_WITHIN = _END.size + 0xFFFF
_BYTES_PER_ENTRY = 512
# Below this size (bytes) a part may be as repetitive as it likes.
_SMALL = 10_000_000
_UNREADABLE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError,
    struct.error, zlib.error,
)  # fmt: skip
_ENCRYPTED = 0x1
_LEAST_HEADER = 30


class UnsafeArchiveError(Exception):
    """The archive must not be opened; the message says why, as the end of "this file …"."""


@dataclass(frozen=True)
class ArchiveLimits:
    """What an archive may hold: entries, bytes when unpacked, and how many times larger a part may become."""

    entries: int
    unpacked: int
    ratio: int = 200


def open_archive(file: Any, limits: ArchiveLimits) -> zipfile.ZipFile:
    """Open a ZIP (a file open for reading and seeking) whose table of contents is harmless.

    Raises UnsafeArchiveError. What it holds must still be read by `read_entry`, because a table may lie.
    """
    size = file.seek(0, 2)
    file.seek(0)
    if file.read(len(_MARK)) != _MARK:
        raise UnsafeArchiveError("is no ZIP archive")
    _check_directory(file, size, limits)
    try:
        archive = zipfile.ZipFile(file)
    except _UNREADABLE as error:
        raise UnsafeArchiveError("is a damaged ZIP archive") from error
    _check_entries(archive.infolist(), size, limits)
    return archive


def read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
    """Unpack one entry piece by piece. Raises UnsafeArchiveError when it is damaged or longer than `limit` bytes."""
    left = limit
    try:
        with archive.open(entry) as opened:
            while piece := opened.read(CHUNK):
                left -= len(piece)
                if left < 0:
                    break
                yield piece
    except _UNREADABLE as error:
        raise UnsafeArchiveError("is a damaged ZIP archive") from error
    if left < 0:
        raise UnsafeArchiveError("holds more than its table of contents says")


def _check_directory(file: Any, size: int, limits: ArchiveLimits) -> None:
    # Before zipfile makes an object of each entry: ten million of them would fill the memory.
    file.seek(max(0, size - _END_WITHIN))
    tail = file.read(_END_WITHIN)
    at = tail.rfind(_END_MARK)
    if at < 0 or len(tail) < at + _END.size:
        raise UnsafeArchiveError("is a damaged ZIP archive")
    *_, entries, directory, offset, _comment = _END.unpack_from(tail, at)
    if directory == 0xFFFF_FFFF or offset == 0xFFFF_FFFF:
        raise UnsafeArchiveError("is a ZIP archive of a kind for very large files, which we do not read")
    if entries > limits.entries or directory > limits.entries * _BYTES_PER_ENTRY:
        raise UnsafeArchiveError(f"holds more than {limits.entries:,} files")


def _check_entries(entries: list[zipfile.ZipInfo], size: int, limits: ArchiveLimits) -> None:
    if len(entries) > limits.entries:
        raise UnsafeArchiveError(f"holds more than {limits.entries:,} files")
    if len({entry.filename for entry in entries}) < len(entries):
        raise UnsafeArchiveError("holds two files of one name")
    for entry in entries:
        _check_entry(entry, limits)
    if sum(entry.file_size for entry in entries) > limits.unpacked:
        raise UnsafeArchiveError(f"unpacks to more than {limits.unpacked // 1_000_000:,} MB")
    # Parts that lie over one another: few bytes that unpack to terabytes. https://www.bamsoftware.com/hacks/zipbomb/
    free_from = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < free_from:
            raise UnsafeArchiveError("is a ZIP archive whose parts overlap")
        free_from = entry.header_offset + _LEAST_HEADER + entry.compress_size
    if free_from > size:
        raise UnsafeArchiveError("is a damaged ZIP archive")


def _check_entry(entry: zipfile.ZipInfo, limits: ArchiveLimits) -> None:
    name = entry.orig_filename
    if name.startswith("/") or "\\" in name or "\0" in name or ":" in name or ".." in PurePosixPath(name).parts:
        raise UnsafeArchiveError("holds a file that wants to lie outside its folder")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UnsafeArchiveError("holds a link instead of a file")
    if entry.flag_bits & _ENCRYPTED:
        raise UnsafeArchiveError("is protected by a password")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise UnsafeArchiveError("is packed in a way that we do not read")
    if entry.file_size > _SMALL and entry.file_size > limits.ratio * max(1, entry.compress_size):
        raise UnsafeArchiveError("unpacks to far more than its size")
