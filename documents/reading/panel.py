"""What editors are shown of the reading of a document's newest file: how it stands, what was found, what to do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from documents.enums import AccessibilityFault, PageUnit, ReadingReason, ReadingState
from documents.file_types import extension_of
from documents.languages import language_name
from documents.models import Document, FileReading
from documents.querysets import newest_readings
from documents.reading.accessibility import OFFICE, PDF, WITH_LANGUAGE
from documents.reading.words import FAULT_WORDS, GUIDE_PAGE, ReadingWords, fault_words, reading_words
from documents.scan_records import ScanState
from documents.scanning import scan_of

UNDER_WAY = {ReadingState.WAITING, ReadingState.READING}
# The tag that shows a state, by its class in admin.css; its word says the same.
LOOKS = {
    ReadingState.WAITING: "unused",
    ReadingState.READING: "unused",
    ReadingState.READ: "well",
    ReadingState.NO_TEXT: "soon",
    ReadingState.LOCKED: "overdue",
    ReadingState.BROKEN: "overdue",
    ReadingState.TOO_LARGE: "soon",
}
# The fault that says of the file what the reason says of its reading.
_SAME = {
    ReadingReason.SCANNED: AccessibilityFault.NO_TEXT,
    ReadingReason.PASSWORD: AccessibilityFault.LOCKED,
    ReadingReason.DAMAGED: AccessibilityFault.UNREADABLE,
    ReadingReason.STOPPED_READER: AccessibilityFault.UNREADABLE,
    ReadingReason.TOO_SLOW: AccessibilityFault.UNREADABLE,
    ReadingReason.TOO_MUCH_MEMORY: AccessibilityFault.UNREADABLE,
}
_NOT_ASKED_FOR = ReadingWords(
    "The file has not been read.",
    "Its text is not in the search.",
    "Nothing: it is asked for by itself within the hour. Choose “Read again” if you cannot wait.",
)
_WAITS_FOR_SCAN = ReadingWords(
    "The file waits for the virus scan, and is read after it.",
    "It is not public before, and its text is not in the search.",
    "Nothing: both are done by themselves.",
)
_INFECTED = ReadingWords(
    "The virus scanner found something in the file and deleted it, so it is not read.",
    "Nobody can open it.",
    "Get a clean copy from whoever made it. Then upload it here in place of this one.",
)
_NOT_GIVEN = ReadingWords(
    "The file waits to be read: it could not be had when it was its turn.",
    "Its text is not in the search yet. Visitors may not be able to open it.",
    "Nothing: it is tried again by itself. If it says so tomorrow, tell those who run the site.",
)


@dataclass(frozen=True)
class ShownFault:
    """One fault with what to do about it in the program that makes files of this kind."""

    fault: AccessibilityFault
    what: str
    why: str
    to_do: str
    # Its section in the guide.
    address: str


@dataclass(frozen=True)
class ShownReading:
    """The reading of one file in words."""

    document: Document
    reading: FileReading | None
    words: ReadingWords

    @property
    def label(self) -> str:
        """Return how it stands, in a word or two."""
        return ReadingState(self.reading.state).label if self.reading else "Not read"

    @property
    def look(self) -> str:
        """Return the tag that it has in lists."""
        return LOOKS[ReadingState(self.reading.state)] if self.reading else "unused"

    @property
    def is_under_way(self) -> bool:
        """Whether looking again later will show more."""
        return self.reading is None or self.reading.state in UNDER_WAY

    @property
    def is_read(self) -> bool:
        """Whether its text is known."""
        return bool(self.reading and self.reading.state == ReadingState.READ)

    @property
    def is_known(self) -> bool:
        """Whether it has been read before, so that there are facts; perhaps it waits to be read anew."""
        return bool(self.reading and self.reading.read_at)

    @property
    def has_text(self) -> bool:
        """Whether there are pages to show."""
        return bool(self.reading and self.reading.characters and not self.is_under_way)

    @property
    def recognised_so_far(self) -> int:
        """Return of how many pages of a scan that is under way the text has been recognised."""
        return self.reading.pages.filter(is_recognised=True).count() if self.reading and self.is_under_way else 0

    @property
    def guide(self) -> str:
        """Return the address of the guide's page on accessible files."""
        return guide_address()

    @property
    def guide_on_this(self) -> str:
        """Return the section of the guide on why it could not be read; "" where none tells more."""
        return guide_address(FAULT_WORDS[self._same].anchor) if self._same else ""

    @property
    def _same(self) -> AccessibilityFault | None:
        return _SAME.get(ReadingReason(self.reading.reason)) if self.reading and self.reading.reason else None

    @property
    def _extension(self) -> str:
        return extension_of(str(self.document.file.name))

    @property
    def may_differ_next_time(self) -> bool:
        """Whether reading the same file again may come to something else.

        A file with a password stays locked; one that was read in full is done. What hung, was in pieces or held
        pictures may be read by a later release, on another day, or once text recognition is installed.
        """
        reading = self.reading
        if reading is None:
            return True
        if reading.state in UNDER_WAY or reading.reason in {ReadingReason.PASSWORD, ReadingReason.EMPTY}:
            return False
        return reading.state != ReadingState.READ or bool(reading.pages_without_text)

    @property
    def faults(self) -> list[ShownFault]:
        """Return its faults, the gravest first, without the one that the words say already."""
        if self.reading is None:
            return []
        return [each for each in shown_faults(self.reading.faults, self._extension) if each.fault != self._same]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Return what the file says of itself, each with its name."""
        if self.reading is None or not self.reading.page_count:
            return []
        return list(_facts(self.reading, self._extension))


def shown_reading(document: Document) -> ShownReading:
    """Return how the reading of this document's newest file stands."""
    reading = newest_readings().filter(version__document=document).first()
    return ShownReading(document, reading, _words(document, reading))


