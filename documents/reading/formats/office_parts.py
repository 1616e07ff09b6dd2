"""What the files of Word, Excel and PowerPoint have in common: properties, lines of text, charts and diagrams."""

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from documents.reading.formats.trees import (
    Tree,
    all_of,
    attribute,
    check,
    first_text,
    name_of,
    naming_memory,
    parsed,
    text_of,
    untyped,
)

# What was deleted or moved away, what is there for older programs, how text looks, and the numbers of charts.
_SILENT = frozenset({"del", "moveFrom", "Fallback", "pPr", "rPr", "numCache", "numLit"})
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
# The strict dialect (ECMA-376 part 1), which the libraries do not know, differs from the usual one in these names.
_STRICT, _USUAL = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/"), rb"http://schemas.openxmlformats.org/\1/2006/"
# Parts of python-docx or of python-pptx, which have no types.
Part = Any


@contextmanager
def usual(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for a library, in the dialect that it knows. Raises ReadingFaultError (trees.check)."""
    check(path)
    with naming_memory(), path.open("rb") as file, zipfile.ZipFile(file) as archive:
        if not _STRICT.search(archive.read("_rels/.rels")):
            yield file
            return
        with copied(archive, lambda _, content: _STRICT.sub(_USUAL, content)) as copy:
            yield copy


@contextmanager
def copied(archive: zipfile.ZipFile, change: Callable[[str, bytes], bytes]) -> Iterator[IO[bytes]]:
    """Copy an archive for the time being; `change` takes name and content of each part of XML."""
    with TemporaryFile() as copy:
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as changed:
            for name in archive.namelist():
                content = archive.read(name)
                changed.writestr(name, change(name, content) if name.endswith((".xml", ".rels")) else content)
        yield copy


def tree_of(part: Part) -> Tree:
    """Return the root of a part of python-docx or python-pptx."""
    element = getattr(part, "element", None)
    return parsed(part.blob) if element is None else untyped(element)


def related(part: Part, kind: str) -> list[Part]:
    """Return the parts to which one refers, by the last word of the kind of relation ("header"), in a steady order."""
    found = [
        relation.target_part
        for relation in part.rels.values()
        if not relation.is_external and relation.reltype.rpartition("/")[2] == kind
    ]
    return sorted(found, key=lambda each: str(each.partname))


def properties_of(package: Part) -> tuple[str, str]:
    """Return title and language among the core properties (ECMA-376 part 2, 11)."""
    try:
        root = parsed(package.part_related_by(_CORE).blob)
    except KeyError:
        return "", ""
    return first_text(root, "title"), first_text(root, "language")


def is_on(element: Tree) -> bool:
    """Whether an element that switches something on does so: it may say "false" (ECMA-376 part 1, 22.9.2.7)."""
    return attribute(element, "val") not in {"0", "false", "off"}


def relation_id(element: Tree, name: str = "id") -> str:
    """Return an attribute that refers to another part; others that are called the same do not."""
    return next((value for key, value in element.attrib.items() if key.endswith(f"/relationships}}{name}")), "")


def drawn_lines(part: Part, element: Tree) -> list[str]:
    """Return what a chart (`c:chart`) or a diagram (`dgm:relIds`) says to which an element of a part refers."""
    relation = part.rels.get(relation_id(element, "dm" if name_of(element) == "relIds" else "id"))
    return [] if relation is None or relation.is_external else lines_of(parsed(relation.target_part.blob))


def lines_of(root: Tree) -> list[str]:
    """Return the text below an element in lines, one a paragraph, or a name of a chart's series."""
    lines: list[str] = []
    words: list[str] = []

    def end_line() -> None:
        if text := "".join(words).strip():
            lines.append(text)
        words.clear()

    def walk(element: Tree) -> None:
        name = name_of(element)
        if name in _SILENT:
            return
        if name in {"p", "v"}:
            end_line()
        if name in {"t", "v"}:
            words.append(text_of(element))
        elif name in {"tab", "br", "cr"}:
            words.append(" ")
        else:
            for child in element:
                walk(child)
        if name in {"p", "v"}:
            end_line()

    walk(root)
    return lines


def notes_of(root: Tree) -> dict[str, list[str]]:
    """Return footnotes or endnotes by their numbers, without the lines that part them from the text."""
    notes = all_of(root, "footnote", "endnote")
    return {attribute(note, "id"): lines_of(note) for note in notes if attribute(note, "type") in {"", "normal"}}
