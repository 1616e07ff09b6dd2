"""A folder beside the archive-to-be in which it is made, so that nothing unfinished ever bears its name."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX, SUFFIX = ".lasweb-", ".part"


@contextmanager
def workspace(folder: Path) -> Iterator[Path]:
    """Make a folder in `folder` that only its owner may enter, and remove it, with all in it, at the end.

    What a run that was killed has left is removed first; a run that is still going on is left alone.
    """
    for left in folder.glob(f"{PREFIX}*{SUFFIX}"):
        with _locked(left) as mine:
            if mine:
                shutil.rmtree(left, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=PREFIX, suffix=SUFFIX, dir=folder))
    try:
        with _locked(work):
            yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Lock a folder for as long as this process lives; yield False where another one holds it."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:  # its owner has just removed it
        yield False
        return
    try:
        yield _take(descriptor)
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # held, or a file system that knows no locks
        return False
    return True


def finish(made: Path, final: Path) -> None:
    """Give a finished file its name, unless something bears it. Raises FileExistsError then."""
    if final.exists():
        raise FileExistsError(final)
    # Not by a hard link, which would refuse by itself: not every disk for archives has those.
    made.rename(final)
    descriptor = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
