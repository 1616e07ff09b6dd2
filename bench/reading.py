"""How fast PDFs are read, and in how much memory: our limited child beside plain pypdfium2 and pypdf on the same files.

usage: python -m bench.reading   prints JSON; LASWEB_VAR_DIR is a new folder
       python -m bench.reading --plain LIBRARY FILE   one library in a process of its own
"""

import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

PAGES = (50, 200, 1_000)
ROUNDS = 3
LINES, WORDS = 45, 13
# Files and workers of the run in which one worker is killed.
FILES, WORKERS = 1_000, 3
LIBRARIES = ("pypdfium2", "pypdf")


def main() -> None:
    """Measure one library, or everything."""
    if sys.argv[1:2] == ["--plain"]:
        print(json.dumps(plain(sys.argv[2], Path(sys.argv[3]))))
        return
    import django

    django.setup()
    from django.core.management import call_command

    from bench import many_files

    call_command("migrate", verbosity=0, interactive=False)
    with tempfile.TemporaryDirectory() as folder:
        found = [each for pages in PAGES for each in compare(pages, Path(folder) / f"{pages}.pdf")]
    print(json.dumps({"speed": found, "many": many_files.measure(FILES, WORKERS)}))


def compare(pages: int, path: Path) -> list[dict[str, Any]]:
    """Return pages a second by the clock and by CPU time, and peak memory (MB), of each way to read one file."""
    path.write_bytes(a_file(pages))
    ways: dict[str, Callable[[], dict[str, Any]]] = {
        "the limited child": lambda: in_child(path, pages),
        "the same, into the database": lambda: to_the_end(path, pages),
        **{f"plain {library}": partial(in_process, library, path) for library in LIBRARIES},
    }
    return [{"way": way, "pages": pages, **_median([read() for _ in range(ROUNDS)])} for way, read in ways.items()]


def a_file(pages: int) -> bytes:
    """Return a PDF of so many pages of running text, the same each time."""
    from tests.documents.pdfs import pdf

    chance = random.Random(pages)  # noqa: S311  # no secret
    words = ["ambulance", "station", "the", "of", "response", "to", "calls", "board", "and", "in", "a", "performance"]
    lines = (" ".join(chance.choices(words, k=WORDS)) for _ in range(pages * LINES))
    return pdf(["\n".join(next(lines) for _ in range(LINES)) for _ in range(pages)], packed=True)


def in_child(path: Path, pages: int) -> dict[str, Any]:
    """Read it as the worker does, with a child that is started for it."""
    from documents.reading.process import FileReader

    before = _cpu()
    started = time.monotonic()
    with FileReader() as reader:
        found = len(reader.read(path, "pdf").pages)
        seconds = time.monotonic() - started
        peak = reader.call("bench.reading:peak")
    return _result(found, pages, seconds, _cpu() - before, peak)


def to_the_end(path: Path, pages: int) -> dict[str, Any]:
    """Read it as the worker does, from the store to the rows of its pages."""
    from django.core.files.base import ContentFile

    from documents.models import Document
    from documents.reading.run import read_what_waits

    document = Document.objects.create(title="Bench", file=ContentFile(path.read_bytes(), name="bench.pdf"))
    before = _cpu()
    started = time.monotonic()
    read_what_waits()
    seconds = time.monotonic() - started
    found = document.versions.get().reading.pages.count()
    document.delete()
    return _result(found, pages, seconds, _cpu() - before, None)


def in_process(library: str, path: Path) -> dict[str, Any]:
    """Read it with one library in a process of its own; starting it is not counted."""
    command = [sys.executable, "-m", "bench.reading", "--plain", library, str(path)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found


def plain(library: str, path: Path) -> dict[str, Any]:
    """Read it in this process."""
    read = {"pypdfium2": _with_pypdfium2, "pypdf": _with_pypdf}[library]
    before, started = time.process_time(), time.monotonic()
    pages = read(path)
    return _result(pages, pages, time.monotonic() - started, time.process_time() - before, peak())


def peak() -> int:
    """Return the most memory that this process has had, in bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def _with_pypdfium2(path: Path) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        return len([page.get_textpage().get_text_range() for page in pdf])


def _with_pypdf(path: Path) -> int:
    import pypdf

    return len([page.extract_text() for page in pypdf.PdfReader(path).pages])


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _result(found: int, wanted: int, seconds: float, cpu: float, memory: int | None) -> dict[str, Any]:
    if found != wanted:
        raise RuntimeError(f"{found} of {wanted} pages were read")
    return {"per second": found / seconds, "per CPU second": found / cpu, "memory": memory and memory / 1_000_000}


def _median(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: statistics.median(each[name] for each in rounds) if rounds[0][name] else None for name in rounds[0]}


if __name__ == "__main__":
    main()
