"""The process that opens files which may be poisoned. It has no Django, no settings, no environment, and little memory.

`python -I -B child.py MEMORY`; documents.reading.process starts it. It takes one order a line on its standard input and
answers in lines of JSON on its standard output, until the input ends:

    {"read": path, "extension": "pdf", "seconds": 60}  ->  {"page": …} for each page, then {"facts": …}
    {"call": "module:function", "arguments": […], "seconds": 60}  ->  {"result": …}

and either may end in {"fault": reason, "detail": …}. Whatever else happens is for the one who asked to see.
"""

import errno
import json
import os
import resource
import signal
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

# What a program may write into one file (bytes), and how many files it may hold open.
WRITE, OPEN_FILES = 64 * 1024 * 1024, 64
# It ends by itself this much later than its time is over, in case nobody is left to end it (seconds).
GRACE = 10


def main() -> None:
    """Limit this process, say that it is ready, do what is asked."""
    _limit(resource.RLIMIT_AS, int(sys.argv[1]))
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, WRITE)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    # Last, so that nothing of ours takes the place of the standard library or of a package.
    sys.path.append(str(Path(__file__).resolve().parents[2]))
    answers = _answers()
    _say(answers, {"ready": True})
    for line in sys.stdin.buffer:
        order = json.loads(line)
        signal.alarm(int(order["seconds"]) + GRACE)
        _do(order, answers)
        signal.alarm(0)


def _limit(what: int, amount: int) -> None:
    try:
        resource.setrlimit(what, (amount, amount))
    except (OSError, ValueError):
        # macOS knows no limit of a process's memory; the limit of time holds there too.
        if sys.platform == "linux":
            raise


def _answers() -> BinaryIO:
    """Return where answers go, and let nothing that a library prints get among them."""
    answers = os.fdopen(os.dup(1), "wb", buffering=64 * 1024)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


def _say(answers: BinaryIO, message: dict[str, Any]) -> None:
    answers.write(json.dumps(message).encode() + b"\n")
    answers.flush()


def _do(order: dict[str, Any], answers: BinaryIO) -> None:
    from documents.reading.results import ReadingFaultError

    try:
        act = _function(order)
    except ImportError as error:
        _say(answers, {"unready": f"{type(error).__name__}: {error}"})
        return
    try:
        if "read" in order:
            _read(act(Path(order["read"])), answers)
        else:
            _say(answers, {"result": act(*order["arguments"])})
    except ReadingFaultError as fault:
        _say(answers, {"fault": fault.reason, "detail": fault.detail})
    except MemoryError:
        _say(answers, {"fault": "too_much_memory", "detail": ""})
    except RecursionError as error:
        _say(answers, {"fault": "damaged", "detail": f"nested too deeply: {error}"})
    except Exception as error:  # noqa: BLE001  # a library that meets a damaged file raises anything
        reason = "too_much_memory" if getattr(error, "errno", None) == errno.ENOMEM else "damaged"
        _say(answers, {"fault": reason, "detail": f"{type(error).__name__}: {error}"[:300]})


def _function(order: dict[str, Any]) -> Any:
    if "read" in order:
        from documents.reading.formats import reader_of

        return reader_of(order["extension"])
    module, _, name = order["call"].partition(":")
    return getattr(import_module(module), name)


def _read(pages: Any, answers: BinaryIO) -> None:
    while True:
        try:
            page = next(pages)
        except StopIteration as end:
            _say(answers, {"facts": asdict(end.value)})
            return
        _say(answers, {"page": asdict(page)})


if __name__ == "__main__":
    main()
