"""Requests per second, times and the server's CPU over real sockets: by wrk where installed, else by threads here."""

import http.client
import re
import shutil
import statistics
import subprocess
import threading
import time
from dataclasses import dataclass

import psutil

CONNECTIONS = 8
SECONDS = 4


@dataclass(frozen=True)
class Load:
    """What a server did under load; times in milliseconds, `cpu` those of its processes for one request."""

    per_second: float
    p50: float
    p95: float
    cpu: float


@dataclass(frozen=True)
class _Answers:
    count: int
    seconds: float
    p50: float
    p95: float


@dataclass(frozen=True)
class Server:
    """A server that runs: its port, and the process whose children answer."""

    port: int
    pid: int

    def cpu(self) -> float:
        """Return the CPU seconds, user and system, that it and its children have used."""
        master = psutil.Process(self.pid)
        times = [process.cpu_times() for process in (master, *master.children(recursive=True))]
        return sum(spent.user + spent.system for spent in times)


def load(server: Server, path: str) -> Load:
    """Ask for one page as fast as it is answered, over eight connections, for some seconds."""
    for _ in range(8):
        fetch(server.port, path)
    before = server.cpu()
    ask = _by_wrk if shutil.which("wrk") else _by_threads
    seen = ask(server.port, path)
    cpu = (server.cpu() - before) * 1000 / seen.count
    return Load(seen.count / seen.seconds, seen.p50, seen.p95, cpu)


SCRIPT = """done = function(s, l, r)
  local p50, p95 = l:percentile(50), l:percentile(95)
  io.write(string.format("COUNT %d MICROSECONDS %d P50 %d P95 %d\\n", s.requests, s.duration, p50, p95))
end"""


def _by_wrk(port: int, path: str) -> _Answers:
    address = f"http://127.0.0.1:{port}{path}"
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", "/dev/stdin", address]
    said = subprocess.run(
        command, input=SCRIPT, capture_output=True, text=True, check=True, timeout=SECONDS + 30
    ).stdout
    found = re.search(r"COUNT (\d+) MICROSECONDS (\d+) P50 (\d+) P95 (\d+)", said)
    if not found or "Non-2xx" in said:
        raise RuntimeError(f"{address} did not answer as it should:\n{said}")
    count, microseconds, p50, p95 = map(int, found.groups())
    return _Answers(count, microseconds / 1e6, p50 / 1000, p95 / 1000)


def _by_threads(port: int, path: str) -> _Answers:
    times: list[float] = []
    end = time.monotonic() + SECONDS

    def work() -> None:
        while time.monotonic() < end:
            start = time.perf_counter()
            fetch(port, path)
            times.append((time.perf_counter() - start) * 1000)

    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _Answers(len(times), SECONDS, statistics.median(times), statistics.quantiles(times, n=20)[18])


def fetch(port: int, path: str) -> bytes:
    """Ask for one page, which must be there; return its bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return body
    finally:
        connection.close()
