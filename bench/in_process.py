"""What one request costs inside the process: CPU time, SQL queries, bytes. Run in a process of its own.

usage: python -m bench.in_process APPLICATION PATH ...   prints JSON, one object a path
"""

import gzip
import importlib
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

import brotli

HOST = "127.0.0.1"
ROUNDS = 40
# The first answers make what is made once: pictures, templates, look-ups that are remembered.
WARM_UP = 3


def main() -> None:
    """Measure each path and print what was found."""
    module, *paths = sys.argv[1:]
    application = importlib.import_module(module).application
    print(json.dumps([measure(application, path) for path in paths]))


def measure(application: Callable[..., Any], path: str) -> dict[str, Any]:
    """Ask for one page again and again; the median of the CPU times, in milliseconds."""
    for _ in range(WARM_UP):
        status, body = ask(application, path)
    queries = count_queries(lambda: ask(application, path))
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        ask(application, path)
        times.append((time.process_time() - start) * 1000)
    return {
        "path": path,
        "status": status,
        "cpu_ms": statistics.median(times),
        "queries": queries,
        "html": len(body),
        "gzip": len(gzip.compress(body, 6)),
        "brotli": len(brotli.compress(body, quality=5)),
    }


def ask(application: Callable[..., Any], path: str) -> tuple[int, bytes]:
    """Call the WSGI application as a server would."""
    parts = urlsplit(path)
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "HTTP_HOST": HOST,
        "REMOTE_ADDR": HOST,
        "wsgi.errors": sys.stderr,
    }
    setup_testing_defaults(environ)
    statuses: list[str] = []
    response = application(environ, lambda status, *_: statuses.append(status))
    body = b"".join(response)
    response.close()
    return int(statuses[0].split()[0]), body


def count_queries(action: Callable[[], object]) -> int:
    """Return the number of statements sent to the database meanwhile."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    if connection.vendor == "unknown":  # the trivial view has no database
        action()
        return 0
    with CaptureQueriesContext(connection) as captured:
        action()
    return len(captured)


if __name__ == "__main__":
    main()
