"""A real nginx with the configuration of deploy/nginx, before a site or a server that says what it is told to."""

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.processes import ROOT, free_port, running, wait_for
from tests.served import listens
from tests.servers import nginx

CONFIGURATION = ROOT / "deploy" / "nginx"
# Started by root its workers would be somebody who may not enter the tests' folders.
USER = "user root;" if os.geteuid() == 0 else ""


@dataclass
class Proxy:
    """An nginx of our own, in a folder of its own, before what listens on port `behind` of this machine."""

    folder: Path
    behind: int
    changes: dict[str, dict[str, str]] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    https_port: int = field(default_factory=free_port)

    @property
    def files(self) -> Path:
        """Where the files of the store are."""
        return self.folder / "files"

    @property
    def said(self) -> str:
        """Everything that it has said: access log and errors."""
        return "".join((self.folder / name).read_text() for name in ("access.log", "error.log"))

    @property
    def log(self) -> list[dict[str, str]]:
        """Return the lines of the access log."""
        return [json.loads(line) for line in (self.folder / "access.log").read_text().splitlines()]

    def lines(self, path: str, number: int = 1) -> list[dict[str, str]]:
        """Return the lines about this address, of which there are to be so many: nginx writes after it has answered."""
        wait_for(lambda: sum(line["path"] == path for line in self.log) >= number, f"{path} is logged", seconds=5)
        return [line for line in self.log if line["path"] == path]

    def write(self, server: str = "server.conf") -> Path:
        """Copy the configuration, changing what names a place, and nothing else; return the main file."""
        shutil.copytree(CONFIGURATION, self.folder / "lasweb", dirs_exist_ok=True)
        shutil.copy(CONFIGURATION / server, self.folder / "lasweb" / "server.conf")
        for name in ("files", "cache"):
            (self.folder / name).mkdir(exist_ok=True)
        self._change("nginx.conf", {
            "worker_processes auto;": f"worker_processes 2; daemon off; {USER}",
            "/tmp/nginx.pid": f"{self.folder}/pid",
            "error_log stderr": f"error_log {self.folder}/error.log",
        })  # fmt: skip
        self._change("log.conf", {"/dev/stdout": f"{self.folder}/access.log"})
        self._change("limits.conf", {"/var/cache/nginx": f"{self.folder}/cache"})
        self._change("cache.conf", {"/var/cache/nginx": f"{self.folder}/cache"})
        self._change("site.conf", {
            "web:8000": f"127.0.0.1:{self.behind}",
            "/srv/lasweb/files": str(self.files),
            "/etc/nginx/lasweb": f"{self.folder}/lasweb",
        })  # fmt: skip
        self._change("server.conf", {"listen 8080": f"listen 127.0.0.1:{self.port}"})
        if server == "https.conf":
            self._change("server.conf", {"listen 8443": f"listen 127.0.0.1:{self.https_port}"})
        for name, changes in self.changes.items():
            self._change(name, changes)
        return Path(shutil.copy(self.folder / "lasweb" / "nginx.conf", self.folder / "nginx.conf"))

    def _change(self, name: str, changes: dict[str, str]) -> None:
        path = self.folder / "lasweb" / name
        text = path.read_text()
        for old, new in changes.items():
            assert old in text, f"{name} no longer says {old}"
            text = text.replace(old, new)
        path.write_text(text)

    @contextmanager
    def serve(self, server: str = "server.conf") -> Iterator["Proxy"]:
        """Run it."""
        command = [nginx(), "-c", str(self.write(server)), "-p", str(self.folder), "-e", f"{self.folder}/error.log"]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, timeout=30)
        assert checked.returncode == 0, checked.stderr
        with running({}, *command, log=self.folder / "start.log"):
            wait_for(lambda: listens(self.port), "nginx listens")
            yield self


@dataclass
class Answer:
    """What the server behind nginx says."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"words"


class Speaker:
    """A server that answers each request as it is told, and remembers what it was asked."""

    def __init__(self) -> None:
        self.answer: Callable[[str], Answer] = lambda path: Answer()
        self.asked: list[dict[str, str]] = []
        self.answered = 0
        speaker = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                self.rfile.read(length)
                speaker.asked.append({
                    **{name.lower(): value for name, value in self.headers.items()},
                    "path": self.path, "method": self.command,
                })  # fmt: skip
                answer = speaker.answer(self.path)
                self.send_response(answer.status)
                for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(answer.body)
                speaker.answered += 1

            do_POST = do_HEAD = do_GET  # noqa: N815  # the names that its parent looks for

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port

    @contextmanager
    def listening(self) -> Iterator["Speaker"]:
        """Answer until the end."""
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield self
        finally:
            self.server.shutdown()
            self.server.server_close()
