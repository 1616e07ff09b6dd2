"""The worker's side of the child that reads files: start it, ask it, and end it when it goes too far.

Nothing that the child says is trusted: it has read a file that anybody may have made.
"""

import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

from documents.enums import ReadingReason
from documents.reading import child
from documents.reading.answers import facts_of, page_of, plain
from documents.reading.formats import READERS
from documents.reading.results import Facts, PageRead, ReadingFaultError

MEGABYTE = 1024 * 1024
# How long a child may take to start on a machine that is busy (seconds).
START = 30
# A child that crashed when it had once taken this much of its memory ran out of it; how often that is looked at.
NEARLY_ALL, LOOK_EVERY = 0.7, 0.2
_PIECE = 64 * 1024

T = TypeVar("T")
Alive = Callable[[], None]


@dataclass(frozen=True)
class Limits:
    """What one file may cost. Time is by the clock."""

    seconds: float = 60
    memory: int = 512 * MEGABYTE
    pages: int = 5_000
    characters: int = 20_000_000
    # Of what the child says, in bytes: JSON takes up to twelve for one character.
    output: int = 256 * MEGABYTE
    # A child is replaced after so many orders, whatever its libraries have kept.
    orders: int = 50


@dataclass(frozen=True)
class FileRead:
    """What a file says."""

    pages: list[PageRead]
    facts: Facts


class ReaderUnavailableError(Exception):
    """The child does not start, or lacks a library: no file's fault."""


