"""What comes of a file that could be opened: its pages as they are kept, and whether they say anything."""

from pathlib import Path

from documents.enums import ReadingReason, ReadingState
from documents.reading.cleaning import clean_pages
from documents.reading.process import FileReader
from documents.reading.queue import Lease, Outcome, Text
from documents.reading.results import PageRead


def outcome_of(lease: Lease, reader: FileReader, path: Path) -> Outcome:
    """Read the file at this path, and return what comes of it; raises ReadingFaultError when it cannot be read."""
    found = reader.read(path, lease.reading.version.file_extension, lease.keep)
    clean = clean_pages([page.text for page in found.pages], found.facts.language)
    pages = [Text(page.text, clean_text, page.label) for page, clean_text in zip(found.pages, clean, strict=True)]
    state, reason = _state(found.pages)
    return Outcome(state, reason, pages=pages, facts=found.facts, pages_without_text=sum(map(_is_picture, found.pages)))


def _state(pages: list[PageRead]) -> tuple[ReadingState, str]:
    if any(page.text.strip() for page in pages):
        return ReadingState.READ, ""
    return ReadingState.NO_TEXT, ReadingReason.SCANNED if any(map(_is_picture, pages)) else ReadingReason.EMPTY


def _is_picture(page: PageRead) -> bool:
    return page.shows_something and not page.text.strip()
