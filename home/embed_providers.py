"""The providers whose content an embed page may show, and the privacy-friendly address of each."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class FrameSource:
    """What goes into the frame, and the origin the policy must allow for it."""

    provider: str
    origin: str
    address: str


def _youtube(address: str) -> FrameSource | None:
    found = re.search(r"(?:v=|youtu\.be/|/embed/|/shorts/)([\w-]{11})", address)
    origin = "https://www.youtube-nocookie.com"
    return FrameSource("YouTube", origin, f"{origin}/embed/{found[1]}") if found else None


def _vimeo(address: str) -> FrameSource | None:
    found = re.search(r"vimeo\.com/(?:video/)?(\d+)", address)
    origin = "https://player.vimeo.com"
    return FrameSource("Vimeo", origin, f"{origin}/video/{found[1]}?dnt=1") if found else None


def _openstreetmap(address: str) -> FrameSource | None:
    origin = "https://www.openstreetmap.org"
    return FrameSource("OpenStreetMap", origin, address) if "/export/embed.html?" in address else None


_PROVIDERS: dict[str, Callable[[str], FrameSource | None]] = {
    "youtube.com": _youtube,
    "youtu.be": _youtube,
    "youtube-nocookie.com": _youtube,
    "vimeo.com": _vimeo,
    "player.vimeo.com": _vimeo,
    "openstreetmap.org": _openstreetmap,
}


def frame_source(address: str) -> FrameSource | None:
    """Return what to show for this address; None when its provider is not known or it is no film or map."""
    parts = urlsplit(address)
    provider = _PROVIDERS.get((parts.hostname or "").removeprefix("www."))
    return provider(address) if provider and parts.scheme == "https" else None
