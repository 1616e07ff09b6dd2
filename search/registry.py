"""The door through which content apps tell the search what can be found: see core.findable."""

from core.findable import Findable, Kind, register_kind

__all__ = ["Findable", "Kind", "register_kind"]
