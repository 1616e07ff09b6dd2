"""A real ClamAV daemon that knows one virus: files of the tests that hold MARK."""

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.processes import running, wait_for

MARK = b"lasweb test virus: not dangerous, found by its signature"
SIGNATURE = "Lasweb.Test"
FOUND = f"{SIGNATURE}.UNOFFICIAL"


@contextmanager
def clamd(folder: Path, *lines: str) -> Iterator[str]:
    """Start the daemon with further lines of configuration; yield its socket's path."""
    database = folder / "signatures"
    database.mkdir()
    (database / "test.ndb").write_text(f"{SIGNATURE}:0:*:{MARK.hex()}\n")
    address = folder / "clamd.sock"
    assert len(str(address)) < 100, "a socket's path is short"
    settings = [
        f"DatabaseDirectory {database}", f"LocalSocket {address}", f"TemporaryDirectory {folder}", "Foreground yes",
        "StreamMaxLength 1M", "MaxThreads 2", "SelfCheck 0", *lines,
    ]  # fmt: skip
    (folder / "clamd.conf").write_text("\n".join(settings) + "\n")
    command = [shutil.which("clamd") or "", "-c", str(folder / "clamd.conf")]
    with running(dict(os.environ), *command, log=folder / "clamd.log"):

        def listens() -> bool:
            with socket.socket(socket.AF_UNIX) as probe:
                return probe.connect_ex(str(address)) == 0

        wait_for(listens, "clamd listens")
        yield str(address)
