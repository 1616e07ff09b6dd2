"""A container asks the site on its own port whether it is up, and needs no other program for it."""

import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from lasweb import alive
from tests.processes import PYTHON, ROOT, free_port


@contextmanager
def answering(status: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Answer one request with this status; yield the port, and what will have been asked."""
    asked: dict[str, str] = {}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.update({name.lower(): value for name, value in self.headers.items()}, path=self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        yield str(server.server_port), asked


@pytest.mark.parametrize(("status", "well"), [(200, True), (404, True), (500, False), (503, False)])
def test_any_answer_but_an_error_of_the_server_is_a_sign_of_life(status, well):
    with answering(status) as (port, _):
        assert (alive.fault(port, "https://www.example.org") == "") is well


@pytest.mark.parametrize(("status", "code", "says"), [(200, 0, ""), (500, 1, "the answer is 500")])
def test_the_container_is_told_by_the_exit_code(status, code, says):
    with answering(status) as (port, _):
        env = {"PORT": port, "SITE_URL": "http://localhost"}
        done = subprocess.run([PYTHON, "-m", "lasweb.alive"], cwd=ROOT, env=env, capture_output=True, text=True)
    assert (done.returncode, done.stderr.strip()) == (code, says)


def test_it_asks_as_the_proxy_would():
    with answering(200) as (port, asked):
        alive.fault(port, "https://www.example.org")
    assert (asked["path"], asked["host"], asked["x-forwarded-proto"]) == ("/healthz", "www.example.org", "https")


def test_a_port_where_nobody_listens_is_named():
    port = str(free_port())
    assert f"port {port}" in alive.fault(port, "")


def test_a_site_that_hangs_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(alive, "PATIENCE", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert "no answer" in alive.fault(str(silent.getsockname()[1]), "")
