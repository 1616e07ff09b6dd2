"""What a document's newest file has told of itself: kept on the document, so that a list of links costs no query."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from documents.enums import PageUnit


@dataclass(frozen=True)
class DocumentFacts:
    """The facts that stand beside a link to the document."""

    unit: str = PageUnit.PAGE
    # None while it has not been read, or could not be.
    pages: int | None = None
    language: str = ""
    # Of documents.enums.AccessibilityFault.
    faults: tuple[str, ...] = ()
    # Whether there is a picture of its first page, and of what size in pixels.
    has_cover: bool = False
    cover_width: int = 0
    cover_height: int = 0

    @classmethod
    def of(cls, kept: dict[str, Any], version: int) -> Self:
        """Return the facts that were kept, as long as they are about this version."""
        if kept.get("version") != version:
            return cls()
        known = {name: value for name, value in kept.items() if name in cls.__dataclass_fields__}
        return cls(**known | {"faults": tuple(kept.get("faults", ()))})

    def keep(self, version: int) -> dict[str, Any]:
        """Return them as they are kept, with the version that they are about."""
        return {**asdict(self), "faults": list(self.faults), "version": version}
