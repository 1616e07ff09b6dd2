"""PowerPoint presentations (PPTX; ECMA-376 part 1, 19), opened by python-pptx: one page a slide, with its notes.

Shapes are read in the order of the file, which is the one that screen readers follow. Slide numbers and dates are left
out; footers and what stands on the masters are read once, on the first slide that shows them.
"""

from collections import Counter
from collections.abc import Generator
from pathlib import Path

from pptx import Presentation

from documents.reading.formats.flow import Flow
from documents.reading.formats.office_parts import Part, drawn_lines, properties_of, related, tree_of, usual
from documents.reading.formats.trees import Tree, Walker, all_of, attribute, name_of, text_of, untyped
from documents.reading.results import Facts, PageRead

_TITLES = {"title", "ctrTitle"}
# Placeholders (19.7.10) whose text says nothing of the slide.
_MUTE = {"sldNum", "dt", "sldImg", "hdr"}
_LEFT_OUT = frozenset({"Fallback", "endParaRPr", "pPr", "lstStyle"})


def read(path: Path) -> Generator[PageRead, None, Facts]:
    """Yield the slides of a presentation."""
    with usual(path) as file:
        presentation = Presentation(file)
    deck = _Deck()
    for number, slide in enumerate(presentation.slides, start=1):
        deck.slide(slide.part, untyped(slide.element), number)
        yield from deck.flow.take()
    title, language = properties_of(presentation.part.package)
    spoken = [language for language, _ in deck.languages.most_common(1)]
    spoken += [attribute(each, "lang") for each in all_of(presentation.element, "defRPr")]
    return Facts(
        unit="slide",
        title=title,
        language=next(filter(None, spoken), language),
        headings=deck.titles,
        tables=deck.flow.tables,
        tables_without_headers=deck.flow.tables_without_headers,
    )


class _Deck:
    """Reads the slides of one presentation, one after the other."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.titles = 0
        self.languages: Counter[str] = Counter()
        # Lines that have been read and are not read again: of footers, layouts and masters.
        self.repeated: set[str] = set()
        self._backgrounds: set[str] = set()

    def slide(self, part: Part, root: Tree, number: int) -> None:
        """Read one slide: what it shows, what stands behind it, its notes."""
        _Shapes(self, part).walk(root)
        self._background(part, "slideLayout")
        for notes in related(part, "notesSlide"):
            _Shapes(self, notes, counts=False).walk(tree_of(notes))
        if root.get("show") in {"0", "false"}:
            self.flow.label(f"{number} (hidden)")
        self.flow.break_page()

    def _background(self, part: Part, kind: str) -> None:
        for behind in related(part, kind):
            if str(behind.partname) not in self._backgrounds:
                self._backgrounds.add(str(behind.partname))
                _Shapes(self, behind, counts=False, is_background=True).walk(tree_of(behind))
                self._background(behind, "slideMaster")


class _Shapes(Walker):
    """Walks the shapes of a slide, of its notes (`counts=False`), or of what stands behind slides."""

    def __init__(self, deck: _Deck, part: Part, *, counts: bool = True, is_background: bool = False) -> None:
        super().__init__(deck.flow)
        self._deck, self._counts, self._is_background = deck, counts, is_background
        self._placeholder: str | None = None
        self._has_title = False
        self.acts = self.table_acts("tbl", "tr", "tc") | {
            "p": self._paragraph, "t": lambda element: self.flow.write(text_of(element)), "rPr": self._language,
            **dict.fromkeys(("br", "tab"), lambda _: self.flow.break_line()), "tblPr": self._table_properties,
            **dict.fromkeys(("sp", "cxnSp", "pic", "graphicFrame"), self._shape),
            **dict.fromkeys(("chart", "relIds"), lambda element: self.flow.lines(drawn_lines(part, element))),
        }  # fmt: skip

    def leaves_out(self, element: Tree, name: str) -> bool:
        """Whether an element is no text of the slide."""
        return name in _LEFT_OUT

    def _language(self, element: Tree) -> None:
        if self._counts and element.get("lang"):
            self._deck.languages[element.get("lang")] += 1

    def _shape(self, element: Tree) -> None:
        places = all_of(element, "ph")
        self._placeholder = places[0].get("type", "obj") if places else None
        self._has_title = False
        if name_of(element) in {"pic", "graphicFrame"} and self._counts:
            self.flow.show()
        self.inside(element)
        self._deck.titles += self._has_title
        self._placeholder = None

    def _table_properties(self, element: Tree) -> None:
        self.is_header = element.get("firstRow") in {"1", "true"}

    def _paragraph(self, element: Tree) -> None:
        self.inside(element)
        is_repeated = self._is_background or self._placeholder == "ftr"
        if self._placeholder in _MUTE or (self._is_background and self._placeholder is not None):
            self.flow.drop_paragraph()
        elif is_repeated:
            text = self.flow.drop_paragraph()
            if text and text not in self._deck.repeated:
                self._deck.repeated.add(text)
                self.flow.lines([text])
        else:
            is_title = self._counts and self._placeholder in _TITLES and self.flow.has_words
            self._has_title = self._has_title or is_title
            self.flow.end_paragraph()