def shown_faults(faults: Iterable[str], extension: str) -> list[ShownFault]:
    """Return these faults in words, the gravest first."""
    return [
        ShownFault(fault, words.what, words.why, words.to_do_with(extension), guide_address(words.anchor))
        for fault, words in fault_words(faults)
    ]


def guide_address(anchor: str = "") -> str:
    """Return the address of the guide's page on accessible files, or of a section of it."""
    return reverse("editors_guide_page", args=[GUIDE_PAGE]) + (f"#{anchor}" if anchor else "")


def _words(document: Document, reading: FileReading | None) -> ReadingWords:
    if reading and reading.state not in UNDER_WAY:
        return reading_words(reading.state, reading.reason)
    scan = scan_of(str(document.file.name))
    if scan and scan.state == ScanState.INFECTED:
        return _INFECTED
    if scan and scan.state == ScanState.WAITING:
        return _WAITS_FOR_SCAN
    if reading is None:
        return _NOT_ASKED_FOR
    if reading.not_before and reading.not_before > timezone.now():
        return _NOT_GIVEN
    return reading_words(reading.state)


def _facts(reading: FileReading, extension: str) -> Iterator[tuple[str, str]]:
    unit = PageUnit(reading.unit).label
    if reading.unit != PageUnit.PART:  # into which a text without pages is divided by us
        yield f"{unit.capitalize()}s", f"{reading.page_count:,}"
    if reading.pages_without_text:
        recognised = f" (the text of {reading.pages_recognised:,} was recognised)" if reading.pages_recognised else ""
        yield f"{unit.capitalize()}s that are pictures without text", f"{reading.pages_without_text:,}{recognised}"
    yield "Characters of text", f"{reading.characters:,}"
    if extension in PDF | OFFICE:
        yield "Title in its properties", reading.title or "none"
    if extension in WITH_LANGUAGE:
        yield "Language", language_name(reading.language) or reading.language or "not given"
    if reading.is_tagged is not None:
        yield "Tagged", "yes" if reading.is_tagged else "no"
    if reading.headings is not None:
        yield "Headings", f"{reading.headings:,}"
    if reading.tables:
        without = reading.tables_without_headers
        yield "Tables", f"{reading.tables:,}" + (f", {without:,} without a header row" if without else "")
