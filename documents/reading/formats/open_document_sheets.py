"""The sheets of OpenDocument spreadsheets (ODF 1.3 part 3, 9)."""

from dataclasses import dataclass

from documents.reading.formats.open_document_parts import LEFT_OUT, PARAGRAPHS, Styles, chart_lines, collapsed
from documents.reading.formats.packages import Attributes, Handler, Package, attribute
from documents.reading.formats.sheet_text import SheetText
from documents.reading.results import PageRead

# What says how often something is repeated may say anything (a sheet has 1,048,576 rows at most).
_MOST_TIMES = 1_048_576

_CELLS = frozenset({"table-cell", "covered-table-cell"})
_VALUES = ("string-value", "date-value", "time-value", "boolean-value", "value")


@dataclass
class _Cell:
    lines: list[str]
    times: int
    attributes: Attributes


class Sheets(Handler):
    """A spreadsheet: a page a sheet. Cells are read as they are shown, which office programs keep beside the values.

    So are those that another one covers, because whoever parts the two sees them.
    """

    skipped = LEFT_OUT | {"dde-links", "consolidation"}

    def __init__(self, package: Package, styles: Styles) -> None:
        # Ranges with a name, which are what Excel calls tables.
        self.ranges = self.ranges_without_headers = 0
        self._package, self._styles = package, styles
        self._pages: list[PageRead] = []
        self._text = SheetText()
        self._label = ""
        self._depth = self._column = self._rows = 0
        self._shows_something = False
        self._cell: _Cell | None = None
        self._words: list[str] = []
        self._paragraphs = 0

    def take(self) -> list[PageRead]:
        """Return the sheets that are complete, once."""
        pages, self._pages = self._pages, []
        return pages

    def start(self, name: str, attributes: Attributes) -> None:
        if name in PARAGRAPHS:
            self._paragraphs += 1
        elif name in {"s", "tab", "line-break"}:
            self._words.append(" ")
        elif name in _CELLS:
            self._cell = _Cell([], _times(attributes, "number-columns-repeated"), attributes)
        elif name == "table-row":
            self._rows, self._column = _times(attributes, "number-rows-repeated"), 0
        elif name == "table":
            self._start_sheet(attributes)
        elif name in {"image", "object"}:
            self._show(name, attributes)
        elif name == "database-range":
            self._start_range(attributes)
        else:
            self._styles.start(name, attributes)

    def end(self, name: str) -> None:
        if name in PARAGRAPHS:
            self._end_paragraph()
        elif name in _CELLS:
            self._end_cell()
        elif name == "table-row":
            self._text.end_row(self._rows)
        elif name == "table":
            self._end_sheet()
        else:
            self._styles.end(name)

    def characters(self, text: str) -> None:
        if self._paragraphs:
            self._words.append(collapsed(text))

    def _start_sheet(self, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth == 1:
            name, style = attribute(attributes, "name"), attribute(attributes, "style-name")
            self._label = f"{name} (hidden)" if style in self._styles.hidden else name

    def _end_sheet(self) -> None:
        self._depth -= 1
        if self._depth == 0:
            text = self._text.take()
            self._pages.append(PageRead(text, self._label, bool(text) or self._shows_something))
            self._shows_something = False

    def _end_paragraph(self) -> None:
        self._paragraphs = max(0, self._paragraphs - 1)
        text, self._words = "".join(self._words).strip(), []
        if text and self._cell:
            self._cell.lines.append(text)
        elif text and self._depth:
            self._text.line(text)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        cell, self._cell = self._cell, None
        if text := " ".join(cell.lines) or _value(cell.attributes):
            for number in range(1, cell.times + 1):
                self._text.cell(self._column + number, text)
        self._column += cell.times

    def _show(self, name: str, attributes: Attributes) -> None:
        self._shows_something = True
        if name == "object":
            for line in chart_lines(self._package, attributes):
                self._text.line(line)

    def _start_range(self, attributes: Attributes) -> None:
        # A filter makes a range without a name of its own.
        if not attribute(attributes, "name").startswith("__Anonymous"):
            self.ranges += 1
            self.ranges_without_headers += attribute(attributes, "contains-header") == "false"


def _times(attributes: Attributes, name: str) -> int:
    times = attribute(attributes, name)[:9]
    return min(_MOST_TIMES, max(1, int(times))) if times.isdecimal() else 1


def _value(attributes: Attributes) -> str:
    """Return the value of a cell, for files of programs that do not write down how it is shown."""
    for key in _VALUES:
        if value := attribute(attributes, key):
            return value
    return ""
