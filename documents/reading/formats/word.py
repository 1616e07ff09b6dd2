"""Word documents (DOCX; ECMA-376 part 1, 17): python-docx opens them and gives their parts, whose elements are walked.

Read as they are shown with all changes accepted: what was inserted counts, what was deleted or moved away does not, nor
do comments. Pages are those that Word saw when it saved the file; where it noted none, the document is read in parts.
"""

from collections.abc import Generator
from pathlib import Path

from docx import Document

from documents.reading.formats.flow import Flow
from documents.reading.formats.office_parts import (
    Part,
    drawn_lines,
    is_on,
    lines_of,
    notes_of,
    properties_of,
    related,
    tree_of,
    usual,
)
from documents.reading.formats.trees import Tree, Walker, all_of, attribute, first_text, name_of, text_of
from documents.reading.results import Facts, PageRead

# Levels of outline are 0 to 8; 9 is text (17.3.1.20).
_TEXT_LEVEL = 9
# What is no text of the page: deletions, what is there for older programs, commands of fields, and how things look.
_LEFT_OUT = frozenset({
    "del", "moveFrom", "delText", "Fallback", "instrText", "pPr", "rPr", "sdtPr", "tblPr", "trPrChange", "tcPr",
})  # fmt: skip


def read(path: Path) -> Generator[PageRead, None, Facts]:
    """Yield the pages or parts of a Word document."""
    with usual(path) as file:
        document = Document(file)
    main = document.part
    root = tree_of(main)
    # Word leaves this where a page ended when it last laid the document out.
    knows_pages = bool(all_of(root, "lastRenderedPageBreak"))
    flow = Flow(by_parts=not knows_pages)
    flow.head_and_foot(_repeated(main, "header"), _repeated(main, "footer"))
    levels, spoken = _styles(main)
    body = _Body(main, levels, flow)
    for block in (block for each in root if name_of(each) == "body" for block in each):
        body.walk(block)
        yield from flow.take()
    flow.lines(body.endnotes)
    flow.finish()
    yield from flow.take()
    title, language = properties_of(main.package)
    counted = [first_text(tree_of(part), "Pages") for part in related(main.package, "extended-properties")]
    return Facts(
        unit="page" if knows_pages or counted == [str(flow.closed)] else "part",
        title=title,
        language=spoken or language,
        headings=flow.headings,
        tables=flow.tables,
        tables_without_headers=flow.tables_without_headers,
    )


def _repeated(main: Part, kind: str) -> list[str]:
    """Return the lines of all headers or all footers, each line once."""
    return list(dict.fromkeys(line for part in related(main, kind) for line in lines_of(tree_of(part))))


def _styles(main: Part) -> tuple[dict[str, int], str]:
    """Return the levels of the styles that are headings, and the language of text that does not name its own."""
    levels: dict[str, int] = {}
    languages: list[str] = []
    for root in map(tree_of, related(main, "styles")):
        languages += [attribute(lang, "val") for each in all_of(root, "rPrDefault") for lang in all_of(each, "lang")]
        for style in all_of(root, "style"):
            for each in all_of(style, "name", "basedOn", "outlineLvl"):
                name, value, known = name_of(each), attribute(each, "val"), attribute(style, "styleId")
                if name == "name" and value.lower().startswith("heading ") and value[8:].isdecimal():
                    levels[known] = int(value[8:9]) - 1
                elif name == "basedOn" and value in levels:
                    levels.setdefault(known, levels[value])
                elif name == "outlineLvl":
                    levels[known] = _level(value)
    for root in map(tree_of, related(main, "settings")):
        languages += [attribute(each, "val") for each in all_of(root, "themeFontLang")]
    return levels, next(filter(None, languages), "")


class _Body(Walker):
    """Walks the main part."""

    def __init__(self, main: Part, levels: dict[str, int], flow: Flow) -> None:
        super().__init__(flow)
        self.endnotes: list[str] = []
        self._levels = levels
        self._notes = {
            kind: notes_of(tree_of(part)) for kind in ("footnotes", "endnotes") for part in related(main, kind)
        }
        self.acts = self.table_acts("tbl", "tr", "tc") | {
            "p": self._paragraph, "txbxContent": self.between(flow.begin_box, flow.end_box),
            "t": lambda element: flow.write(text_of(element)), "br": self._break, "cr": lambda _: flow.break_line(),
            **dict.fromkeys(("tab", "ptab"), lambda _: flow.tab()), "noBreakHyphen": lambda _: flow.write("-"),
            # After a break that the author made, it tells of the same one.
            "lastRenderedPageBreak": lambda _: flow.break_page(if_begun=True),
            "tblHeader": lambda element: flow.mark_header() if is_on(element) else None,
            **dict.fromkeys(("drawing", "pict", "object"), self.between(flow.show, lambda: None)),
            **dict.fromkeys(("chart", "relIds"), lambda element: flow.lines(drawn_lines(main, element))),
            "footnoteReference": lambda element: flow.note(self._note("footnotes", element)),
            "endnoteReference": lambda element: self.endnotes.extend(self._note("endnotes", element)),
        }  # fmt: skip

    def leaves_out(self, element: Tree, name: str) -> bool:
        """Whether an element is no text of the page."""
        return name in _LEFT_OUT

    def _break(self, element: Tree) -> None:
        if attribute(element, "type") == "page":
            self.flow.break_page()
        else:
            self.flow.break_line()

    def _paragraph(self, element: Tree) -> None:
        said = {name_of(each): each for part in element if name_of(part) == "pPr" for each in part}
        level = _TEXT_LEVEL
        if "pStyle" in said:
            level = self._levels.get(attribute(said["pStyle"], "val"), _TEXT_LEVEL)
        if "outlineLvl" in said:
            level = _level(attribute(said["outlineLvl"], "val"))
        if "pageBreakBefore" in said and is_on(said["pageBreakBefore"]):
            self.flow.break_page(if_begun=True)
        self.inside(element)
        self.flow.end_paragraph(level if level < _TEXT_LEVEL else None)
        if "sectPr" in said and self.flow.by_parts:
            self.flow.break_page()

    def _note(self, kind: str, reference: Tree) -> list[str]:
        return self._notes.get(kind, {}).get(attribute(reference, "id"), [])


def _level(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) == 1 else _TEXT_LEVEL
