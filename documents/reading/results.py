"""What a reader says of a file. Nothing here needs Django: the child process that reads files has none.

A reader is a function of a file's path that yields its pages, one by one and in their order, and returns its facts. It
raises ReadingFaultError for a file that it cannot read; whatever else it raises counts as a damaged file.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class PageRead:
    """One page, sheet, slide or part of a file, as it stands in the file."""

    text: str
    # What the file itself calls it: a page's label such as "iv", a sheet's name. Empty where it has none.
    label: str = ""
    # Whether there is something to see on it, so that a page without text is a picture rather than blank.
    shows_something: bool = False


@dataclass(frozen=True)
class Facts:
    """What a file says of itself; None for what its kind cannot say."""

    # One of documents.enums.PageUnit.
    unit: str = "page"
    title: str = ""
    # A BCP 47 tag as the file has it, such as "en-GB".
    language: str = ""
    is_tagged: bool | None = None
    headings: int | None = None
    tables: int | None = None
    tables_without_headers: int | None = None


class ReadingFaultError(Exception):
    """A file that cannot be read; `reason` is one of documents.enums.ReadingReason, `detail` is for operators."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


Reader = Callable[[Path], Generator[PageRead, None, Facts]]
