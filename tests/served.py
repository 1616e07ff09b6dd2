"""Real servers for tests: each is started on a free port and stopped by the test that started it."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(ready: Callable[[], bool], process: subprocess.Popen, what: str) -> None:
    """Ask again and again, as fast as the machine allows, until the server answers."""
    deadline = time.monotonic() + PATIENCE
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{what} did not start")
        time.sleep(0.02)


def stop(process: subprocess.Popen) -> None:
    process.terminate()
    process.wait(timeout=10)


def accepts(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class RedisServer:
    """A Redis that keeps nothing on disk and can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.address = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        command = [shutil.which("redis-server"), "--port", str(self.port), "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_until(lambda: accepts(self.port), self.process, "redis-server")

    def stop(self) -> None:
        if self.process:
            stop(self.process)
            self.process = None


class ServedSite:
    """The site as gunicorn serves it, with a database, a folder and a generation of its own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder, self.log = folder, folder / "gunicorn.log"
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "lasweb.settings.test",
            "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
            "LASWEB_TEST_VAR_DIR": str(folder),
            "PAGE_CACHE_ENABLED": "1",
            **environment,
        }

    def run(self, code: str) -> str:
        """Run Python in a process of its own, with Django set up."""
        code = "import django; django.setup()\n" + code
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def build(self) -> None:
        """Make the database with a home page."""
        self.run(
            "from django.core.management import call_command\n"
            "call_command('migrate', verbosity=0)\n"
            "from wagtail.models import Page, Site\n"
            "from home.models import HomePage\n"
            "home = HomePage(title='Test Ambulance Service', slug='test-home', summary='Under test.')\n"
            "Page.objects.get(depth=1).add_child(instance=home)\n"
            "site = Site.objects.get_or_create(is_default_site=True, defaults={'root_page': home})[0]\n"
            "site.hostname, site.port, site.root_page = 'localhost', 80, home\n"
            "site.save()\n"
            "home.save_revision().publish()\n"
        )

    @contextmanager
    def serve(self, workers: int = 1, **environment: str) -> Iterator[int]:
        """Serve it; yields the port."""
        port = free_port()
        command = [sys.executable, "-m", "gunicorn", "lasweb.wsgi", "--bind", f"127.0.0.1:{port}", "--workers"]
        with self.log.open("a") as log:
            process = subprocess.Popen(
                [*command, str(workers)], cwd=ROOT, env=self.environment | environment, stdout=log, stderr=log
            )
        try:
            wait_until(lambda: accepts(port), process, "gunicorn")
            yield port
        finally:
            stop(process)


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask a server one thing; returns status, headers (names in lower case) and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()