class _ChildEndedError(Exception):
    """The child is gone, or out of memory, before it had answered."""

    def __init__(self, reason: ReadingReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def _nothing() -> None:
    pass


class FileReader:
    """A child that is started when it is needed and replaced after any fault. A context; not for several threads."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        # The child's own folder; the file that it is to read is put there, too.
        self.folder = Path(tempfile.mkdtemp(prefix="lasweb-reading-"))
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def pid(self) -> int | None:
        """The number of the child's process while there is one."""
        return self._child.process.pid if self._child else None

    def read(self, path: Path, extension: str, alive: Alive = _nothing) -> FileRead:
        """Return what the file at this path says; `alive` is called again and again meanwhile, and may raise.

        Raises ReadingFaultError for a file that cannot be read, ReaderUnavailableError when none can.
        """
        if extension not in READERS:
            raise ReadingFaultError(ReadingReason.DAMAGED, f"nothing here reads “.{extension[:20]}” files")
        return self._ask(lambda a_child: self._read(a_child, path, extension, alive))

    def call(self, function: str, *arguments: Any, alive: Alive = _nothing) -> Any:
        """Return what a function ("module:name", of a module without Django) returns in the child, as JSON has it.

        The limits are those of a file, and the same is raised.
        """
        order = {"call": function, "arguments": list(arguments)}
        return self._ask(lambda a_child: next(a_child.answers(order, alive)).get("result"))

    def _ask(self, question: "Callable[[_Child], T]") -> T:
        """Put it to the child; to a new one when one ended that had read other files before, whose fault it may be."""
        while True:
            used = self._child is not None and self._child.orders < self.limits.orders
            if not used:
                self._end()
            self._child = self._child or _Child(self.limits, self.folder)
            try:
                return question(self._child)
            except _ChildEndedError as error:
                self._end()
                if not used:
                    raise ReadingFaultError(error.reason, error.detail) from error
            except BaseException:
                self._end()
                raise

    def _read(self, a_child: "_Child", path: Path, extension: str, alive: Alive) -> FileRead:
        pages: list[PageRead] = []
        characters = 0
        for answer in a_child.answers({"read": str(path), "extension": extension}, alive):
            if "facts" in answer:
                return FileRead(pages, facts_of(answer["facts"]))
            pages.append(page_of(answer["page"]))
            characters += len(pages[-1].text)
            if len(pages) > self.limits.pages:
                raise ReadingFaultError(ReadingReason.TOO_MANY_PAGES, f"more than {self.limits.pages:,}")
            if characters > self.limits.characters:
                raise ReadingFaultError(ReadingReason.TOO_MUCH_TEXT, f"more than {self.limits.characters:,} characters")
        raise AssertionError("answers end with facts or an error")

    def _end(self) -> None:
        gone, self._child = self._child, None
        if gone is not None:
            gone.end()


class _Child:
    """One process."""

    def __init__(self, limits: Limits, folder: Path) -> None:
        self._limits = limits
        self.orders = 0
        self._heard = bytearray()
        self._received = 0
        self._peak = 0
        self._looked = 0.0
        command = [sys.executable, "-I", "-B", child.__file__, str(limits.memory)]
        # No secret of ours: it is told nothing that it does not need. A session of its own, so that it and whatever it
        # has started can be ended together, and nobody's Ctrl-C reaches it.
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
        self.process = subprocess.Popen(  # noqa: S603  # our own program
            command, env=environment | {"TMPDIR": str(folder)}, cwd=folder, bufsize=0, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        pipes: Any = self.process
        self._stdin, self._stdout = pipes.stdin, pipes.stdout
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._stdout, selectors.EVENT_READ)
        try:
            self._next(time.monotonic() + START, _nothing)
        except BaseException as error:
            self.end()
            if isinstance(error, _ChildEndedError | ReadingFaultError):
                raise ReaderUnavailableError(f"the process that reads files does not start: {error.detail}") from error
            raise

    def answers(self, order: dict[str, Any], alive: Alive) -> Iterator[dict[str, Any]]:
        """Yield the answers to one order."""
        self.orders += 1
        self._received = 0
        deadline = time.monotonic() + self._limits.seconds
        try:
            self._stdin.write(json.dumps(order | {"seconds": self._limits.seconds}).encode() + b"\n")
        except OSError:
            raise self._ended() from None
        while True:
            answer = self._next(deadline, alive)
            if "unready" in answer:
                raise ReaderUnavailableError(str(answer["unready"]))
            if "fault" in answer:
                raise _fault(answer)
            yield answer

    def end(self) -> None:
        """Kill it, with whatever it has started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._selector.close()
        self._stdin.close()
        self._stdout.close()

    def _next(self, deadline: float, alive: Alive) -> dict[str, Any]:
        searched = 0
        while (end := self._heard.find(b"\n", searched)) < 0:
            searched = len(self._heard)
            self._receive(deadline, alive)
        line = bytes(self._heard[:end])
        del self._heard[: end + 1]
        try:
            answer = json.loads(line)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise _ChildEndedError(ReadingReason.STOPPED_READER, "it answers in no words of ours")
        return answer

    def _receive(self, deadline: float, alive: Alive) -> None:
        while True:
            alive()
            self._look_at_memory()
            left = deadline - time.monotonic()
            if left <= 0:
                raise ReadingFaultError(ReadingReason.TOO_SLOW, f"more than {self._limits.seconds:g} s")
            if self._selector.select(min(left, LOOK_EVERY)):
                break
        piece = os.read(self._stdout.fileno(), _PIECE)
        if not piece:
            raise self._ended()
        self._heard += piece
        self._received += len(piece)
        if self._received > self._limits.output:
            raise ReadingFaultError(ReadingReason.TOO_MUCH_TEXT, f"more than {self._limits.output:,} bytes")

    def _look_at_memory(self) -> None:
        """Note the most that it has taken, where /proc tells."""
        if time.monotonic() < self._looked + LOOK_EVERY:
            return
        self._looked = time.monotonic()
        with suppress(OSError):
            for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
                if line.startswith("VmPeak:"):
                    self._peak = int(line.split()[1]) * 1024

    def _ended(self) -> _ChildEndedError:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        code = self.process.wait()
        with suppress(ValueError):
            how = signal.Signals(-code).name if code < 0 else f"exit {code}"
            if self._peak > NEARLY_ALL * self._limits.memory:
                return _ChildEndedError(ReadingReason.TOO_MUCH_MEMORY, f"{how} at {self._peak // MEGABYTE} MB")
            return _ChildEndedError(ReadingReason.STOPPED_READER, how)
        return _ChildEndedError(ReadingReason.STOPPED_READER, f"signal {-code}")


def _fault(answer: dict[str, Any]) -> Exception:
    detail = plain(answer.get("detail"), 300)
    if answer["fault"] == ReadingReason.TOO_MUCH_MEMORY:
        # It may be what other files have left there that was too much.
        return _ChildEndedError(ReadingReason.TOO_MUCH_MEMORY, detail)
    reason = answer["fault"] if answer["fault"] in ReadingReason.values else ReadingReason.DAMAGED
    return ReadingFaultError(ReadingReason(reason), detail)
