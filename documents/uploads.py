"""Look into an uploaded document: it must be what its name says.

A name is what somebody typed. What a file holds decides what a reader's program does with it, so each kind is
recognised by its content, and an editor is told what to do when the two differ.
"""

import codecs
import re
import zipfile
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import filetype
from django.core.exceptions import ValidationError

from documents.file_types import FILE_TYPES, FileType, extension_of

# Where a PDF's own readers look for its mark, in bytes from the start.
_PDF_MARK_WITHIN = 1024
_HEAD = 8192
# The parts that we read of an office file are a few kilobytes; more is an attack.
_MAX_PART = 1_000_000
_MAX_PARTS = 10_000
_TEXT_CHUNK = 256 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Check = Callable[[Any, FileType], None]


def check_document(name: str, file: Any) -> None:
    """Refuse a file (open for reading) whose content is not of the kind its name says, with what to do about it."""
    kind = FILE_TYPES.get(extension_of(name))
    if kind is None:
        allowed = ", ".join(sorted(FILE_TYPES))
        raise ValidationError(f"This kind of file cannot be offered. Save it as one of these: {allowed}.")
    file.seek(0)
    try:
        _CHECKS[kind.extension](file, kind)
    finally:
        file.seek(0)


def _refuse(file: Any, kind: FileType, advice: str) -> ValidationError:
    file.seek(0)
    head = file.read(_HEAD)
    found = filetype.guess(head)
    if not head:
        return ValidationError("This file is empty. Choose the right one.")
    if head.startswith(_OLE):
        return ValidationError(
            "This file is in the format of an old Office version, or protected by a password. Open it, remove the "
            f"password, save it as “.{kind.extension}”, and choose it again."
        )
    what = f" It holds “{found.extension}”." if found and found.extension != kind.extension else ""
    return ValidationError(f"The name says “.{kind.extension}”, but this is no {kind.name}.{what} {advice}")


def _check_pdf(file: Any, kind: FileType) -> None:
    head = file.read(_PDF_MARK_WITHIN)
    found = filetype.guess(head)
    if b"%PDF-" not in head or (found is not None and found.extension != "pdf"):
        raise _refuse(file, kind, "Export the document as PDF again, and choose that file.")


def _check_text(file: Any, kind: FileType) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    empty = True
    try:
        while chunk := file.read(_TEXT_CHUNK):
            empty = False
            if _CONTROL.search(decoder.decode(chunk)):
                raise _refuse(file, kind, "Save it as plain text in UTF-8, and choose that file.")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise _refuse(file, kind, "Save it in UTF-8 (in Excel: “CSV UTF-8”), and choose that file.") from None
    if empty:
        raise _refuse(file, kind, "")


def _check_office(file: Any, kind: FileType) -> None:
    wanted = kind.content_type + ".main+xml"
    types = _part(file, "[Content_Types].xml", kind)
    try:
        found = {element.get("ContentType", "") for element in ET.fromstring(types)}  # noqa: S314  # entities refused in _part
    except ET.ParseError:
        found = set()
    macros = any("macroEnabled" in name or "vbaProject" in name for name in found)
    if macros:
        raise ValidationError(f"This file holds macros. Save it as “.{kind.extension}” without them.")
    if wanted not in found:
        raise _refuse(file, kind, f"Save it as “.{kind.extension}” again, and choose that file.")


def _check_open_document(file: Any, kind: FileType) -> None:
    if _part(file, "mimetype", kind).strip() != kind.content_type.encode():
        raise _refuse(file, kind, f"Save it as “.{kind.extension}” again, and choose that file.")


def _part(file: Any, name: str, kind: FileType) -> bytes:
    """Return one small part of an office file; nothing else of it is unpacked."""
    advice = f"Save it as “.{kind.extension}” again, and choose that file."
    try:
        with zipfile.ZipFile(file) as archive:
            if len(archive.infolist()) > _MAX_PARTS or archive.getinfo(name).file_size > _MAX_PART:
                raise _refuse(file, kind, advice)
            with archive.open(name) as part:
                content = part.read(_MAX_PART)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        raise _refuse(file, kind, advice) from None
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise _refuse(file, kind, advice)
    return content


_CHECKS: dict[str, Check] = {
    "csv": _check_text,
    "docx": _check_office,
    "odp": _check_open_document,
    "ods": _check_open_document,
    "odt": _check_open_document,
    "pdf": _check_pdf,
    "pptx": _check_office,
    "txt": _check_text,
    "xlsx": _check_office,
}
