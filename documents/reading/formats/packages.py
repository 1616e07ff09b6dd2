"""The files of office programs: ZIP archives of XML parts, read part by part and piece by piece, never as a whole.

No part becomes a tree: a handler hears of elements as they come, so that memory depends on no file's size and pictures
are never unpacked. Names come without their namespaces, which differ between the two dialects of Office Open XML
(transitional and strict, ECMA-376 parts 1 and 4) and mean the same.
"""

import mmap
import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from xml.parsers import expat

from core.archives import ArchiveLimits, UnsafeArchiveError, open_archive, read_entry
from documents.reading.results import ReadingFaultError

# As at upload (documents.office_files), which files from before it have not met.
LIMITS = ArchiveLimits(entries=10_000, unpacked=1_000_000_000)
# How deep elements may lie inside one another, and how many names of them are remembered: programs stay below 200.
DEEPEST, _MOST_NAMES = 5_000, 1_000
# An Office file with a password is a compound file [MS-CFB] that holds this stream [MS-OFFCRYPTO].
_COMPOUND, _ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")
_NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]
Attributes = dict[str, str]


class Handler:
    """Hears what a part says. Elements in `skipped` (with or without their namespace) are left out with all in them."""

    skipped: frozenset[str] = frozenset()

    def start(self, name: str, attributes: Attributes) -> None:
        """Hear an element begin; `attributes` have their namespace before a space, if they have one."""

    def end(self, name: str) -> None:
        """Hear it end."""

    def characters(self, text: str) -> None:
        """Hear the text between."""


@dataclass(frozen=True)
class Related:
    """What a part refers to: the last word of the kind of relation ("image"), and the part's name."""

    kind: str
    part: str


class Package:
    """One office file, open for reading. A context. Raises ReadingFaultError for what is damaged or locked."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        try:
            self._archive = open_archive(self._file, LIMITS)
        except UnsafeArchiveError as error:
            reason = _reason(path, str(error))
            self._file.close()
            raise ReadingFaultError(reason, f"It {error}.") from error
        # Programs differ in capitals between a part and what refers to it.
        self._entries = {entry.filename.lower(): entry for entry in self._archive.infolist()}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._archive.close()
        self._file.close()

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries

    def pieces(self, part: str) -> Iterator[bytes]:
        """Yield the bytes of a part, unpacked, piece by piece."""
        entry = self._entries.get(part.lower())
        if entry is None:
            raise ReadingFaultError("damaged", f"It has no part “{part[:100]}”.")
        try:
            yield from read_entry(self._archive, entry, entry.file_size)
        except UnsafeArchiveError as error:
            raise ReadingFaultError("damaged", f"It {error}.") from error

    def mentions(self, part: str, words: bytes) -> bool:
        """Whether these bytes stand in a part."""
        before = b""
        for piece in self.pieces(part):
            if words in before + piece:
                return True
            before = piece[-len(words) :]
        return False

    def tell(self, part: str, handler: Handler, *, is_needed: bool = False) -> None:
        """Tell a handler a whole part; one that is missing says nothing, unless it is needed."""
        if is_needed or part in self:
            for _ in self.telling(part, handler):
                pass

    def telling(self, part: str, handler: Handler) -> Iterator[None]:
        """Tell a handler a part, and pause after each piece, so that what it has gathered can be taken from it."""
        parser = _parser(handler)
        try:
            for piece in self.pieces(part):
                parser.Parse(piece, False)  # noqa: FBT003  # the parser's own signature
                yield
            parser.Parse(b"", True)  # noqa: FBT003
        except expat.ExpatError as error:
            if error.code == _NO_MEMORY:
                raise MemoryError from error
            raise ReadingFaultError("damaged", f"{part[:100]}: {error}") from error
        yield

    def related(self, part: str = "") -> dict[str, Related]:
        """Return what a part refers to, by the number of the reference ("rId1"); without a part, what the file does."""
        relations = _Relations(posixpath.dirname(part))
        self.tell(posixpath.join(posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels"), relations)
        return relations.found

    def main_part(self) -> str:
        """Return the name of the part with which an Office Open XML file begins."""
        for relation in self.related().values():
            if relation.kind == "officeDocument":
                return relation.part
        raise ReadingFaultError("damaged", "It does not say where it begins.")


def relation_id(attributes: Attributes, name: str = "id") -> str:
    """Return an attribute that refers to another part; others that are called the same do not."""
    return next((value for key, value in attributes.items() if key.endswith(f"/relationships {name}")), "")


def attribute(attributes: Attributes, name: str) -> str:
    """Return the value of an attribute, whatever its namespace; empty where there is none."""
    for key, value in attributes.items():
        if key == name or key.endswith(" " + name):
            return value
    return ""


def is_on(attributes: Attributes) -> bool:
    """Whether an element that switches something on does so: it may say "false" (ECMA-376 part 1, 22.9.2.7)."""
    return attribute(attributes, "val") not in {"0", "false", "off"}


class _Relations(Handler):
    def __init__(self, folder: str) -> None:
        self.found: dict[str, Related] = {}
        self._folder = folder

    def start(self, name: str, attributes: Attributes) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", ""))).lstrip("/")
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.found[attributes.get("Id", "")] = Related(kind, target)


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


def _parser(handler: Handler) -> Any:
    """Return a parser that tells the handler, and refuses what makes little XML into much: types and entities."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = 64 * 1024
    parser.CharacterDataHandler = handler.characters
    parser.StartDoctypeDeclHandler = _refuse_type
    parser.StartElementHandler, parser.EndElementHandler = _listeners(parser, handler)
    return parser


def _refuse_type(*_: Any) -> None:
    # No office program writes one.
    raise ReadingFaultError("damaged", "It declares a type of document.")


def _listeners(parser: Any, handler: Handler) -> tuple[Callable[[str, Attributes], None], Callable[[str], None]]:
    """Return what hears elements begin and end, and rests inside those that are skipped."""
    depth = resting_at = 0
    names = _Names()

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth, resting_at
        depth += 1
        if depth > DEEPEST:
            raise ReadingFaultError("damaged", f"It is nested more than {DEEPEST:,} deep.")
        if resting_at:
            return
        local = names[name]
        if local in handler.skipped or name in handler.skipped:
            resting_at = depth
            parser.CharacterDataHandler = None
        else:
            handler.start(local, attributes)

    def end(name: str) -> None:
        nonlocal depth, resting_at
        if not resting_at:
            handler.end(names[name])
        elif depth == resting_at:
            resting_at = 0
            parser.CharacterDataHandler = handler.characters
        depth -= 1

    return start, end


class _Names(dict[str, str]):
    """The names of elements without their namespaces, found once each."""

    def __missing__(self, name: str) -> str:
        local = name[name.rfind(" ") + 1 :]
        if len(self) < _MOST_NAMES:
            self[name] = local
        return local
