"""Plain text and CSV tables, line by line: parts of a bounded number of lines, or the pages that form feeds end.

Text is UTF-8, or UTF-16 when it begins with a mark that says so; what is not valid is taken for Windows' Western code
page, in which Excel saves “CSV” to this day.
"""

import codecs
import csv
from collections.abc import Callable, Generator, Iterator
from itertools import chain
from pathlib import Path

from documents.reading.results import Facts, PageRead

# A part ends after so many lines or characters, whichever comes first; a line is never read further than that.
PART_LINES, PART_CHARACTERS = 500, 20_000
_PIECE = 1024 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WINDOWS = "cp1252"
_FORM_FEED = "\f"
_DELIMITERS = (",", ";", "\t", "|")


def read_txt(path: Path) -> Generator[PageRead, None, Facts]:
    """Yield the parts of a text, or its pages if it has any."""
    encoding, has_pages = _looked_at(path)
    part = _Part()
    for line in _lines(path, encoding):
        before, *pages = line.split(_FORM_FEED)
        part.add(before)
        for beginning in pages:
            yield part.take()
            part.add(beginning)
        if not has_pages and part.is_full:
            yield part.take()
    if part.has_lines or not part.taken:
        yield part.take()
    return Facts(unit="page" if has_pages else "part")


def read_csv(path: Path) -> Generator[PageRead, None, Facts]:
    """Yield the parts of a CSV table, its cells parted by tabs. A cell with several lines is read as several lines."""
    lines = _lines(path, _looked_at(path)[0])
    first = next(lines, "")
    cells = _splitter(first)
    part = _Part()
    for line in chain([first], lines):
        part.add(cells(line))
        if part.is_full:
            yield part.take()
    if part.has_lines or not part.taken:
        yield part.take()
    return Facts(unit="part")


class _Part:
    """Lines that are gathered until they are a part."""

    def __init__(self) -> None:
        self.taken = 0
        self._lines: list[str] = []
        self._size = 0

    @property
    def has_lines(self) -> bool:
        return any(map(str.strip, self._lines))

    @property
    def is_full(self) -> bool:
        return len(self._lines) >= PART_LINES or self._size >= PART_CHARACTERS

    def add(self, line: str) -> None:
        self._lines.append(line)
        self._size += len(line) + 1

    def take(self) -> PageRead:
        text = "\n".join(self._lines).strip("\n")
        self._lines, self._size = [], 0
        self.taken += 1
        return PageRead(text, shows_something=bool(text.strip()))


def _lines(path: Path, encoding: str) -> Iterator[str]:
    with path.open(encoding=encoding, errors="replace") as file:
        while line := file.readline(PART_CHARACTERS):
            yield line.removesuffix("\n")


def _looked_at(path: Path) -> tuple[str, bool]:
    """Return how a file is encoded, and whether form feeds part it into pages."""
    has_pages = False
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        start = file.read(4)
        encoding = next((encoding for mark, encoding in _MARKS if start.startswith(mark)), "utf-8")
        file.seek(0)
        while piece := file.read(_PIECE):
            has_pages = has_pages or _FORM_FEED.encode() in piece
            if encoding == "utf-8" and not _is_valid(decoder, piece):
                encoding = _WINDOWS
        if encoding == "utf-8" and not _is_valid(decoder, b"", final=True):
            encoding = _WINDOWS
    return encoding, has_pages


def _is_valid(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True


def _splitter(first: str) -> Callable[[str], str]:
    """Return what parts a line into cells: by the sign that parts most cells of the first."""
    delimiter = max(_DELIMITERS, key=first.count)

    def split(line: str) -> str:
        try:
            cells = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            return line
        return "\t".join(" ".join(cell.split("\n")) for cell in cells).rstrip()

    return split
