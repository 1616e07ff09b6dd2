"""Ask the site for addresses as somebody whom it has never seen."""

import http.client
import time
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

# How long one answer may take (seconds), how often one is asked for, and the pause after the site said "too many".
TIMEOUT = 10
ATTEMPTS = 3
PAUSE = 1.0
_LATER = {429, 502, 503, 504}


class SiteDoesNotAnswerError(Exception):
    """The site gave no answer from which anything follows."""


@dataclass(frozen=True)
class Answer:
    """What a stranger is told."""

    status: int
    length: int | None = None
    # The address that is meant for the proxy alone, where it came through.
    internal_address: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the stranger is given something."""
        return 200 <= self.status < 300


class Stranger:
    """Somebody without cookies, asking over one connection that is kept open.

    Where the site is not reached at its own address, as between containers, `through` says where to connect to.
    """

    def __init__(self, site: str, through: str = "") -> None:
        parts = urlsplit(through or site)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT)
        self._headers = {"User-Agent": "LASweb file proof", "Host": urlsplit(site).netloc}
        self.site = site
        self.asked = 0

    def ask(self, path: str) -> Answer:
        """Ask for the headers of a path, in the form of a browser; raises SiteDoesNotAnswerError."""
        problem = ""
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(PAUSE * attempt)
            try:
                answer = self._head(path)
            except (OSError, http.client.HTTPException) as error:
                self.close()
                problem = f"{type(error).__name__}: {error}"
                continue
            if answer.status not in _LATER:
                return answer
            problem = f"status {answer.status}"
        raise SiteDoesNotAnswerError(f"{self.site} did not answer for {path}: {problem}")

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _head(self, path: str) -> Answer:
        self.asked += 1
        self._connection.request("HEAD", quote(path, safe="/%"), headers=self._headers)
        answer = self._connection.getresponse()
        answer.read()
        length = answer.headers.get("Content-Length", "")
        internal = answer.headers.get("X-Accel-Redirect", "")
        return Answer(answer.status, int(length) if length.isdecimal() else None, internal)
