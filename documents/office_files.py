"""Look into the files of office programs: ZIP archives with a table of what they hold, or a mark of what they are.

What such a file is, its table of content types says (ECMA-376 part 2) or its `mimetype` (ODF 1.3 part 2, 3.3). Nothing
else of it is unpacked; macros show by the names and types of the parts that hold them.
"""

import re
import zipfile
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from django.core.exceptions import ValidationError

from core.archives import ArchiveLimits, UnsafeArchiveError, open_archive, read_entry
from documents.file_types import FileType
from documents.refusals import mismatch

# Generous for a year's data in a workbook; Office itself warns long before.
LIMITS = ArchiveLimits(entries=10_000, unpacked=1_000_000_000)
# The parts that we read are a few kilobytes; more is an attack.
_MAX_PART = 1_000_000
_HEAD = 8192
_TYPES, _MIMETYPE, _MANIFEST = "[Content_Types].xml", "mimetype", "META-INF/manifest.xml"
_MACRO_TYPE = re.compile(r"macro|vbaproject|vbadata|activex", re.IGNORECASE)
_MACRO_PART = re.compile(
    r"(?:^|/)(?:vbaproject[^/]*\.bin|vbadata\.xml|macrosheets/[^/]+|activex\d*\.(?:bin|xml))$|\.(?:doc|dot|xls|xlt|ppt|pot|pps)m$",
    re.IGNORECASE,
)
# The lists of libraries stand in files that hold no macro themselves.
_ODF_MACRO_PART = re.compile(r"^(?:Basic/[^/]+/(?!script-lb\.xml|dialog-lb\.xml)[^/]+|Scripts/.*[^/])$")


def check_office_open_xml(file: Any, kind: FileType) -> None:
    """Refuse a file that is not the Word, Excel or PowerPoint file its name says, or that holds macros."""
    with _opened(file, kind) as archive:
        names = set(archive.namelist())
        overrides, types = _content_types(_part(file, archive, _TYPES, kind), lambda: _no(file, kind))
        if any(map(_MACRO_TYPE.search, types)) or any(map(_MACRO_PART.search, names)):
            raise ValidationError(f"This file holds macros. Save it as “.{kind.extension}” without them.")
        wanted = kind.content_type.lower() + ".main+xml"
        if _MIMETYPE in names or not any(part.lstrip("/") in names for part, found in overrides if found == wanted):
            raise _no(file, kind)


def check_open_document(file: Any, kind: FileType) -> None:
    """Refuse a file that is not the OpenDocument its name says, or that holds macros or is encrypted."""
    with _opened(file, kind) as archive:
        names = archive.namelist()
        if _part(file, archive, _MIMETYPE, kind).strip() != kind.content_type.encode() or _TYPES in names:
            raise _no(file, kind)
        if any(map(_ODF_MACRO_PART.match, names)):
            raise ValidationError(
                f"This file holds macros. Remove them, save it as “.{kind.extension}”, and choose it."
            )
        if _MANIFEST in names and b"encryption-data" in _part(file, archive, _MANIFEST, kind):
            raise ValidationError("This file is protected by a password. Save it without one, and choose it again.")


def _opened(file: Any, kind: FileType) -> zipfile.ZipFile:
    try:
        return open_archive(file, LIMITS)
    except UnsafeArchiveError as error:
        if str(error).startswith("is no"):
            raise _no(file, kind) from None
        raise ValidationError(
            f"This is no {kind.name} that we can take: it {error}. "
            f"Save it as “.{kind.extension}” again, and choose that file."
        ) from error  # fmt: skip


def _no(file: Any, kind: FileType) -> ValidationError:
    file.seek(0)
    return mismatch(file.read(_HEAD), kind)


def _part(file: Any, archive: zipfile.ZipFile, name: str, kind: FileType) -> bytes:
    try:
        return b"".join(read_entry(archive, archive.getinfo(name), _MAX_PART))
    except (KeyError, UnsafeArchiveError):
        raise _no(file, kind) from None


def _content_types(xml: bytes, refusal: Callable[[], ValidationError]) -> tuple[list[tuple[str, str]], set[str]]:
    """Return the parts with a type of their own (name, type), and all types, in lower case."""
    overrides: list[tuple[str, str]] = []
    types: set[str] = set()

    def element(name: str, attributes: dict[str, str]) -> None:
        found = attributes.get("ContentType", "").lower()
        types.add(found)
        if name.rpartition(" ")[2] == "Override":
            overrides.append((attributes.get("PartName", ""), found))

    def doctype(*_: Any) -> None:
        # No office program writes one; with it come entities that multiply.
        raise refusal()

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = element, doctype
    try:
        parser.Parse(xml, True)  # noqa: FBT003  # the parser's own signature
    except expat.ExpatError:
        raise refusal() from None
    return overrides, types
