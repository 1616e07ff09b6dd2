"""Ask another site whether an address of it works: politely, briefly, and never anything but that.

One request at a time, a pause before the next one to the same host, HEAD before GET, no body read, robots.txt
(RFC 9309) obeyed although one request for one link is hardly a crawl: who asks programs to stay away has a reason.
"""

import http.client
import re
import socket
import ssl
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Event, Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from django.conf import settings

from core.enums import LinkState
from core.link_checks.connection import PORTS, PrivateAddressError, PublicConnection, may_be_private
from core.link_checks.verdicts import Verdict, broken, unsure

# Seconds for one step of one request, for all of it, and between two requests to one host.
TIMEOUT = 10
DEADLINE = 25
PAUSE = 1
# The longest pause that a site may ask of us in its robots.txt (seconds), and as much of that file as is read.
MAX_DELAY = 10
ROBOTS_SIZE = 500 * 1024
MAX_REDIRECTS = 5
MAX_ADDRESS = 2_000
ROBOTS_NAME = "LASweb-link-check"
_REDIRECTS = {301, 302, 303, 307, 308}
_FOR_GOOD = {301, 308}
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?|\[[0-9a-f:.]+\]")

NO_ADDRESS = "This is no web address. Type the whole of it, with https:// in front."
CIRCLES = "The address leads round in circles. Look for the page’s present address."
PRIVATE = "From our server this leads into a private network. Open it on a phone outside the trust’s network."
ROBOTS = "The site asks programs to stay away, so it was not looked at. Open it now and then yourself."
NOT_FOUND = "The other site says that there is no such page. Look for its new address, or take the link out."
GONE = "The other site says that the page is gone for good. Look for another source, or take the link out."
NO_PROGRAMS = "The other site lets no program in. Open the link yourself; if it works for you, leave it."
ERRORS = "The other site answers with an error ({}). If it stays so, take the link out."
NO_NAME = "There is no site of this name any more. Look for another source, or take the link out."
SILENT = "The other site did not answer. If it stays so, take the link out."
UNSAFE = "Browsers warn of this site: its certificate is not valid. Tell its owners, or take the link out."
MOVED = "Works, but has moved for good. Use the new address while the old one still leads there."


@dataclass(frozen=True)
class _Answer:
    status: int
    location: str = ""
    body: bytes = b""


