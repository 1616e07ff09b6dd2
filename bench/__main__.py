"""`make bench`: what the demo site costs, beside a trivial Django view and a static file, in one run.

Absolute figures are this machine's and this moment's; the ratios are what to compare.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.large_files import large_files
from bench.load import Load, Server, fetch, load

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("LASWEB_VAR_DIR") or ROOT / "var").resolve()
SETTINGS = {"DJANGO_SETTINGS_MODULE": "lasweb.settings.dev", "LOG_LEVEL": "ERROR"}
UNCACHED = {"PAGE_CACHE_ENABLED": "0"}
# Pages with a document each.
SITES = (20, 10_000)
# Pages that are searched; `python -m bench.search` takes other numbers.
SEARCHED = 2_000
# One address of each public page type, found in the demo's tree.
ONE_OF_EACH = """
import django; django.setup()
from collections import OrderedDict
from core.visibility import visible_pages
found = OrderedDict()
for page in visible_pages().specific():
    found.setdefault(type(page).__name__, page.get_url())
import json; print(json.dumps(found))
"""


def main() -> int:
    """Prepare the demo site, measure, print."""
    _prepare()
    pages = {name: urlsplit(url).path for name, url in json.loads(_python(ONE_OF_EACH)).items()}
    pages["search"] = "/search/?q=ambulance"
    _costs(pages)
    _files()
    _reading()
    _search()
    _throughput(pages)
    large_files(_python, _served)
    return 0


def _prepare() -> None:
    manage = [sys.executable, "manage.py"]
    for command in (["migrate", "--no-input", "-v0"], ["load_demo"], ["collectstatic", "--no-input", "-v0"]):
        subprocess.run([*manage, *command], cwd=ROOT, env=_environment(), check=True, stdout=subprocess.DEVNULL)


def _environment(**more: str) -> dict[str, str]:
    return os.environ | SETTINGS | more


def _python(code: str, *arguments: str, **environment: str) -> str:
    command = [sys.executable, *(["-c", code] if code else []), *arguments]
    done = subprocess.run(command, cwd=ROOT, env=_environment(**environment), check=True, stdout=subprocess.PIPE)
    return done.stdout.decode()


def _costs(pages: dict[str, str]) -> None:
    print("In the process (median CPU)\n")
    row = "{:<18} {:<34} {:>8} {:>4} {:>7} {:>7} {:>7}"
    print(row.format("page", "address", "CPU ms", "SQL", "HTML", "gzip", "brotli"))
    rows = [("trivial view", _in_process("bench.trivial", ["/"])[0])]
    rows.append(("home, cached", _in_process("lasweb.wsgi", ["/"])[0]))
    rows += list(zip(pages, _in_process("lasweb.wsgi", list(pages.values()), **UNCACHED), strict=True))
    for name, cost in rows:
        bytes_ = (cost["html"], cost["gzip"], cost["brotli"])
        print(row.format(name, cost["path"][:34], f"{cost['cpu_ms']:.2f}", cost["queries"], *bytes_))


def _in_process(application: str, paths: list[str], **environment: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(_python("", "-m", "bench.in_process", application, *paths, **environment))
    return found


def _files() -> None:
    """Compare what a file costs on a small site with what it costs on a large one."""
    print("\nFiles: who may have them, in the process (median CPU), each site in a database of its own\n")
    row = "{:<28} {:>9} {:>8} {:>4}"
    print(row.format("", "documents", "CPU ms", "SQL"))
    for count in SITES:
        with tempfile.TemporaryDirectory() as folder:
            place = {"LASWEB_VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3"}
            found = json.loads(_python("", "-m", "bench.files", str(count), **place))
        for each in found:
            print(row.format(each["name"], count, f"{each['cpu_ms']:.2f}", each["queries"]))


def _reading() -> None:
    """Show how fast files are read, and that a killed worker costs none."""
    print("\nReading PDFs of running text: pages a second by the clock and by CPU time (ours counts both processes)\n")
    with tempfile.TemporaryDirectory() as folder:
        place = {"LASWEB_VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3"}
        found = json.loads(_python("", "-m", "bench.reading", **place))
    row = "{:<28} {:>6} {:>9} {:>9} {:>10}"
    print(row.format("", "pages", "pages/s", "per CPU s", "memory MB"))
    for each in found["speed"]:
        memory = f"{each['memory']:.0f}" if each["memory"] else ""
        speeds = (f"{each['per second']:.0f}", f"{each['per CPU second']:.0f}")
        print(row.format(each["way"], each["pages"], *speeds, memory))
    print("\n" + ", ".join(f"{name}: {value}" for name, value in found["many"].items()) + " (one worker was killed)")


def _search() -> None:
    print(f"\nSearch of {SEARCHED:,} pages on SQLite, in the process: facets, highlights, each hit asked again (ms)\n")
    row = "{:<28} {:>9} {:>9} {:>4}"
    print(row.format("", "p50", "p95", "SQL"))
    with tempfile.TemporaryDirectory() as folder:
        place = {"LASWEB_VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3"}
        found = json.loads(_python("", "-m", "bench.search", str(SEARCHED), **place))
    for each in found:
        print(row.format(each["name"], f"{each['p50']:.1f}", f"{each['p95']:.1f}", each["queries"]))


def _throughput(pages: dict[str, str]) -> None:
    # WhiteNoise lists the files when it starts, so the home page's bytes are put there first.
    file = VAR / "static" / "bench-home.html"
    try:
        with _served("lasweb.wsgi") as server:
            file.write_bytes(fetch(server.port, "/"))
        with ExitStack() as servers:
            cached = servers.enter_context(_served("lasweb.wsgi"))
            uncached = servers.enter_context(_served("lasweb.wsgi", **UNCACHED))
            trivial = servers.enter_context(_served("bench.trivial"))
            measured = {
                "trivial view": load(trivial, "/"),
                "home, cached": load(cached, "/"),
                "its bytes as a static file": load(cached, f"/static/{file.name}"),
                **{f"{name}, not cached": load(uncached, path) for name, path in pages.items()},
            }
    finally:
        file.unlink(missing_ok=True)
    _print_throughput(measured)


def _print_throughput(measured: dict[str, Load]) -> None:
    base = measured["trivial view"]
    print("\nOver gunicorn, two workers of four threads, eight connections; CPU is the server's for one request,")
    print("the trivial view has Django's default middlewares\n")
    row = "{:<28} {:>10} {:>7} {:>9} {:>9} {:>9} {:>8} {:>9}"
    print(row.format("", "requests/s", "ratio", "p50 ms", "p95 ms", "p95 ratio", "CPU ms", "CPU ratio"))
    for name, seen in measured.items():
        rate, tail, cpu = seen.per_second / base.per_second, seen.p95 / base.p95, seen.cpu / base.cpu
        times = (f"{seen.p50:.1f}", f"{seen.p95:.1f}", f"{tail:.2f}", f"{seen.cpu:.2f}", f"{cpu:.1f}")
        print(row.format(name, f"{seen.per_second:.0f}", f"{rate:.2f}", *times))


@contextmanager
def _served(application: str, **environment: str) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "python:lasweb.gunicorn", f"{application}:application"]
    with tempfile.TemporaryFile() as log:
        env = _environment(PORT=str(port), WEB_CONCURRENCY="2", **environment)
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            _wait(port, process)
            yield Server(port, process.pid)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("gunicorn did not start")


if __name__ == "__main__":
    sys.exit(main())
