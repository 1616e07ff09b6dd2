"""Another site, as sites are: a real server with good, slow, moved, lost and forbidden pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, ClassVar

STATUSES = {"/good": 200, "/gone": 410, "/busy": 429, "/error": 500, "/forbidden": 403, "/lost": 404}
REDIRECTS = {
    "/moved": (301, "/good"), "/moved-twice": (308, "/moved"), "/for-now": (302, "/good"), "/circle": (302, "/round"),
    "/round": (302, "/circle"), "/to-gone": (301, "/gone"), "/unicode": (301, "/caf\u00e9"),
    **{f"/far/{number}": (302, f"/far/{number + 1}") for number in range(20)},
}  # fmt: skip


class OtherSite(ThreadingHTTPServer):
    """Remembers what it was asked, and by whom."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.robots: tuple[int, str] = (404, "")
        self.redirects = dict(REDIRECTS)
        self.closing = Event()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def address(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def asked_for(self, path: str) -> list[str]:
        """The methods with which this path was asked for."""
        return [method for method, asked in self.asked if asked == path]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hangs up early is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: OtherSite
    protocol_version = "HTTP/1.1"
    quiet: ClassVar[bool] = True

    def do_GET(self) -> None:
        self.server.asked.append((self.command, self.path))
        self.server.agents.add(self.headers["User-Agent"])
        path = self.path.partition("?")[0]
        if path == "/robots.txt":
            status, text = self.server.robots
            self._answer(status, text.encode())
        elif path in self.server.redirects:
            status, location = self.server.redirects[path]
            self._answer(status, location=location)
        elif path == "/silent":
            self.server.closing.wait(20)
        elif path == "/drip":
            self._drip()
        elif path == "/no-head":
            self._answer(405 if self.command == "HEAD" else 200)
        elif path == "/nonsense":
            self.wfile.write(b"this is no HTTP at all\r\n\r\n")
            self.close_connection = True
        else:
            self._answer(STATUSES.get(path, 200 if "caf" in path else 404))

    do_HEAD = do_GET  # noqa: N815  # the name that the library calls

    def _drip(self) -> None:
        """One more header every now and then, never the last."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.server.closing.wait(0.05):
            self.wfile.write(b"X: y\r\n")

    def _answer(self, status: int, body: bytes = b"", location: str = "") -> None:
        self.send_response(status)
        if location:
            # As sites do it, in UTF-8.
            self.send_header("Location", location.encode().decode("latin-1"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def other_site() -> Iterator[OtherSite]:
    """Serve it until the end."""
    server = OtherSite()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
