"""Word documents (DOCX; ECMA-376 part 1, 17).

Read as they are shown with all changes accepted: what was inserted counts, what was deleted or moved away does not, nor
do comments. Pages are those that Word saw when it saved the file; where it noted none, the document is read in parts.
"""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from documents.reading.formats.flow import Flow
from documents.reading.formats.office_parts import Lines, Notes, drawn_lines, pages_of, properties_of, told
from documents.reading.formats.packages import Attributes, Handler, Package, Related, attribute, is_on, relation_id
from documents.reading.results import Facts, PageRead

# Word leaves this where a page ended when it last laid the document out.
_SEEN_BREAK = b"lastRenderedPageBreak"
# Levels of outline are 0 to 8; 9 is text (17.3.1.20).
_TEXT_LEVEL = 9


def read(path: Path) -> Generator[PageRead, None, Facts]:
    """Yield the pages or parts of a Word document."""
    with Package(path) as package:
        main = package.main_part()
        related = package.related(main)
        knows_pages = package.mentions(main, _SEEN_BREAK)
        styles = told(package, related, "styles", _Styles())
        properties = properties_of(package)
        flow = Flow(by_parts=not knows_pages)
        flow.head_and_foot(_repeated(package, related, "header"), _repeated(package, related, "footer"))
        body = _Body(package, related, styles, flow)
        for _ in package.telling(main, body):
            yield from flow.take()
        flow.lines(body.endnotes)
        flow.finish()
        yield from flow.take()
        return Facts(
            unit="page" if knows_pages or pages_of(package) == flow.closed else "part",
            title=properties.title,
            language=styles.language or told(package, related, "settings", _Settings()).language or properties.language,
            headings=flow.headings,
            tables=flow.tables,
            tables_without_headers=flow.tables_without_headers,
        )


def _repeated(package: Package, related: dict[str, Related], kind: str) -> list[str]:
    """Return the lines of all headers or all footers, each line once."""
    return list(dict.fromkeys(told(package, related, kind, Lines()).lines))


class _Styles(Handler):
    """Which styles of paragraphs are headings, and the language that text has unless it says otherwise."""

    def __init__(self) -> None:
        self.levels: dict[str, int] = {}
        self.language = ""
        self._style = ""
        self._is_default = False

    def start(self, name: str, attributes: Attributes) -> None:
        value = attribute(attributes, "val")
        if name == "rPrDefault":
            self._is_default = True
        elif name == "lang" and self._is_default:
            self.language = value
        elif name == "style":
            self._style = attribute(attributes, "styleId")
        elif self._style and name in {"name", "basedOn", "outlineLvl"}:
            self._say(name, value)

    def end(self, name: str) -> None:
        if name == "rPrDefault":
            self._is_default = False

    def _say(self, name: str, value: str) -> None:
        if name == "name" and value.lower().startswith("heading ") and value[8:].isdecimal():
            self.levels[self._style] = int(value[8:9]) - 1
        elif name == "basedOn" and value in self.levels:
            self.levels.setdefault(self._style, self.levels[value])
        elif name == "outlineLvl":
            self.levels[self._style] = _level(value)


class _Settings(Handler):
    """The language that the program was set to when the document was made."""

    def __init__(self) -> None:
        self.language = ""

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "themeFontLang":
            self.language = attribute(attributes, "val")


@dataclass
class _Paragraph:
    level: int | None = None
    ends_section: bool = False


