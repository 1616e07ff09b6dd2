"""Requests per second and times over real sockets: by wrk where it is installed, else by a small client here."""

import http.client
import re
import shutil
import statistics
import subprocess
import threading
import time
from dataclasses import dataclass

CONNECTIONS = 8
SECONDS = 5


@dataclass(frozen=True)
class Load:
    """What a server did under load; times in milliseconds."""

    per_second: float
    p50: float
    p95: float


def load(port: int, path: str) -> Load:
    """Ask for one page as fast as it is answered, over eight connections, for five seconds."""
    address = f"http://127.0.0.1:{port}{path}"
    for _ in range(4):
        fetch(port, path)
    return _by_wrk(address) if shutil.which("wrk") else _by_threads(port, path)


SCRIPT = 'done = function(s, l, r) io.write(string.format("P50 %d P95 %d\\n", l:percentile(50), l:percentile(95))) end'


def _by_wrk(address: str) -> Load:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", "/dev/stdin", address]
    said = subprocess.run(
        command, input=SCRIPT, capture_output=True, text=True, check=True, timeout=SECONDS + 30
    ).stdout
    per_second = re.search(r"Requests/sec:\s+([\d.]+)", said)
    times = re.search(r"P50 (\d+) P95 (\d+)", said)
    if not per_second or not times or "Non-2xx" in said:
        raise RuntimeError(f"{address} did not answer as it should:\n{said}")
    return Load(float(per_second[1]), int(times[1]) / 1000, int(times[2]) / 1000)


def _by_threads(port: int, path: str) -> Load:
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
    return Load(len(times) / SECONDS, statistics.median(times), statistics.quantiles(times, n=20)[18])


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
