"""The content of OpenDocument files (ODF 1.3 part 3): paragraphs, tables, frames and notes; slides."""

from documents.reading.formats.flow import Flow
from documents.reading.formats.open_document_parts import LEFT_OUT, PARAGRAPHS, Styles, chart_lines, collapsed
from documents.reading.formats.packages import Attributes, Handler, Package, attribute

# What may hold paragraphs of its own inside a paragraph.
_BOXES = frozenset({
    "text-box", "custom-shape", "rect", "ellipse", "circle", "line", "polyline", "polygon", "path", "connector",
    "caption", "measure", "regular-polygon",
})  # fmt: skip


class Content(Handler):
    """Hears the content of a text or presentation, and lets it flow."""

    skipped = LEFT_OUT

    def __init__(self, package: Package, styles: Styles, flow: Flow) -> None:
        self.flow, self.styles = flow, styles
        self._package = package
        # The paragraphs that are open inside one another, with their styles; the boxes, whether they hang on one.
        self._paragraphs: list[str] = []
        self._hanging: list[bool] = []
        self._level: int | None = None

    def finish(self) -> None:
        """Close what is left."""
        self.flow.finish()

    def start(self, name: str, attributes: Attributes) -> None:
        if name in PARAGRAPHS:
            self._start_paragraph(name, attributes)
        elif name == "s":
            count = attribute(attributes, "c")[:4]
            self.flow.write(" " * (int(count) if count.isdecimal() else 1))
        elif name == "tab":
            self.flow.tab()
        elif name == "line-break":
            self.flow.break_line()
        elif name in _BOXES:
            self._start_box()
        elif name == "note-body":
            self.flow.begin_box()
        elif name in {"image", "object", "object-ole"}:
            self._show(name, attributes)
        else:
            self._start_table(name, attributes)
            self.styles.start(name, attributes)

    def end(self, name: str) -> None:
        if name in PARAGRAPHS:
            self._end_paragraph(name)
        elif name in _BOXES:
            if self._hanging and self._hanging.pop():
                self.flow.end_box()
        elif name == "note-body":
            self.flow.end_box(is_note=True)
        elif name == "table-cell":
            self.flow.end_cell()
        elif name == "table-row":
            self.flow.end_row()
        elif name == "table":
            self.flow.end_table()
        elif name == "table-header-rows":
            self._is_header = False
        else:
            self.styles.end(name)

    def characters(self, text: str) -> None:
        if self._paragraphs:
            self.flow.write(collapsed(text))

    def _start_paragraph(self, name: str, attributes: Attributes) -> None:
        style = attribute(attributes, "style-name")
        if self.styles.breaks_before.get(style) and not self._paragraphs:
            self.flow.break_page(if_begun=True)
        self._paragraphs.append(style)
        if name == "h":
            level = attribute(attributes, "outline-level")
            self._level = int(level) - 1 if level.isdecimal() and len(level) == 1 else 0

    def _end_paragraph(self, name: str) -> None:
        style = self._paragraphs.pop() if self._paragraphs else ""
        self.flow.end_paragraph(self._level if name == "h" else None)
        if not self._paragraphs:
            self.flow.touch()
            if style in self.styles.breaks_after:
                self.flow.break_page()

    def _start_box(self) -> None:
        hangs = bool(self._paragraphs)
        self._hanging.append(hangs)
        if hangs:
            self.flow.begin_box()

    def _show(self, name: str, attributes: Attributes) -> None:
        self.flow.show()
        if name == "object":
            self.flow.lines(chart_lines(self._package, attributes))

    _is_header = False

    def _start_table(self, name: str, attributes: Attributes) -> None:
        if name == "table":
            if self.styles.breaks_before.get(attribute(attributes, "style-name")):
                self.flow.break_page(if_begun=True)
            self.flow.begin_table()
        elif name == "table-header-rows":
            self._is_header = True
        elif name == "table-row":
            self.flow.begin_row(is_header=self._is_header)


class Text(Content):
    """A text: its pages end where the program saw them end, or where a style says so."""

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "soft-page-break":
            self.flow.break_page(if_begun=True)
        else:
            super().start(name, attributes)


class Slides(Content):
    """A presentation: a page a slide."""

    skipped = LEFT_OUT | {"page-thumbnail", "page-number", "date", "time", "settings"}

    def __init__(self, package: Package, styles: Styles, flow: Flow) -> None:
        super().__init__(package, styles, flow)
        self.titles = self._number = 0
        self._is_title = self._has_title = self._is_notes = self._is_footer = self._is_hidden = False
        self._footers: list[str] = []

    def finish(self) -> None:
        """Do nothing: each slide has been closed."""

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "page":
            self._number += 1
            self._is_hidden = attribute(attributes, "style-name") in self.styles.hidden
            self._has_title = False
        elif name == "notes":
            self._is_notes = True
        elif name == "frame":
            self._is_title = attribute(attributes, "class") == "title" and not self._is_notes
        elif name == "footer-decl":
            self._is_footer = True
        else:
            super().start(name, attributes)

    def end(self, name: str) -> None:
        if name == "page":
            self._end_slide()
        elif name == "notes":
            self._is_notes = False
        elif name == "frame":
            self._is_title = False
        elif name == "footer-decl":
            self._is_footer = False
        else:
            if name in PARAGRAPHS and self._is_title and self.flow.has_words:
                self._has_title = True
            super().end(name)

    def characters(self, text: str) -> None:
        if self._is_footer:
            self._footers.append(text.strip())
        else:
            super().characters(text)

    def _end_slide(self) -> None:
        self.titles += self._has_title
        if self._number == 1:
            self.flow.lines(list(dict.fromkeys(filter(None, self._footers))))
        if self._is_hidden:
            self.flow.label(f"{self._number} (hidden)")
        self.flow.break_page()
