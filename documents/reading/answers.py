"""What the child says of a file, made such that every database takes it and no field overflows."""

import re
from typing import Any

from documents.enums import PageUnit
from documents.reading.results import Facts, PageRead

# Characters that are no text, and that a database, XML or a terminal chokes on.
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def page_of(said: Any) -> PageRead:
    """Return a page, of whatever was said."""
    said = said if isinstance(said, dict) else {}
    return PageRead(plain(said.get("text")), _line(said.get("label"), 60), bool(said.get("shows_something")))


def facts_of(said: Any) -> Facts:
    """Return a file's facts, of whatever was said."""
    said = said if isinstance(said, dict) else {}
    numbers = {name: _number(said.get(name)) for name in ("headings", "tables", "tables_without_headers")}
    tagged = said.get("is_tagged")
    return Facts(
        unit=said["unit"] if said.get("unit") in PageUnit.values else PageUnit.PAGE,
        title=_line(said.get("title"), 300),
        language=plain(said.get("language"), 35),
        is_tagged=tagged if isinstance(tagged, bool) else None,
        **numbers,
    )


def _number(said: Any) -> int | None:
    return min(max(said, 0), 2_147_483_647) if isinstance(said, int) else None


def _line(said: Any, length: int) -> str:
    return " ".join(plain(said).split())[:length]


def plain(text: Any, length: int | None = None) -> str:
    """Return a text as every database takes it: no null characters, no halves of characters; at most so long."""
    if not isinstance(text, str):
        return ""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if not text.isascii() else text
    return _NO_TEXT.sub("", whole)[:length]
