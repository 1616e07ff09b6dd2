"""What comes of a file that could be opened: its pages as they are kept, and whether they say anything."""

from pathlib import Path

from documents.enums import ReadingReason, ReadingState
from documents.reading import scans
from documents.reading.cleaning import clean_pages
from documents.reading.process import FileRead, FileReader
from documents.reading.queue import Lease, Outcome, Text
from documents.reading.results import PageRead


def outcome_of(lease: Lease, reader: FileReader, path: Path, until: float) -> Outcome:
    """Read the file at this path, and return what comes of it.

    Raises ReadingFaultError when it cannot be read, and NotFinishedError when scanned pages are left at `until`.
    """
    extension = lease.reading.version.file_extension
    found = reader.read(path, extension, lease.keep)
    pictures = [number for number, page in enumerate(found.pages, 1) if _is_picture(page)]
    recognised: dict[int, str] = {}
    detail = ""
    if pictures and extension == "pdf":
        if scans.can_recognise(reader):
            recognised = scans.recognised(lease, reader, path, pictures, found.facts.language, until)
            detail = f"only {scans.MOST_PAGES} pages recognised" if len(pictures) > scans.MOST_PAGES else ""
        else:
            detail = scans.NOT_INSTALLED
    lease.renew()
    texts = _texts(found, recognised)
    state, reason = _state(texts, has_pictures=bool(pictures))
    return Outcome(state, reason, detail, texts, found.facts, len(pictures))


def _texts(found: FileRead, recognised: dict[int, str]) -> list[Text]:
    texts = [recognised.get(number, page.text) for number, page in enumerate(found.pages, 1)]
    cleaned = clean_pages(texts, found.facts.language)
    return [
        Text(text, clean, page.label, is_recognised=number in recognised)
        for number, (page, text, clean) in enumerate(zip(found.pages, texts, cleaned, strict=True), 1)
    ]


def _state(texts: list[Text], *, has_pictures: bool) -> tuple[ReadingState, str]:
    if any(page.text.strip() for page in texts):
        return ReadingState.READ, ""
    return ReadingState.NO_TEXT, ReadingReason.SCANNED if has_pictures else ReadingReason.EMPTY


def _is_picture(page: PageRead) -> bool:
    return page.shows_something and not page.text.strip()
