"""The pages of a PDF that are pictures: their text is recognised by Tesseract, in the child, one page at a time.

It takes seconds a page. So each is kept as soon as it is there: a run that has to end, or is killed, is gone on from.
"""

import logging
import time
from collections.abc import Sequence
from pathlib import Path

from documents.models import PageText
from documents.reading.answers import plain
from documents.reading.process import FileReader
from documents.reading.queue import Lease
from documents.reading.results import ReadingFaultError

logger = logging.getLogger(__name__)

# More pages of one file are not recognised: at some seconds each they would keep a worker for an hour.
MOST_PAGES = 200
NOT_INSTALLED = "Tesseract is not installed"
_IS_INSTALLED = "documents.reading.recognition:is_installed"
_RECOGNISE = "documents.reading.recognition:recognise"


class NotFinishedError(Exception):
    """The run has to end before all pages are recognised; what was recognised is kept."""


def can_recognise(reader: FileReader) -> bool:
    """Whether there is a Tesseract here."""
    return reader.call(_IS_INSTALLED) is True


def recognised(
    lease: Lease, reader: FileReader, path: Path, numbers: Sequence[int], language: str, until: float
) -> dict[int, str]:
    """Return the text of these pages, as far as there is any to recognise; `until` is a moment of the monotonic clock.

    Raises NotFinishedError, and LeaseLostError.
    """
    kept = PageText.objects.filter(reading=lease.reading, is_recognised=True)
    texts = dict(kept.values_list("number", "text"))
    for number in numbers[:MOST_PAGES]:
        if number in texts:
            continue
        if time.monotonic() > until:
            raise NotFinishedError
        texts[number] = _text(lease, reader, path, number, language)
        lease.keep_page(number, texts[number])
    return {number: text for number, text in texts.items() if text.strip()}


def _text(lease: Lease, reader: FileReader, path: Path, number: int, language: str) -> str:
    try:
        return plain(reader.call(_RECOGNISE, str(path), number, language, alive=lease.keep))
    except ReadingFaultError as fault:
        logger.info("Page %d of %s stays without text: %s", number, lease.reading.version, fault)
        return ""
