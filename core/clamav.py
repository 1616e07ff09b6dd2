"""Ask a ClamAV daemon about a file: its INSTREAM command, over a Unix socket or TCP (man clamd).

The packages that do this are unmaintained, under the GPL, asynchronous, or wait for ever
(docs/decisions/0034-uploads.md).
"""

import socket
import struct
import time
from contextlib import suppress
from typing import Any

_CHUNK = 256 * 1024
_LONGEST_ANSWER = 4096
_LENGTH = struct.Struct("!L")


class ScannerUnavailableError(Exception):
    """The daemon gave no verdict: down, too slow, overloaded, or the file is larger than it takes."""


class ScannerAwayError(ScannerUnavailableError):
    """The daemon did not answer at all, or not in time: the next file would fare no better."""


def find_virus(file: Any, address: str, timeout: float) -> str:
    """Return the name of what the daemon finds in `file` (open for reading, read to its end), "" for nothing.

    `address` is the path of a Unix socket or `host:port`. The whole takes at most `timeout` seconds.
    Raises ScannerUnavailableError.
    """
    try:
        answer = _ask(address, timeout, file)
    except OSError as error:
        raise ScannerAwayError(f"ClamAV at {address}: {error or type(error).__name__}") from error
    what = answer.removeprefix("stream: ")
    if what == "OK":
        return ""
    if what.endswith(" FOUND"):
        return what.removesuffix(" FOUND")
    raise ScannerUnavailableError(f"ClamAV at {address} answers: {answer or 'nothing'}")


def ping(address: str, timeout: float) -> str:
    """Return the daemon's version. Raises ScannerUnavailableError."""
    try:
        answer = _ask(address, timeout)
    except OSError as error:
        raise ScannerAwayError(f"ClamAV at {address}: {error or type(error).__name__}") from error
    if not answer.startswith("ClamAV"):
        raise ScannerUnavailableError(f"ClamAV at {address} answers: {answer or 'nothing'}")
    return answer


def _ask(address: str, timeout: float, file: Any = None) -> str:
    deadline = time.monotonic() + timeout
    with _connected(address, timeout) as connection:
        connection.sendall(b"zVERSION\0" if file is None else b"zINSTREAM\0")
        if file is not None:
            # When the file is too large the daemon says so and closes; what it said is still to be read.
            with suppress(BrokenPipeError, ConnectionResetError):
                while chunk := file.read(_CHUNK):
                    connection.settimeout(_left(deadline))
                    connection.sendall(_LENGTH.pack(len(chunk)) + chunk)
                connection.sendall(_LENGTH.pack(0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
            connection.settimeout(_left(deadline))
            piece = connection.recv(_LONGEST_ANSWER)
            if not piece:
                break
            answer += piece
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected(address: str, timeout: float) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(timeout)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("no answer in time")
    return left
