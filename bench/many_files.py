"""Many files, several workers, one of them killed in the middle of a file: none may be lost, or read twice to the end.

usage: python -m bench.many_files FILES WORKERS   prints JSON; on the site of the environment, whose database stands
       python -m bench.many_files --work LOG      one of the workers
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

# What is done within this time (seconds) is done; the rest is lost.
PATIENCE = 600
PAGES = 2


def main() -> None:
    """Be a worker, or start some and see what they do."""
    import django

    django.setup()
    if sys.argv[1] == "--work":
        work(Path(sys.argv[2]))
    else:
        print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))))


def work(log: Path) -> None:
    """Work as `manage.py run_worker` does; write into the log which file this process takes, and which it has done."""
    from django.core.management import call_command

    from documents.reading import queue

    lines = os.open(log, os.O_WRONLY | os.O_APPEND)
    take, finish = queue._take, queue.Lease.finish

    def told_take(*arguments: Any) -> Any:
        lease = take(*arguments)
        if lease:
            os.write(lines, f"took {os.getpid()} {lease.reading.pk}\n".encode())
        return lease

    def told_finish(lease: Any, outcome: Any) -> bool:
        done = finish(lease, outcome)
        if done:
            os.write(lines, f"done {os.getpid()} {lease.reading.pk}\n".encode())
        return done

    for holder, name, told in ((queue, "_take", told_take), (queue.Lease, "finish", told_finish)):
        setattr(holder, name, told)
    call_command("run_worker")


def measure(files: int, workers: int) -> dict[str, Any]:
    """Return how many of the files were read, how many twice, and in how many seconds."""
    from documents.models import FileReading, PageText
    from documents.tasks import enqueue_reading

    _make(files)
    enqueue_reading()
    with tempfile.NamedTemporaryFile(prefix="lasweb-bench-") as file:
        log = Path(file.name)
        command = [sys.executable, "-m", "bench.many_files", "--work", str(log)]
        started = time.monotonic()
        processes = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for _ in range(workers)]
        try:
            _wait(lambda: len(_told(log, "done")) >= files / workers, "a third was read")
            _kill_one_at_work(processes, log)
            _wait(lambda: FileReading.objects.exclude(state="read").count() <= 1, "all others were read")
            _let_its_lease_run_out()
            _wait(lambda: not FileReading.objects.exclude(state="read").exists(), "all were read")
            seconds = time.monotonic() - started
        finally:
            for process in processes:
                process.kill()
                process.wait()
        ends = Counter(reading for _, reading in _told(log, "done"))
        return {
            "files": files,
            "read": FileReading.objects.filter(state="read", page_count=PAGES).count(),
            "pages": PageText.objects.count(),
            "ended twice": sum(count > 1 for count in ends.values()),
            "begun twice": len(_told(log, "took")) - files,
            "workers": len({pid for pid, _ in _told(log, "took")}),
            "seconds": round(seconds, 1),
        }


def _make(count: int) -> None:
    from django.core.files.base import ContentFile

    from documents.models import Document
    from tests.documents.pdfs import pdf

    for number in range(count):
        content = pdf([f"File {number}, page {page}." for page in range(1, PAGES + 1)])
        Document.objects.create(title=f"File {number}", file=ContentFile(content, name="file.pdf"))


def _told(log: Path, what: str) -> list[tuple[int, int]]:
    """Return the processes and rows of the lines that begin with this word."""
    lines = [line.split() for line in log.read_text().splitlines()]
    return [(int(pid), int(reading)) for word, pid, reading in lines if word == what]


def _kill_one_at_work(processes: list[subprocess.Popen[bytes]], log: Path) -> None:
    """Kill a worker that has taken a file and not done it."""

    def killed() -> bool:
        for process in processes:
            process.send_signal(signal.SIGSTOP)
            mine = [word.split()[0] for word in log.read_text().splitlines() if int(word.split()[1]) == process.pid]
            if mine[-1:] == ["took"]:
                process.kill()
                process.wait()
                return True
            process.send_signal(signal.SIGCONT)
        return False

    _wait(killed, "a worker was killed in the middle of a file")


def _let_its_lease_run_out() -> None:
    """Set the two minutes back that the killed worker's lease has left, and wake the others as the scheduler would."""
    from django.db.models import F

    from documents.models import FileReading
    from documents.tasks import enqueue_reading

    FileReading.objects.filter(state="reading").update(leased_until=F("leased_until") - timedelta(minutes=3))
    enqueue_reading()


def _wait(happened: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > until:
            raise RuntimeError(f"not within {PATIENCE} s: {what}")
        time.sleep(0.02)


if __name__ == "__main__":
    main()
