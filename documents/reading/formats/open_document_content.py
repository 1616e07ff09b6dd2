"""The content of OpenDocument texts and presentations (ODF 1.3 part 3): paragraphs, tables, frames, notes, slides."""

from documents.reading.formats.flow import Flow
from documents.reading.formats.open_document_parts import PARAGRAPHS, OpenFile, collapsed, is_left_out
from documents.reading.formats.trees import Tree, Walker, attribute, name_of, text_of

# What may hold paragraphs of its own inside a paragraph.
_BOXES = (
    "text-box", "custom-shape", "rect", "ellipse", "circle", "line", "polyline", "polygon", "path", "connector",
    "caption", "measure", "regular-polygon",
)  # fmt: skip


class Content(Walker):
    """Walks the content of a text."""

    def __init__(self, file: OpenFile, flow: Flow) -> None:
        super().__init__(flow)
        self._file = file
        # How many paragraphs are open inside one another.
        self._depth = 0
        self.acts = self.table_acts("table", "table-row", "table-cell")
        self._within_table = self.acts["table"]
        self.acts |= {
            "s": self._blanks, "tab": lambda _: flow.tab(), "line-break": lambda _: flow.break_line(),
            "soft-page-break": lambda _: flow.break_page(if_begun=True), "table": self._table,
            "table-header-rows": self._header_rows,
            "note-body": self.between(flow.begin_box, lambda: flow.end_box(is_note=True)),
            **dict.fromkeys(PARAGRAPHS, self._paragraph), **dict.fromkeys(_BOXES, self._box),
            **dict.fromkeys(("image", "object", "object-ole"), self._picture),
        }  # fmt: skip

    def leaves_out(self, element: Tree, name: str) -> bool:
        """Whether an element is no text of the page."""
        return is_left_out(element)

    def inside(self, element: Tree) -> None:
        """Read what is in an element, and the text between."""
        self._say(element.text)
        for child in element:
            self.walk(child)
            self._say(child.tail)

    def _say(self, text: str | None) -> None:
        if text and self._depth:
            self.flow.write(collapsed(text))

    def _blanks(self, element: Tree) -> None:
        count = attribute(element, "c")[:4]
        self.flow.write(" " * (int(count) if count.isdecimal() else 1))

    def _paragraph(self, element: Tree) -> None:
        style = attribute(element, "style-name")
        if self._file.breaks_before.get(style) and not self._depth:
            self.flow.break_page(if_begun=True)
        self._depth += 1
        self.inside(element)
        self._depth -= 1
        level = None
        if name_of(element) == "h":
            said = attribute(element, "outline-level")
            level = int(said) - 1 if said.isdecimal() and len(said) == 1 else 0
        self.flow.end_paragraph(level)
        if not self._depth:
            self.flow.touch()
            if style in self._file.breaks_after:
                self.flow.break_page()

    def _box(self, element: Tree) -> None:
        # Only what is anchored in a paragraph has to wait for its end.
        hangs = self.between(self.flow.begin_box, self.flow.end_box)
        (hangs if self._depth else self.inside)(element)

    def _picture(self, element: Tree) -> None:
        self.flow.show()
        if name_of(element) == "object":
            self.flow.lines(self._file.chart_lines(element))
        self.inside(element)

    def _table(self, element: Tree) -> None:
        if self._file.breaks_before.get(attribute(element, "style-name")):
            self.flow.break_page(if_begun=True)
        self._within_table(element)

    def _header_rows(self, element: Tree) -> None:
        self.is_header = True
        self.inside(element)
        self.is_header = False


class Slides(Content):
    """A presentation: a page a slide."""

    def __init__(self, file: OpenFile, flow: Flow) -> None:
        super().__init__(file, flow)
        self.titles = self._number = 0
        self._is_title = self._has_title = self._is_notes = False
        self._footers: list[str] = []
        self.acts |= {
            "page": self._slide, "notes": self._notes, "frame": self._frame,
            "footer-decl": lambda element: self._footers.append(text_of(element).strip()),
            **dict.fromkeys(
                ("page-thumbnail", "page-number", "date", "time", "settings", "soft-page-break"), lambda _: None
            ),
        }  # fmt: skip

    def _slide(self, element: Tree) -> None:
        self._number += 1
        self._has_title = False
        self.inside(element)
        self.titles += self._has_title
        if self._number == 1:
            self.flow.lines(list(dict.fromkeys(filter(None, self._footers))))
        if attribute(element, "style-name") in self._file.hidden:
            self.flow.label(f"{self._number} (hidden)")
        self.flow.break_page()

    def _notes(self, element: Tree) -> None:
        self._is_notes = True
        self.inside(element)
        self._is_notes = False

    def _frame(self, element: Tree) -> None:
        self._is_title = attribute(element, "class") == "title" and not self._is_notes
        self.inside(element)
        self._is_title = False

    def _say(self, text: str | None) -> None:
        super()._say(text)
        self._has_title = self._has_title or (self._is_title and self._depth > 0 and self.flow.has_words)
