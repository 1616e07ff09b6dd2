"""The archive: a plain tar file that any tar can open, its list of contents last.

`files/…` are the files by their names in the store, `database` the database, `manifest.json` the list of contents
(core.backups.manifest), `manifest.sha256` its hash, as `sha256sum -c` reads it. An archive without the last one was
cut off.
"""

import hashlib
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Protocol

from core.backups.errors import BackupError
from core.backups.manifest import Entry, Manifest

FILES = "files/"
DATABASE = "database"
MANIFEST = "manifest.json"
MANIFEST_HASH = "manifest.sha256"
CHUNK = 1024 * 1024
# A manifest of a million files; more is no manifest.
MAX_MANIFEST = 256 * CHUNK

DAMAGED = "The archive is damaged: {}. Nothing was changed. Use another archive, or fetch this one again."


class Readable(Protocol):
    """What can be read piece by piece."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most so many bytes."""


class Hashed:
    """Hashes and counts what is read through it."""

    def __init__(self, source: Readable) -> None:
        self._source, self._hash, self.size = source, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        chunk = self._source.read(size)
        self._hash.update(chunk)
        self.size += len(chunk)
        return chunk

    @property
    def entry(self) -> Entry:
        """Size and hash of what was read so far."""
        return Entry(self.size, self._hash.hexdigest())


def entry_of(source: Readable) -> Entry:
    """Read to the end, and return the size and hash."""
    hashed = Hashed(source)
    while hashed.read(CHUNK):
        pass
    return hashed.entry


class ArchiveWriter:
    """Writes an archive, part by part, into a new file that only its owner may read."""

    def __init__(self, path: Path) -> None:
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._tar = tarfile.TarFile(fileobj=self._file, mode="w", format=tarfile.PAX_FORMAT)

    def add(self, name: str, size: int, source: Readable) -> Entry:
        """Add one part of this size. Raises OSError when the source ends early."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        hashed = Hashed(source)
        self._tar.addfile(member, hashed)
        # The list is for those who look a member up; a large site's would only fill the memory.
        self._tar.members.clear()  # type: ignore[attr-defined]  # its stubs leave it out
        return hashed.entry

    def add_path(self, name: str, path: Path) -> Entry:
        """Add a file of this machine."""
        with path.open("rb") as source:
            return self.add(name, path.stat().st_size, source)

    def finish(self, manifest: Manifest) -> None:
        """Add the list of contents, and see to it that all of it is on the disk."""
        text = manifest.to_json()
        digest = self.add(MANIFEST, len(text), BytesIO(text)).sha256
        line = f"{digest}  {MANIFEST}\n".encode()
        self.add(MANIFEST_HASH, len(line), BytesIO(line))
        self._tar.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        """Let go of the file; what it holds is worthless."""
        self._file.close()


class ArchiveReader:
    """Reads an archive; nothing in it is believed before `verify` has returned."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def verify(self) -> Manifest:
        """Read all of it, compare every hash, and return its list of contents.

        Raises BackupError when the archive is cut off, damaged, incomplete, or holds what it does not list.
        """
        found: dict[str, Entry] = {}
        texts = {MANIFEST: b"", MANIFEST_HASH: b""}
        with self.opened():
            for name, size, source in self.parts():
                if name in found:
                    raise BackupError(DAMAGED.format(f"it holds {name} twice"))
                if name in texts and size <= MAX_MANIFEST:
                    texts[name] = source.read()
                    found[name] = entry_of(BytesIO(texts[name]))
                else:
                    found[name] = entry_of(source)
        if not texts[MANIFEST_HASH]:
            raise BackupError(DAMAGED.format("its end is missing"))
        if texts[MANIFEST_HASH] != f"{found[MANIFEST].sha256}  {MANIFEST}\n".encode():
            raise BackupError(DAMAGED.format("its list of contents was changed"))
        manifest = Manifest.from_json(texts[MANIFEST])
        _compare(manifest, found)
        return manifest

    def parts(self) -> Iterator[tuple[str, int, IO[bytes]]]:
        """Return each part with its size, in the order in which they were written: files first, then the database."""
        with self.opened(), tarfile.open(self._path, mode="r:") as tar:
            for member in tar:
                source = tar.extractfile(member) if member.isreg() else None
                if source is None:
                    raise BackupError(DAMAGED.format(f"{member.name} is no file"))
                with source:
                    yield member.name, member.size, source

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Say in our words what goes wrong while the archive is read."""
        try:
            yield
        except FileNotFoundError as error:
            raise BackupError(f"There is no archive {self._path}.") from error
        except tarfile.TarError as error:
            raise BackupError(DAMAGED.format(f"it cannot be read as a tar file ({error})")) from error
        except OSError as error:
            raise BackupError(f"The archive {self._path} cannot be read: {error}.") from error


def _compare(manifest: Manifest, found: dict[str, Entry]) -> None:
    listed = {f"{FILES}{name}": entry for name, entry in manifest.files.items()} | {DATABASE: manifest.database}
    for name, entry in listed.items():
        if found.get(name) != entry:
            raise BackupError(DAMAGED.format(f"{name} is {'not as it was' if name in found else 'missing'}"))
    if extra := sorted(found.keys() - listed.keys() - {MANIFEST, MANIFEST_HASH}):
        raise BackupError(DAMAGED.format(f"it holds {extra[0]}, which it does not list"))
