"""What a look at a link found, in editors' words."""

from dataclasses import dataclass

from core.enums import LinkState


@dataclass(frozen=True)
class Verdict:
    """What was found. With `permanent` a failure counts at once, else only when it is found on a second night.

    `state` is None where nothing could be learnt this time: what was known of the link stays.
    """

    state: LinkState | None
    message: str = ""
    status: int | None = None
    moved_to: str = ""
    permanent: bool = False


WORKS = Verdict(LinkState.WORKS)


def broken(message: str, *, status: int | None = None, permanent: bool = False) -> Verdict:
    """Return that a link does not work, and what to do."""
    return Verdict(LinkState.BROKEN, message, status, permanent=permanent)


def unsure(message: str, *, status: int | None = None) -> Verdict:
    """Return that a person has to look."""
    return Verdict(LinkState.UNSURE, message, status)
