"""The parts of OpenDocument files: properties, styles, heads and feet of pages, charts, and the text of paragraphs."""

import posixpath
import re
from pathlib import Path

from odfdo import Document
from odfdo.security import security

from documents.reading.formats.trees import LIMITS, Tree, all_of, attribute, check, first_text, name_of, parsed

# The archive has been looked at before (trees.check); odfdo by itself refuses small parts that repeat much, too.
security.max_uncompressed_size = security.max_compression_ratio = LIMITS.unpacked
# Several blanks count as one, and a new line of the XML is a blank (ODF 1.3 part 3, 6.1.2).
_BLANKS = re.compile(r"[ \t\r\n]+")
PARAGRAPHS = frozenset({"p", "h"})
# What stands for a picture where it is not seen; a field may be called a title, too.
_SVG_TITLE = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}title"
# Text that is not of the page: comments, what was deleted, texts for those who do not see a picture, and the recipes of
# tables of contents, whose results follow them.
_LEFT_OUT = frozenset({
    "annotation", "tracked-changes", "desc", "note-citation", "forms", "script", "scripts", "binary-data",
    "event-listeners", "table-of-content-source", "illustration-index-source", "table-index-source",
    "object-index-source", "user-index-source", "alphabetical-index-source", "bibliography-source",
})  # fmt: skip


def is_left_out(element: Tree) -> bool:
    """Whether an element, with all that is in it, is no text of the page."""
    return name_of(element) in _LEFT_OUT or element.tag == _SVG_TITLE


def collapsed(text: str | None) -> str:
    """Return text with its blanks as they are shown."""
    return _BLANKS.sub(" ", text or "")


def lines_of(root: Tree, skipped: frozenset[str] = frozenset()) -> list[str]:
    """Return the paragraphs at or below an element, without elements of the `skipped` names."""
    lines: list[str] = []

    def walk(element: Tree, words: list[str]) -> None:
        name = name_of(element)
        if is_left_out(element) or name in skipped:
            return
        if name in {"s", "tab", "line-break"}:
            words.append(" ")
        said: list[str] = [] if name in PARAGRAPHS else words
        said.append(element.text or "") if name else None
        for child in element:
            walk(child, said)
            said.append(child.tail or "")
        if name in PARAGRAPHS and (text := collapsed("".join(said)).strip()):
            lines.append(text)

    walk(root, [])
    return lines


class OpenFile:
    """One OpenDocument file, open: its content, and what it says of itself. Raises ReadingFaultError."""

    def __init__(self, path: Path) -> None:
        check(path)
        self._document = Document(str(path))
        self.content = parsed(self._part("content.xml"))
        # Texts, spreadsheets and presentations each have one element of their own in the body.
        self.bodies = [kind for each in self.content if name_of(each) == "body" for kind in each]
        self._styles = self._optional("styles.xml")
        self.breaks_before: dict[str, bool] = {}
        self.breaks_after: set[str] = set()
        self.hidden: set[str] = set()
        self.language = ""
        # Styles are inherited from styles.xml, and only the content's body is long.
        for part in [*self._all_styles("styles", "automatic-styles"), *self.content]:
            if name_of(part) != "body":
                self._read_styles(part)
        self.title = self.pages = ""
        if (meta := self._optional("meta.xml")) is not None:
            self.title, self.language = first_text(meta, "title"), self.language or first_text(meta, "language")
            self.pages = next((attribute(each, "page-count") for each in all_of(meta, "document-statistic")), "")

    def chart_lines(self, drawn: Tree) -> list[str]:
        """Return the titles of a chart that lies in the file as a document of its own, without its table of numbers."""
        place = posixpath.normpath(attribute(drawn, "href"))
        if place in {"", "."} or place.startswith(("/", "..")):
            return []
        chart = self._optional(f"{place}/content.xml")
        return [] if chart is None else lines_of(chart, frozenset({"table", "automatic-styles", "styles"}))

    def repeated(self) -> tuple[list[str], list[str]]:
        """Return what stands at the head and foot of pages and on the masters of slides, each line once."""
        heads: list[str] = []
        feet: list[str] = []
        for part in (part for page in self._all_styles("master-page") for part in page):
            if not _keeps_a_place(part):
                (feet if name_of(part).startswith("footer") else heads).extend(
                    lines_of(part, frozenset({"notes", "page-number"}))
                )
        return list(dict.fromkeys(heads)), list(dict.fromkeys(feet))

    def _part(self, name: str) -> bytes | None:
        container = self._document.container
        content = container.get_part(name) if container and name in container.parts else None
        return content.encode() if isinstance(content, str) else content

    def _optional(self, name: str) -> Tree | None:
        content = self._part(name)
        return None if content is None else parsed(content)

    def _all_styles(self, *names: str) -> list[Tree]:
        return [] if self._styles is None else all_of(self._styles, *names)

    def _read_styles(self, root: Tree) -> None:
        for style in all_of(root, "style"):
            name = attribute(style, "name")
            inherits = self.breaks_before.get(attribute(style, "parent-style-name"), False)
            self.breaks_before[name] = inherits or bool(attribute(style, "master-page-name"))
            for said in all_of(style, "paragraph-properties", "table-properties", "drawing-page-properties"):
                if before := attribute(said, "break-before"):
                    self.breaks_before[name] = before == "page"
                if attribute(said, "break-after") == "page":
                    self.breaks_after.add(name)
                if attribute(said, "display") == "false" or attribute(said, "visibility") == "hidden":
                    self.hidden.add(name)
        for style in all_of(root, "default-style"):
            if attribute(style, "family") == "paragraph" or not self.language:
                self._read_language(style)

    def _read_language(self, style: Tree) -> None:
        for said in all_of(style, "text-properties"):
            language, country = attribute(said, "language"), attribute(said, "country")
            if language not in {"", "none"}:
                self.language = f"{language}-{country}" if country not in {"", "none"} else language


def _keeps_a_place(part: Tree) -> bool:
    """Whether something on a master is where the slides' own text goes."""
    return bool(attribute(part, "class") or attribute(part, "placeholder"))
