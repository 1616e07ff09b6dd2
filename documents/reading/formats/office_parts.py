"""What the files of Word, Excel and PowerPoint have in common: properties, notes, charts and diagrams."""

from typing import TypeVar

from documents.reading.formats.packages import Attributes, Handler, Package, Related, attribute

H = TypeVar("H", bound=Handler)


class Lines(Handler):
    """Gathers the text of a part in lines, one a paragraph: a header, a footnote, a diagram."""

    # What was deleted or moved away, what is there for older programs, and how a paragraph looks.
    skipped = frozenset({"del", "moveFrom", "Fallback", "pPr", "rPr"})

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._words: list[str] = []
        self._is_text = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "t":
            self._is_text = True
        elif name == "p":
            self._end_line()
        elif name in {"tab", "br", "cr"}:
            self._words.append(" ")

    def end(self, name: str) -> None:
        if name == "t":
            self._is_text = False
        elif name == "p":
            self._end_line()

    def characters(self, text: str) -> None:
        if self._is_text:
            self._words.append(text)

    def _end_line(self) -> None:
        if text := "".join(self._words).strip():
            self.lines.append(text)
        self._words = []


class Notes(Lines):
    """Gathers footnotes or endnotes by their numbers, without the lines that part them from the text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._is_note = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name in {"footnote", "endnote"}:
            self.lines = []
            if attribute(attributes, "type") in {"", "normal"}:
                self.found[attribute(attributes, "id")] = self.lines
        super().start(name, attributes)


class Chart(Lines):
    """Gathers what a chart says: its titles, and the names of its series and categories."""

    skipped = Lines.skipped | {"numCache", "numLit"}

    def __init__(self) -> None:
        super().__init__()
        self._is_name = False

    def start(self, name: str, attributes: Attributes) -> None:
        self._is_name = self._is_name or name == "v"
        super().start(name, attributes)

    def end(self, name: str) -> None:
        if name == "v":
            self._is_name = False
            self._end_line()
        super().end(name)

    def characters(self, text: str) -> None:
        if self._is_name or self._is_text:
            self._words.append(text)


class Properties(Handler):
    """The title and language that a file has among its core properties (ECMA-376 part 2, 11)."""

    def __init__(self) -> None:
        self.title = self.language = ""
        self._name = ""

    def start(self, name: str, attributes: Attributes) -> None:
        self._name = name

    def end(self, name: str) -> None:
        self._name = ""

    def characters(self, text: str) -> None:
        if self._name == "title":
            self.title += text
        elif self._name == "language":
            self.language += text


class PageCount(Handler):
    """How many pages the program counted that saved the file: `Pages` of its extended properties."""

    def __init__(self) -> None:
        self.pages: int | None = None
        self._is_pages = False

    def start(self, name: str, attributes: Attributes) -> None:
        self._is_pages = name == "Pages"

    def end(self, name: str) -> None:
        self._is_pages = False

    def characters(self, text: str) -> None:
        if self._is_pages and text.strip().isdecimal():
            self.pages = int(text[:9])


def told(package: Package, related: dict[str, Related], kind: str, handler: H) -> H:
    """Tell a handler all parts of one kind, by their names, and return it."""
    for part in sorted(relation.part for relation in related.values() if relation.kind == kind):
        package.tell(part, handler)
    return handler


def properties_of(package: Package) -> Properties:
    """Return the core properties of an Office Open XML file."""
    properties = told(package, package.related(), "core-properties", Properties())
    properties.title, properties.language = properties.title.strip(), properties.language.strip()
    return properties


def pages_of(package: Package) -> int | None:
    """Return how many pages the program counted that saved an Office Open XML file, if it did."""
    return told(package, package.related(), "extended-properties", PageCount()).pages


def drawn_lines(package: Package, relation: Related | None) -> list[str]:
    """Return what a chart or a diagram says that a part refers to."""
    if relation is None:
        return []
    said = Chart() if relation.kind.startswith("chart") else Lines()
    package.tell(relation.part, said)
    return said.lines