@dataclass
class Asker:
    """Asks addresses in one night: remembers when each host was asked last, and what its robots.txt says."""

    pause: float = PAUSE
    timeout: float = TIMEOUT
    deadline: float = DEADLINE
    _asked: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, RobotFileParser | None] = field(default_factory=dict)
    _busy: set[str] = field(default_factory=set)

    def ask(self, address: str) -> Verdict:
        """Return what is to be found at this address. Never raises for what another site does."""
        if fault := fault_of(address):
            return broken(fault, permanent=True)
        try:
            return self._follow(address)
        except PrivateAddressError:
            return unsure(PRIVATE)
        except ssl.SSLError:
            return broken(UNSAFE)
        except socket.gaierror:
            return broken(NO_NAME)
        except (OSError, http.client.HTTPException, ValueError):
            return broken(SILENT)

    def _follow(self, address: str) -> Verdict:
        seen, current, for_good = {address}, address, True
        for _ in range(MAX_REDIRECTS + 1):
            parts = urlsplit(current)
            if parts.netloc in self._busy:
                return Verdict(None)
            if not self._may_ask(parts):
                return unsure(ROBOTS)
            answer = self._answer(parts)
            if answer.status not in _REDIRECTS or not answer.location:
                return self._judge(answer.status, parts, current if for_good and current != address else "")
            for_good = for_good and answer.status in _FOR_GOOD
            current = urlsplit(urljoin(current, answer.location))._replace(fragment="").geturl()
            if current in seen or fault_of(current):
                return broken(CIRCLES if current in seen else SILENT, status=answer.status)
            seen.add(current)
        return broken(CIRCLES)

    def _judge(self, status: int, parts: SplitResult, moved_to: str) -> Verdict:
        if status < 400:
            return Verdict(LinkState.WORKS, MOVED if moved_to else "", status, moved_to)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            self._busy.add(parts.netloc)
            return Verdict(None, status=status)
        if status == HTTPStatus.NOT_FOUND:
            return broken(NOT_FOUND, status=status)
        if status == HTTPStatus.GONE:
            return broken(GONE, status=status, permanent=True)
        if status < 500:
            return unsure(NO_PROGRAMS, status=status)
        return broken(ERRORS.format(status), status=status)

    def _answer(self, parts: SplitResult) -> _Answer:
        """Ask with HEAD, and where that is refused as if it were GET: not every server knows HEAD."""
        answer = self._request("HEAD", parts)
        if answer.status >= 400 and answer.status not in {HTTPStatus.GONE, HTTPStatus.TOO_MANY_REQUESTS}:
            answer = self._request("GET", parts)
        return answer

    def _may_ask(self, parts: SplitResult) -> bool:
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(parts)
        rules = self._robots[site]
        return rules is None or rules.can_fetch(ROBOTS_NAME, parts.geturl())

    def _read_robots(self, parts: SplitResult) -> RobotFileParser | None:
        """Return the site's rules; None where it has none. One that fails to give them is not asked (RFC 9309)."""
        answer = self._request("GET", parts._replace(path="/robots.txt", query=""), read=ROBOTS_SIZE)
        rules = RobotFileParser()
        if answer.status >= 500:
            rules.parse(["User-agent: *", "Disallow: /"])
        elif answer.status == 200:
            rules.parse(answer.body.decode("utf-8", "replace").splitlines())
        else:
            return None
        return rules

    def _wait_for_turn(self, host: str, site: str) -> None:
        rules = self._robots.get(site)
        wanted = rules.crawl_delay(ROBOTS_NAME) if rules and rules.mtime() else None
        pause = max(self.pause, min(float(wanted or 0), MAX_DELAY))
        time.sleep(max(0.0, self._asked.get(host, -pause) + pause - time.monotonic()))
        self._asked[host] = time.monotonic()

    def _request(self, method: str, parts: SplitResult, read: int = 0) -> _Answer:
        self._wait_for_turn(parts.netloc, f"{parts.scheme}://{parts.netloc}")
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
            f"?{_quoted(parts.query)}" if parts.query else ""
        )
        with closing(PublicConnection(parts, self.timeout)) as connection:
            # A server that sends a byte now and then would never run into the timeout of one step.
            late = Event()
            stop = Timer(self.deadline, _break_off, [connection, late])
            stop.daemon = True
            stop.start()
            try:
                connection.request(method, path, headers={"User-Agent": user_agent(), "Accept": "*/*"})
                response = connection.getresponse()
                body = response.read(read) if read else b""
                if late.is_set():  # what was broken off may look like an answer
                    raise TimeoutError(parts.geturl())
                # Sites write it in UTF-8, which the protocol does not know.
                location = response.headers.get("Location", "").encode("latin-1", "replace").decode("utf-8", "replace")
                return _Answer(response.status, location, body)
            finally:
                stop.cancel()


def fault_of(address: str) -> str:
    """Return why this can be nobody's address, or the empty string. Nothing is asked of anybody."""
    try:
        parts = urlsplit(address)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        return NO_ADDRESS
    literal = f"[{host}]" if ":" in host else host
    if parts.scheme not in PORTS or not _HOST.fullmatch(literal) or parts.username or len(address) > MAX_ADDRESS:
        return NO_ADDRESS
    return "" if "." in host or ":" in host or may_be_private(host, port or PORTS[parts.scheme]) else NO_ADDRESS


def user_agent() -> str:
    """Return how we call ourselves: what asks, for which site, and whom to write to."""
    return f"{ROBOTS_NAME}/1.0 (+{settings.SITE_URL}; {settings.DEFAULT_FROM_EMAIL})"


def _quoted(query: str) -> str:
    return quote(query, safe="/%:@!$&'()*+,;=~-._?")


def _break_off(connection: PublicConnection, late: Event) -> None:
    late.set()
    if connection.opened is not None:
        with suppress(OSError):  # it has just ended
            # Wakes whoever reads from it.
            connection.opened.shutdown(socket.SHUT_RDWR)
