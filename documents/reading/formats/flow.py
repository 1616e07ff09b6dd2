"""Text as it flows through a document: paragraphs, tables, boxes and notes go in, pages come out."""

from dataclasses import dataclass, field

from documents.reading.results import PageRead, ReadingFaultError

# Where a file does not say where its pages end, it is read in parts of about a page's text (characters); a heading
# begins a new one when the part has so much.
FULL_PART, NEW_PART = 4_000, 1_000
# What one page may hold (characters); the whole file may hold no more either (documents.reading.process).
FULLEST_PAGE = 20_000_000
LONGEST_LABEL = 60


@dataclass
class _Table:
    rows: int = 0
    widest: int = 0
    has_header: bool = False
    cells: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def close_cell(self) -> None:
        self.cells.append(" ".join(self.lines))
        self.lines = []

    def close_row(self) -> str:
        row = "\t".join(self.cells).rstrip()
        self.cells = []
        return row


@dataclass
class _Set:
    """What is set aside while a box is read that hangs on a paragraph."""

    words: list[str]
    tables: list[_Table]
    lines: list[str]


class Flow:
    """Gathers the text of one document and parts it into pages.

    `by_parts`: the document does not know its pages, so that headings and length part it, too.
    """

    def __init__(self, *, by_parts: bool = False) -> None:
        self.by_parts = by_parts
        self.headings = self.tables = self.tables_without_headers = self.closed = 0
        self._pages: list[PageRead] = []
        self._lines: list[str] = []
        self._words: list[str] = []
        self._notes: list[str] = []
        self._foot: list[str] = []
        self._open: list[_Table] = []
        self._boxes: list[_Set] = []
        self._hanging: list[str] = []
        self._label = ""
        self._size = 0
        self._is_touched = self._shows_something = False

    def take(self) -> list[PageRead]:
        """Return the pages that are complete, once."""
        pages, self._pages = self._pages, []
        return pages

    # What stands on the page.

    def write(self, text: str) -> None:
        """Add to the paragraph."""
        self._size += len(text)
        if self._size > FULLEST_PAGE:
            raise ReadingFaultError("too_much_text", f"One page holds more than {FULLEST_PAGE:,} characters.")
        self._words.append(text)

    def tab(self) -> None:
        """Add a tab, which inside a table would look like the end of a cell."""
        self.write(" " if self._open else "\t")

    def break_line(self) -> None:
        """Go on in a new line, which inside a table would look like the end of a row."""
        self.write(" " if self._open else "\n")

    def show(self) -> None:
        """Note that there is something to see here which is no text."""
        self._shows_something = True

    def touch(self) -> None:
        """Note that the page has been begun, if only by an empty line."""
        self._is_touched = True

    def end_paragraph(self, level: int | None = None) -> None:
        """End a paragraph, which is a heading of this level (0 the top) or none."""
        text = self._paragraph()
        is_free = not self._open and not self._boxes
        if text and level is not None:
            self.headings += 1
            if self.by_parts and level == 0 and is_free and self._size - len(text) >= NEW_PART:
                self._close_page()
                self._label = text[:LONGEST_LABEL]
                self._size = len(text)
        self._put(text)
        if is_free:
            self._end_block()

    @property
    def has_words(self) -> bool:
        """Whether the paragraph that is under way has text."""
        return any(map(str.strip, self._words))

    def label(self, label: str) -> None:
        """Name this page."""
        self._label = label[:LONGEST_LABEL]

    def drop_paragraph(self) -> str:
        """End a paragraph without putting it on the page; return it."""
        return self._paragraph()

    def lines(self, lines: list[str]) -> None:
        """Put down lines that come from somewhere else: what a chart says. They follow the paragraph they hang on."""
        self._size += sum(map(len, lines))
        (self._hanging if self._words and not self._open else self._sink()).extend(lines)

    def note(self, lines: list[str]) -> None:
        """Put a footnote at the foot of this page."""
        self._size += sum(map(len, lines))
        self._notes += lines

    def head_and_foot(self, head: list[str], foot: list[str]) -> None:
        """Put what stands at the head and foot of all pages on the first one, where it is read once."""
        self._lines += head
        self._foot = foot

    # Tables.

    def begin_table(self) -> None:
        self._open.append(_Table())

    def begin_row(self, *, is_header: bool = False) -> None:
        table = self._open[-1]
        table.rows += 1
        table.has_header = table.has_header or is_header

    def mark_header(self) -> None:
        """Note that the row that has been begun is one of headings; only the first can head a table."""
        if self._open and self._open[-1].rows == 1:
            self._open[-1].has_header = True

    def end_cell(self) -> None:
        self._put(self._paragraph())
        if self._open:
            self._open[-1].close_cell()

    def end_row(self) -> None:
        if not self._open:
            return
        table = self._open[-1]
        table.widest = max(table.widest, len(table.cells))
        self._put(table.close_row(), in_table=len(self._open) - 1)
        if len(self._open) == 1 and not self._boxes:
            self._end_block()

    def end_table(self) -> None:
        if not self._open:
            return
        if self._open[-1].lines:
            self.end_cell()
        if self._open[-1].cells:
            self.end_row()
        table = self._open.pop()
        # One row or one column is a box to arrange things in: there is nothing that a header could say.
        if table.rows > 1 and table.widest > 1:
            self.tables += 1
            self.tables_without_headers += not table.has_header

    # Boxes that hang on a paragraph, and notes: their text follows the paragraph, or stands at the foot of the page.

    def begin_box(self) -> None:
        self._boxes.append(_Set(self._words, self._open, []))
        self._words, self._open = [], []

    def end_box(self, *, is_note: bool = False) -> None:
        if not self._boxes:
            return
        self._put(self._paragraph())
        box = self._boxes.pop()
        self._words, self._open = box.words, box.tables
        (self._notes if is_note else self._hanging).extend(box.lines)
        if not self._words and not self._boxes:
            self._hang()

    # Pages.

    def break_page(self, *, if_begun: bool = False) -> None:
        """Begin a new page; `if_begun`, when this one is not still empty."""
        if self._boxes or ((if_begun or self.by_parts) and self._is_blank()):
            return
        self._close_page()

    def finish(self) -> None:
        """Close the last page, unless nothing stands on it and there are others."""
        self._boxes, self._hanging = [], [line for box in self._boxes for line in box.lines] + self._hanging
        if not self._is_blank() or not self.closed:
            self._close_page()

    def _is_blank(self) -> bool:
        has_text = self._lines or self._notes or any(self._words) or (self._open and self._row_under_way())
        return not (has_text or self._is_touched or self._shows_something)

    def _row_under_way(self) -> bool:
        return any(any(table.cells) or any(table.lines) for table in self._open)

    def _close_page(self) -> None:
        self._put(self._paragraph())
        for depth in range(len(self._open) - 1, -1, -1):
            table = self._open[depth]
            if table.lines:
                table.close_cell()
            self._put(table.close_row(), in_table=depth)
        self._hang()
        text = "\n".join(self._lines + self._notes + self._foot)
        self._pages.append(PageRead(text, self._label, bool(text.strip()) or self._shows_something))
        self.closed += 1
        self._lines, self._notes, self._foot, self._label, self._size = [], [], [], "", 0
        self._is_touched = self._shows_something = False

    def _end_block(self) -> None:
        self._hang()
        if self.by_parts and self._size >= FULL_PART:
            self._close_page()

    def _hang(self) -> None:
        hanging, self._hanging = self._hanging, []
        self._sink().extend(hanging)

    def _paragraph(self) -> str:
        text, self._words = "".join(self._words).strip(), []
        return text

    def _put(self, text: str, in_table: int | None = None) -> None:
        if text:
            self._sink(in_table).append(text)

    def _sink(self, in_table: int | None = None) -> list[str]:
        """Where a line goes: into the cell of the innermost table, the box that is open, or the page."""
        depth = len(self._open) if in_table is None else in_table
        if depth:
            return self._open[depth - 1].lines
        return self._boxes[-1].lines if self._boxes else self._lines
