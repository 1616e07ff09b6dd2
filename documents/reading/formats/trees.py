"""What the readers of office files share: the archive is looked at before a library opens it; XML is walked by names.

Names are compared without their namespaces: the two dialects of Office Open XML (transitional and strict, ECMA-376
parts 1 and 4) then read the same.
"""

import mmap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lxml import etree

from core.archives import ArchiveLimits, UnsafeArchiveError, open_archive, read_entry
from documents.reading.formats.flow import Flow
from documents.reading.results import ReadingFaultError

# As at upload (documents.office_files), which files from before it have not met.
LIMITS = ArchiveLimits(entries=10_000, unpacked=1_000_000_000)
# An Office file with a password is a compound file [MS-CFB] that holds this stream [MS-OFFCRYPTO]; an OpenDocument says
# so of each part in its manifest.
_COMPOUND, _ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")
_MANIFEST = "META-INF/manifest.xml"
# Elements of lxml, which has no types.
Tree = Any


def check(path: Path) -> None:
    """Raise ReadingFaultError for an archive that no library must open: locked, damaged or made to do harm."""
    with path.open("rb") as file:
        try:
            with open_archive(file, LIMITS) as archive:
                manifests = [entry for entry in archive.infolist() if entry.filename == _MANIFEST]
                for entry in manifests:
                    if b"encryption-data" in b"".join(read_entry(archive, entry, entry.file_size)):
                        raise ReadingFaultError("password")
        except UnsafeArchiveError as error:
            raise ReadingFaultError(_reason(path, str(error)), f"It {error}.") from error


def parsed(content: bytes | None) -> Tree:
    """Return the root of a part. Raises ReadingFaultError without one; lxml's errors for what is no XML."""
    if content is None:
        raise ReadingFaultError("damaged", "It lacks its main part.")
    with naming_memory():
        return untyped(etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True)))


@contextmanager
def naming_memory() -> Iterator[None]:
    """Raise MemoryError where lxml had too little memory, which it calls an error of the file."""
    try:
        yield
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise


def untyped(root: Tree) -> Tree:
    """Return the root of a part unless it declares a type, which entities need and no office program writes."""
    if root.getroottree().docinfo.doctype:
        raise ReadingFaultError("damaged", "It declares a type of document.")
    return root


def name_of(element: Tree) -> str:
    """Return the name of an element without its namespace; empty for what is no element: a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def all_of(root: Tree, *names: str) -> list[Tree]:
    """Return all elements of these names, whatever their namespaces, in their order."""
    return list(root.iter(*(f"{{*}}{name}" for name in names)))


def attribute(element: Tree, name: str) -> str:
    """Return the value of an attribute, whatever its namespace; empty where there is none."""
    for key, value in element.attrib.items():
        if key == name or key.endswith("}" + name):
            return str(value)
    return ""


def text_of(element: Tree) -> str:
    """Return the text inside an element, comments left out."""
    return str(element.xpath("string()")) if len(element) else element.text or ""


def first_text(root: Tree, name: str) -> str:
    """Return what the first element of a name says: the title among the properties of a file."""
    return next((text_of(each).strip() for each in all_of(root, name)), "")


class Walker:
    """Walks elements in their order, and lets them flow. What has an act of its own, by name, is left to that."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.acts: dict[str, Callable[[Tree], object]] = {}
        self.is_header = False

    def walk(self, element: Tree) -> None:
        """Read an element with all that is in it."""
        if (name := name_of(element)) and not self.leaves_out(element, name):
            self.acts.get(name, self.inside)(element)

    def inside(self, element: Tree) -> None:
        """Read what is in an element."""
        for child in element:
            self.walk(child)

    def between(self, begin: Callable[[], object], end: Callable[[], object]) -> Callable[[Tree], None]:
        """Return an act that does something before and after what is in an element."""

        def act(element: Tree) -> None:
            begin()
            self.inside(element)
            end()

        return act

    def leaves_out(self, element: Tree, name: str) -> bool:
        """Whether an element, with all that is in it, is no text of the page."""
        raise NotImplementedError

    def table_acts(self, table: str, row: str, cell: str) -> dict[str, Callable[[Tree], object]]:
        """Return what is done with tables, whose elements have these names."""
        flow = self.flow
        return {
            table: self.between(flow.begin_table, flow.end_table),
            row: self.between(lambda: flow.begin_row(is_header=self.is_header), flow.end_row),
            cell: self.between(lambda: None, flow.end_cell),
        }


def _reason(path: Path, refusal: str) -> str:
    if "password" in refusal or _is_encrypted(path):
        return "password"
    return "too_much_memory" if "unpacks to" in refusal or "holds more than" in refusal else "damaged"


def _is_encrypted(path: Path) -> bool:
    with path.open("rb") as file:
        if file.read(len(_COMPOUND)) != _COMPOUND:
            return False
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return content.find(_ENCRYPTED) >= 0
