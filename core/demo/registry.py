"""The parts of the demo site, one or more an app."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    from core.demo.site import DemoSite

Build = Callable[["DemoSite"], None]


@dataclass(frozen=True)
class DemoPart:
    """What one function adds to the demo site."""

    name: str
    order: int
    build: Build


_parts: dict[str, DemoPart] = {}


def demo_part(*, order: int, name: str) -> Callable[[Build], Build]:
    """Register a function that adds a part to the demo site. The lowest order is built first; the home app has 0."""

    def register(build: Build) -> Build:
        known = _parts.get(name)
        if known and known.build is not build:
            raise ValueError(f"There are two demo parts named {name!r}.")
        _parts[name] = DemoPart(name, order, build)
        return build

    return register


def demo_parts() -> list[DemoPart]:
    """Find every app's `demo.py` and return the parts in the order in which they are built."""
    autodiscover_modules("demo")
    return sorted(_parts.values(), key=lambda part: (part.order, part.name))
