"""PowerPoint presentations (PPTX; ECMA-376 part 1, 19): one page a slide, with its notes.

Shapes are read in the order of the file, which is the one that screen readers follow. Slide numbers and dates are left
out; footers and what stands on the masters are read once, on the first slide that shows them.
"""

from collections import Counter
from collections.abc import Generator
from pathlib import Path

from documents.reading.formats.flow import Flow
from documents.reading.formats.office_parts import drawn_lines, properties_of
from documents.reading.formats.packages import Attributes, Handler, Package, Related, relation_id
from documents.reading.results import Facts, PageRead, ReadingFaultError

_TITLES = {"title", "ctrTitle"}
# Placeholders (19.7.10) whose text says nothing of the slide.
_MUTE = {"sldNum", "dt", "sldImg", "hdr"}
_SHAPES = {"sp", "cxnSp", "pic", "graphicFrame"}


def read(path: Path) -> Generator[PageRead, None, Facts]:
    """Yield the slides of a presentation."""
    with Package(path) as package:
        main = package.main_part()
        related = package.related(main)
        presentation = _Presentation()
        package.tell(main, presentation, is_needed=True)
        deck = _Deck(package)
        for number, reference in enumerate(presentation.slides, start=1):
            if reference not in related:
                raise ReadingFaultError("damaged", f"Slide {number} is missing.")
            deck.slide(related[reference].part, number)
            yield from deck.flow.take()
        properties = properties_of(package)
        spoken = deck.languages.most_common(1)
        return Facts(
            unit="slide",
            title=properties.title,
            language=spoken[0][0] if spoken else presentation.language or properties.language,
            headings=deck.titles,
            tables=deck.flow.tables,
            tables_without_headers=deck.flow.tables_without_headers,
        )


class _Presentation(Handler):
    """The order of the slides, and the language of text that does not name its own."""

    def __init__(self) -> None:
        self.slides: list[str] = []
        self.language = ""

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "sldId":
            self.slides.append(relation_id(attributes))
        elif name == "defRPr" and not self.language:
            self.language = attributes.get("lang", "")


class _Deck:
    """Reads the slides of one presentation, one after the other."""

    def __init__(self, package: Package) -> None:
        self.flow = Flow()
        self.titles = 0
        self.languages: Counter[str] = Counter()
        # Lines that have been read and are not read again: of footers, layouts and masters.
        self.repeated: set[str] = set()
        self._package = package
        self._backgrounds: set[str] = set()

    def slide(self, part: str, number: int) -> None:
        """Read one slide: what it shows, what stands behind it, its notes."""
        related = self._package.related(part)
        shown = _Shapes(self, self._package, related)
        self._package.tell(part, shown, is_needed=True)
        self._background(related)
        for relation in related.values():
            if relation.kind == "notesSlide":
                notes = self._package.related(relation.part)
                self._package.tell(relation.part, _Shapes(self, self._package, notes, counts=False))
        if shown.is_hidden:
            self.flow.label(f"{number} (hidden)")
        self.flow.break_page()

    def _background(self, related: dict[str, Related]) -> None:
        for relation in related.values():
            if relation.kind in {"slideLayout", "slideMaster"} and relation.part not in self._backgrounds:
                self._backgrounds.add(relation.part)
                behind = self._package.related(relation.part)
                self._package.tell(relation.part, _Shapes(self, self._package, behind, is_background=True))
                if relation.kind == "slideLayout":
                    self._background(behind)


class _Shapes(Handler):
    """Hears the shapes of a slide, of its notes (`counts=False`), or of what stands behind slides."""

    skipped = frozenset({"Fallback", "endParaRPr", "pPr", "lstStyle"})

    def __init__(
        self, deck: _Deck, package: Package, related: dict[str, Related], *, counts: bool = True,
        is_background: bool = False,
    ) -> None:  # fmt: skip
        self.is_hidden = False
        self._deck, self._flow, self._package, self._related = deck, deck.flow, package, related
        self._counts, self._is_background = counts and not is_background, is_background
        self._placeholder: str | None = None
        self._is_text = self._has_title = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "t":
            self._is_text = True
        elif name in {"br", "tab"}:
            self._flow.break_line()
        elif name == "rPr":
            if self._counts and "lang" in attributes:
                self._deck.languages[attributes["lang"]] += 1
        elif name in _SHAPES:
            self._placeholder = None
            if name in {"pic", "graphicFrame"} and self._counts:
                self._flow.show()
        elif name == "ph":
            self._placeholder = attributes.get("type", "obj")
        elif name == "sld":
            self.is_hidden = attributes.get("show") in {"0", "false"}
        else:
            self._start_frame(name, attributes)

    def _start_frame(self, name: str, attributes: Attributes) -> None:
        if name == "tbl":
            self._flow.begin_table()
        elif name == "tblPr":
            self._has_header = attributes.get("firstRow") in {"1", "true"}
        elif name == "tr":
            self._flow.begin_row(is_header=self._has_header)
        elif name == "chart":
            self._flow.lines(drawn_lines(self._package, self._related.get(relation_id(attributes))))
        elif name == "relIds":
            self._flow.lines(drawn_lines(self._package, self._related.get(relation_id(attributes, "dm"))))

    _has_header = False

    def end(self, name: str) -> None:
        if name == "t":
            self._is_text = False
        elif name == "p":
            self._end_paragraph()
        elif name == "tc":
            self._flow.end_cell()
        elif name == "tr":
            self._flow.end_row()
        elif name == "tbl":
            self._flow.end_table()
        elif name in _SHAPES:
            self._deck.titles += self._has_title
            self._has_title = False

    def characters(self, text: str) -> None:
        if self._is_text:
            self._flow.write(text)

    def _end_paragraph(self) -> None:
        is_repeated = self._is_background or self._placeholder == "ftr"
        if self._placeholder in _MUTE or (self._is_background and self._placeholder is not None):
            self._flow.drop_paragraph()
        elif is_repeated:
            text = self._flow.drop_paragraph()
            if text and text not in self._deck.repeated:
                self._deck.repeated.add(text)
                self._flow.lines([text])
        else:
            self._has_title = self._has_title or (
                self._counts and self._placeholder in _TITLES and self._flow.has_words
            )
            self._flow.end_paragraph()
