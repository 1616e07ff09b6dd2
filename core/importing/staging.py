"""Put the files of an import into the store, and take archives apart there, within limits."""

import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.files.base import File

from core.archives import ArchiveLimits, UnsafeArchiveError, open_archive, read_entry
from core.importing.importer import Problem
from core.models import ImportRun, StagedUpload

_CHUNK = 256 * 1024
TABLE_NAME = "manifest.csv"
# What operating systems put into archives beside what was meant.
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def stage(run: ImportRun, kind: str, name: str, content: Any) -> StagedUpload:
    """Keep one file (open for reading) for the run."""
    digest, size = hashlib.sha256(), 0
    content.seek(0)
    while chunk := content.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    content.seek(0)
    upload = StagedUpload(run=run, kind=kind, name=name[-255:], size=size, sha256=digest.hexdigest())
    upload.file.save(name.rpartition("/")[2], File(content), save=False)
    upload.save()
    return upload


def unpack_archives(run: ImportRun) -> Iterator[Problem]:
    """Take every archive of the run apart; one that is taken apart is deleted. Yield what is wrong with them."""
    for archive in run.uploads.filter(kind=StagedUpload.Kind.ARCHIVE).order_by("pk"):
        try:
            with archive.file.storage.open(str(archive.file.name), "rb") as opened:
                _unpack(run, opened)
        except UnsafeArchiveError as error:
            yield Problem(f"“{archive.name}” cannot be taken apart: it {error}. Pack the files as a plain ZIP again.")
        else:
            archive.delete()
    yield from _too_much(run)


def _unpack(run: ImportRun, opened: Any) -> None:
    limits = ArchiveLimits(entries=settings.IMPORT_MAX_FILES + 100, unpacked=settings.IMPORT_MAX_MB * 1_000_000)
    with open_archive(opened, limits) as archive:
        # A worker that was killed half way may have staged some of them: they are staged anew.
        known = {upload.name for upload in run.uploads.filter(kind=StagedUpload.Kind.FILE)}
        for entry in archive.infolist():
            if entry.is_dir() or _is_litter(entry.filename) or entry.filename in known:
                continue
            with tempfile.TemporaryFile() as unpacked:
                for piece in read_entry(archive, entry, entry.file_size):
                    unpacked.write(piece)
                kind = StagedUpload.Kind.TABLE if _is_table(run, entry, archive) else StagedUpload.Kind.FILE
                stage(run, kind, entry.filename, unpacked)


def _is_table(run: ImportRun, entry: zipfile.ZipInfo, archive: zipfile.ZipFile) -> bool:
    """Whether the table came inside the archive: `manifest.csv`, at the top or in the one folder that is there."""
    folder, _, name = entry.filename.rpartition("/")
    if name.lower() != TABLE_NAME or run.uploads.filter(kind=StagedUpload.Kind.TABLE).exists():
        return False
    tops = {each.filename.partition("/")[0] for each in archive.infolist() if not _is_litter(each.filename)}
    return not folder or ("/" not in folder and tops == {folder})


def _is_litter(name: str) -> bool:
    return name.startswith(_LITTER[0]) or name.rpartition("/")[2] in _LITTER or name.rpartition("/")[2].startswith("._")


def _too_much(run: ImportRun) -> Iterator[Problem]:
    files = run.uploads.filter(kind=StagedUpload.Kind.FILE)
    count, size = files.count(), sum(files.values_list("size", flat=True))
    if count > settings.IMPORT_MAX_FILES:
        yield Problem(
            f"These are {count:,} files; at most {settings.IMPORT_MAX_FILES:,} come in at once. Do it in parts."
        )
    if size > settings.IMPORT_MAX_MB * 1_000_000:
        yield Problem(f"These are {size // 1_000_000:,} MB; at most {settings.IMPORT_MAX_MB:,} come in at once.")
