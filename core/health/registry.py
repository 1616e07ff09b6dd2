"""The parts that the site is made of, and how each of them is: asked of each part at the moment of the question.

Each app names its parts in its `health.py`, found by autodiscovery. Probes, monitors and the editors' status page ask
`report()`. Every part is asked in a thread of its own, so that one which hangs holds nothing up; what was found is
kept for some seconds, so that nobody can load the site by asking.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from threading import Event, Lock, Thread

from django.core.exceptions import ImproperlyConfigured
from django.db import connections

logger = logging.getLogger(__name__)

# How long a report waits for all parts together (seconds).
PATIENCE = 2.5
# How long what was found is believed (seconds).
FRESH_FOR = 5.0


class State(StrEnum):
    """How a part of the site is."""

    WELL = "ok"
    NOT_SET_UP = "not set up"
    POOR = "degraded"
    FAILED = "failed"


@dataclass(frozen=True)
class Health:
    """How one part is: a sentence for editors, what they can do about it, and a sentence for operators."""

    state: State
    editors: str
    advice: str = ""
    operators: str = ""


@dataclass(frozen=True)
class PartReport:
    """One part of the site in a report. Without a required part no page can be served."""

    name: str
    title: str
    required: bool
    health: Health


Ask = Callable[[], Health]


class _Part:
    """A part, whoever is being asked about it just now, and what was found last."""

    def __init__(self, name: str, title: str, ask: Ask, *, required: bool, fresh_for: float) -> None:
        self.name, self.title, self.ask = name, title, ask
        self.required, self.fresh_for = required, fresh_for
        self._lock = Lock()
        self._found: tuple[float, Health] | None = None
        self._asking: tuple[float, Event] | None = None

    def begin(self) -> Event | None:
        """Start to ask unless what was found is fresh or somebody asks already; return what to wait for."""
        with self._lock:
            now = time.monotonic()
            if self._found and now - self._found[0] < self.fresh_for:
                return None
            if self._asking is None:
                self._asking = (now, Event())
                Thread(target=self._run, args=[self._asking[1]], name=f"health {self.name}", daemon=True).start()
            return self._asking[1]

    def wait(self, answered: Event | None, until: float) -> Health:
        """Return what was found; a part that has been asked for too long has failed."""
        if answered is not None and not self._hangs():
            answered.wait(max(0.0, until - time.monotonic()))
        with self._lock:
            if self._found and (answered is None or answered.is_set()):
                return self._found[1]
        return Health(State.FAILED, "It does not answer.", operators=f"no answer within {PATIENCE} s")

    def forget(self) -> None:
        """Forget what was found; for tests."""
        with self._lock:
            self._found = None

    def _hangs(self) -> bool:
        with self._lock:
            return self._asking is not None and time.monotonic() - self._asking[0] > PATIENCE

    def _run(self, answered: Event) -> None:
        try:
            health = self.ask()
        except Exception as error:  # noqa: BLE001  # whatever a part raises is what is wrong with it
            # One line: a part that is down is asked again and again.
            detail = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            logger.warning("health of %s: %s", self.name, detail)
            health = Health(State.FAILED, "It cannot be reached.", operators=detail)
        finally:
            connections.close_all()
        with self._lock:
            self._found, self._asking = (time.monotonic(), health), None
        answered.set()


_parts: dict[str, _Part] = {}


def health_check(
    name: str, title: str, *, required: bool = False, fresh_for: float = FRESH_FOR
) -> Callable[[Ask], Ask]:
    """Register the decorated function as what tells how this part is. It may raise: then the part has failed.

    `title` is what editors call it. What is found is kept for `fresh_for` seconds.
    """

    def register(ask: Ask) -> Ask:
        known = _parts.get(name)
        if known is not None and known.ask.__qualname__ != ask.__qualname__:
            raise ImproperlyConfigured(f"Two parts of the site are named {name!r}.")
        _parts[name] = _Part(name, title, ask, required=required, fresh_for=fresh_for)
        return ask

    return register


def report() -> list[PartReport]:
    """Ask every part at once and return how they are, within `PATIENCE` seconds."""
    until = time.monotonic() + PATIENCE
    asked = [(part, part.begin()) for part in _parts.values()]
    return [PartReport(part.name, part.title, part.required, part.wait(event, until)) for part, event in asked]


def forget() -> None:
    """Forget what was found; for tests."""
    for part in _parts.values():
        part.forget()
