"""What OpenDocument files say beside their content: properties, styles, heads and feet of pages, charts."""

import posixpath
import re

from documents.reading.formats.packages import Attributes, Handler, Package, attribute

# What stands for a picture where it is not seen; a field may be called a title, too.
SVG_TITLE = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0 title"
# Several blanks count as one, and a new line of the XML is a blank (ODF 1.3 part 3, 6.1.2).
_BLANKS = re.compile(r"[ \t\r\n]+")

PARAGRAPHS = frozenset({"p", "h"})
# Text that is not of the page: comments, what was deleted, texts for those who do not see a picture, and the recipes of
# tables of contents, whose results follow them.
LEFT_OUT = frozenset({
    "annotation", "tracked-changes", SVG_TITLE, "desc", "note-citation", "forms", "script", "scripts", "binary-data",
    "event-listeners", "table-of-content-source", "illustration-index-source", "table-index-source",
    "object-index-source", "user-index-source", "alphabetical-index-source", "bibliography-source",
})  # fmt: skip


def collapsed(text: str) -> str:
    """Return text with its blanks as they are shown."""
    return _BLANKS.sub(" ", text)


class Meta(Handler):
    """Title, language and the number of pages that the program counted."""

    def __init__(self) -> None:
        self.pages: int | None = None
        self._said = {"title": "", "language": ""}
        self._name = ""

    @property
    def title(self) -> str:
        return self._said["title"].strip()

    @property
    def language(self) -> str:
        return self._said["language"].strip()

    def start(self, name: str, attributes: Attributes) -> None:
        self._name = name
        if name == "document-statistic":
            pages = attribute(attributes, "page-count")[:9]
            self.pages = int(pages) if pages.isdecimal() else None

    def end(self, name: str) -> None:
        self._name = ""

    def characters(self, text: str) -> None:
        if self._name in self._said:
            self._said[self._name] += text


class Styles(Handler):
    """Which styles begin a new page or hide what they are of, and the language of text. Content adds its own styles."""

    def __init__(self) -> None:
        self.language = ""
        self.breaks_before: dict[str, bool] = {}
        self.breaks_after: set[str] = set()
        self.hidden: set[str] = set()
        self._style = ""
        self._is_default = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "style":
            self._begin(attributes)
        elif name == "default-style":
            self._is_default = attribute(attributes, "family") == "paragraph" or not self.language
        elif name in {"paragraph-properties", "table-properties", "drawing-page-properties"}:
            self._properties(attributes)
        elif name == "text-properties" and self._is_default:
            self._default_text(attributes)

    def end(self, name: str) -> None:
        if name == "default-style":
            self._is_default = False
        elif name == "style":
            self._style = ""

    def _begin(self, attributes: Attributes) -> None:
        self._style = attribute(attributes, "name")
        inherits = self.breaks_before.get(attribute(attributes, "parent-style-name"), False)
        self.breaks_before[self._style] = inherits or bool(attribute(attributes, "master-page-name"))

    def _properties(self, attributes: Attributes) -> None:
        if not self._style:
            return
        if before := attribute(attributes, "break-before"):
            self.breaks_before[self._style] = before == "page"
        if attribute(attributes, "break-after") == "page":
            self.breaks_after.add(self._style)
        if attribute(attributes, "display") == "false" or attribute(attributes, "visibility") == "hidden":
            self.hidden.add(self._style)

    def _default_text(self, attributes: Attributes) -> None:
        language, country = attribute(attributes, "language"), attribute(attributes, "country")
        if language not in {"", "none"}:
            self.language = f"{language}-{country}" if country not in {"", "none"} else language


class Repeated(Handler):
    """What stands at the head and foot of pages, and on the masters of slides; not what keeps a place for text."""

    skipped = frozenset({"notes", "handout-master", "annotation", SVG_TITLE, "desc", "page-number", "automatic-styles"})

    def __init__(self) -> None:
        self.heads: list[str] = []
        self.feet: list[str] = []
        self._lines = self.heads
        self._words: list[str] = []
        self._is_master = False
        self._frames: list[bool] = []

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "master-page":
            self._is_master = True
        elif name.startswith("footer"):
            self._lines = self.feet
        elif name in {"frame", "custom-shape"}:
            self._frames.append(bool(attribute(attributes, "class") or attribute(attributes, "placeholder")))
        elif name in {"s", "tab", "line-break"}:
            self._words.append(" ")

    def end(self, name: str) -> None:
        if name == "master-page":
            self._is_master = False
        elif name.startswith("footer"):
            self._lines = self.heads
        elif name in {"frame", "custom-shape"} and self._frames:
            self._frames.pop()
        elif name in PARAGRAPHS:
            text, self._words = collapsed("".join(self._words)).strip(), []
            if text and self._is_master and not any(self._frames):
                self._lines.append(text)

    def characters(self, text: str) -> None:
        if self._is_master:
            self._words.append(text)


class ChartLines(Handler):
    """What a chart says: its titles. The table of its numbers, which is kept inside it, is left out."""

    skipped = frozenset({"table", "annotation", "automatic-styles", "styles"})

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._words: list[str] = []
        self._depth = 0

    def start(self, name: str, attributes: Attributes) -> None:
        self._depth += name in PARAGRAPHS

    def end(self, name: str) -> None:
        if name in PARAGRAPHS:
            self._depth -= 1
            if text := collapsed("".join(self._words)).strip():
                self.lines.append(text)
            self._words = []

    def characters(self, text: str) -> None:
        if self._depth:
            self._words.append(text)


def chart_lines(package: Package, attributes: Attributes) -> list[str]:
    """Return what a chart says that lies in the file as a document of its own."""
    place = posixpath.normpath(attribute(attributes, "href"))
    chart = ChartLines()
    if place not in {"", "."} and not place.startswith(("/", "..")):
        package.tell(f"{place}/content.xml", chart)
    return chart.lines
