"""The text of one sheet: a line a row, a tab between cells; empty rows, of which there may be millions, have none."""

from documents.reading.formats.flow import FULLEST_PAGE
from documents.reading.results import ReadingFaultError

# Empty columns between two cells are kept as tabs up to so many, so that short tables stay in line.
MOST_TABS = 16


class SheetText:
    """Gathers the cells of a sheet in their order."""

    def __init__(self) -> None:
        self._rows: list[str] = []
        self._row: list[str] = []
        self._column = self._size = 0

    def cell(self, column: int, text: str) -> None:
        """Add a cell (columns from 1) to the row."""
        if self._row:
            self._row.append("\t" * max(1, min(MOST_TABS, column - self._column)))
        self._grow(len(text) + 1)
        self._row.append(" ".join(text.split("\n")))
        self._column = column

    def end_row(self, times: int = 1) -> None:
        """End the row, which stands in the sheet so many times in a row."""
        row, self._row = "".join(self._row), []
        if row:
            self._grow((len(row) + 1) * (times - 1))
            self._rows += [row] * times

    def line(self, text: str) -> None:
        """Add a line that stands in no cell: in a text box or a chart."""
        self._grow(len(text) + 1)
        self._rows.append(text)

    def take(self) -> str:
        """Return the text of the sheet, and begin the next."""
        self.end_row()
        text, self._rows, self._size = "\n".join(self._rows), [], 0
        return text

    def _grow(self, by: int) -> None:
        self._size += by
        if self._size > FULLEST_PAGE:
            raise ReadingFaultError("too_much_text", f"One sheet holds more than {FULLEST_PAGE:,} characters.")