class _Body(Handler):
    """Hears the main part, and lets it flow."""

    # The marks of tabs and fonts in the properties of paragraphs are not those of the text.
    skipped = frozenset({"del", "moveFrom", "Fallback", "tabs", "rPr", "instrText", "delText", "sdtPr"})

    def __init__(self, package: Package, related: dict[str, Related], styles: _Styles, flow: Flow) -> None:
        self.endnotes: list[str] = []
        self._package, self._related, self._styles, self._flow = package, related, styles, flow
        self._footnotes = told(package, related, "footnotes", Notes()).found
        self._endnotes = told(package, related, "endnotes", Notes()).found
        self._paragraphs: list[_Paragraph] = []
        self._is_text = False
        self._starts = {
            "p": self._start_paragraph, "t": self._start_text, "br": self._start_break, "tbl": self._start_table,
            "tr": self._start_row, "tblHeader": self._start_header, "pStyle": self._start_style,
            "outlineLvl": self._start_level, "pageBreakBefore": self._start_page, "sectPr": self._start_section,
            "lastRenderedPageBreak": self._seen_break, "txbxContent": self._start_box, "drawing": self._start_picture,
            "pict": self._start_picture, "object": self._start_picture, "chart": self._start_chart,
            "relIds": self._start_diagram, "footnoteReference": self._start_footnote,
            "endnoteReference": self._start_endnote, "tab": self._start_tab, "ptab": self._start_tab,
            "cr": self._start_break, "noBreakHyphen": self._start_hyphen,
        }  # fmt: skip
        self._ends = {
            "p": self._end_paragraph, "t": self._end_text, "tc": flow.end_cell, "tr": flow.end_row,
            "tbl": flow.end_table, "txbxContent": flow.end_box,
        }  # fmt: skip

    def start(self, name: str, attributes: Attributes) -> None:
        if act := self._starts.get(name):
            act(attributes)

    def end(self, name: str) -> None:
        if act := self._ends.get(name):
            act()

    def characters(self, text: str) -> None:
        if self._is_text:
            self._flow.write(text)

    # Text.

    def _start_text(self, attributes: Attributes) -> None:
        self._is_text = True

    def _end_text(self) -> None:
        self._is_text = False

    def _start_tab(self, attributes: Attributes) -> None:
        self._flow.tab()

    def _start_hyphen(self, attributes: Attributes) -> None:
        self._flow.write("-")

    def _start_break(self, attributes: Attributes) -> None:
        if attribute(attributes, "type") == "page":
            self._flow.break_page()
        else:
            self._flow.break_line()

    def _seen_break(self, attributes: Attributes) -> None:
        # After a break that the author made, it tells of the same one.
        self._flow.break_page(if_begun=True)

    # Paragraphs.

    def _start_paragraph(self, attributes: Attributes) -> None:
        self._paragraphs.append(_Paragraph())

    def _end_paragraph(self) -> None:
        if not self._paragraphs:
            return
        paragraph = self._paragraphs.pop()
        self._flow.end_paragraph(paragraph.level)
        if paragraph.ends_section and self._flow.by_parts:
            self._flow.break_page()

    def _start_style(self, attributes: Attributes) -> None:
        self._set_level(self._styles.levels.get(attribute(attributes, "val"), _TEXT_LEVEL))

    def _start_level(self, attributes: Attributes) -> None:
        self._set_level(_level(attribute(attributes, "val")))

    def _set_level(self, level: int) -> None:
        if self._paragraphs:
            self._paragraphs[-1].level = level if level < _TEXT_LEVEL else None

    def _start_page(self, attributes: Attributes) -> None:
        if is_on(attributes):
            self._flow.break_page(if_begun=True)

    def _start_section(self, attributes: Attributes) -> None:
        if self._paragraphs:
            self._paragraphs[-1].ends_section = True

    # Tables.

    def _start_table(self, attributes: Attributes) -> None:
        self._flow.begin_table()

    def _start_row(self, attributes: Attributes) -> None:
        self._flow.begin_row()

    def _start_header(self, attributes: Attributes) -> None:
        if is_on(attributes):
            self._flow.mark_header()

    # What hangs on paragraphs.

    def _start_box(self, attributes: Attributes) -> None:
        self._flow.begin_box()

    def _start_picture(self, attributes: Attributes) -> None:
        self._flow.show()

    def _start_chart(self, attributes: Attributes) -> None:
        self._flow.lines(drawn_lines(self._package, self._related.get(relation_id(attributes))))

    def _start_diagram(self, attributes: Attributes) -> None:
        self._flow.lines(drawn_lines(self._package, self._related.get(relation_id(attributes, "dm"))))

    def _start_footnote(self, attributes: Attributes) -> None:
        self._flow.note(self._footnotes.get(attribute(attributes, "id"), []))

    def _start_endnote(self, attributes: Attributes) -> None:
        self.endnotes += self._endnotes.get(attribute(attributes, "id"), [])


def _level(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) == 1 else _TEXT_LEVEL
