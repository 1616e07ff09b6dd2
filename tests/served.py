"""The site as gunicorn serves it, and a Redis that comes and goes, for tests that ask over real sockets."""

import http.client
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.forked import run_code
from tests.originals import HOME_PAGE, a_copy
from tests.processes import PYTHON, environment, free_port, running, wait_for

PATIENCE = 30


def listens(port: int) -> bool:
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
        wait_for(lambda: listens(self.port), "Redis listens")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)
            self.process = None


class ServedSite:
    """A site with a database, a folder and a generation of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.log = folder / "gunicorn.log"
        chosen = {
            "DJANGO_SETTINGS_MODULE": "lasweb.settings.test",
            "LASWEB_TEST_VAR_DIR": str(folder),
            "PAGE_CACHE_ENABLED": "1",
        }
        self.environment = environment(folder, **(chosen | settings))

    def run(self, code: str) -> str:
        """Run Python in a process of its own, with Django set up."""
        done = run_code(self.environment, code)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def serve(self, workers: int = 1, **settings: str) -> Iterator[int]:
        """Serve it; yields the port."""
        port = free_port()
        env = self.environment | {"PORT": str(port), "WEB_CONCURRENCY": str(workers)} | settings
        with running(env, PYTHON, "-m", "gunicorn", "-c", "python:lasweb.gunicorn", log=self.log):
            wait_for(lambda: listens(port), "gunicorn listens")
            yield port


@contextmanager
def site_with_home_page(folder: Path, *, on_postgres: bool | None = None, **settings: str) -> Iterator[ServedSite]:
    """Yield a site that has a home page and nothing else, on the suite's kind of database if nothing is said."""
    with a_copy(HOME_PAGE, folder, on_postgres=on_postgres) as database:
        yield ServedSite(folder, **database, **settings)


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask a server one thing; returns status, headers (names in lower case) and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()
