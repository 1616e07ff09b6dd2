"""The sheets of OpenDocument spreadsheets (ODF 1.3 part 3, 9).

Cells are read as they are shown, which office programs keep beside the values. So are those that another one covers,
because whoever parts the two sees them.
"""

from documents.reading.formats.open_document_parts import PARAGRAPHS, OpenFile, is_left_out, lines_of
from documents.reading.formats.sheet_text import SheetText
from documents.reading.formats.trees import Tree, all_of, attribute, name_of
from documents.reading.results import PageRead

# What says how often something is repeated may say anything (a sheet has 1,048,576 rows at most).
_MOST_TIMES = 1_048_576
_VALUES = ("string-value", "date-value", "time-value", "boolean-value", "value")


def sheet_page(file: OpenFile, table: Tree) -> PageRead:
    """Return a sheet under its name."""
    sheet = _Sheet(file)
    sheet.inside(table)
    label, text = attribute(table, "name"), sheet.text.take()
    if attribute(table, "style-name") in file.hidden:
        label = f"{label} (hidden)"
    return PageRead(text, label, bool(text) or sheet.shows_something)


class _Sheet:
    def __init__(self, file: OpenFile) -> None:
        self.text = SheetText()
        self.shows_something = False
        self._file = file

    def inside(self, element: Tree) -> None:
        """Read what is in an element: rows, groups of rows, what is drawn on the sheet."""
        for child in element:
            name = name_of(child)
            if not name or is_left_out(child):
                continue
            if name == "table-row":
                self._row(child)
            elif name in PARAGRAPHS:
                for line in lines_of(child):
                    self.text.line(line)
            else:
                self._show(child)
                self.inside(child)

    def _row(self, row: Tree) -> None:
        column = 0
        for cell in row:
            times = _times(cell, "number-columns-repeated")
            if text := " ".join(lines_of(cell)) or _value(cell):
                for number in range(1, times + 1):
                    self.text.cell(column + number, text)
            for drawn in all_of(cell, "image", "object") if len(cell) else ():
                self._show(drawn)
            column += times
        self.text.end_row(_times(row, "number-rows-repeated"))

    def _show(self, element: Tree) -> None:
        name = name_of(element)
        self.shows_something = self.shows_something or name in {"image", "object"}
        if name == "object":
            for line in self._file.chart_lines(element):
                self.text.line(line)


def _times(element: Tree, name: str) -> int:
    times = attribute(element, name)[:9]
    return min(_MOST_TIMES, max(1, int(times))) if times.isdecimal() else 1


def _value(cell: Tree) -> str:
    """Return the value of a cell, for files of programs that do not write down how it is shown."""
    return next(filter(None, (attribute(cell, name) for name in _VALUES)), "")
