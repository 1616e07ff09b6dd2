"""Look into an uploaded document: it must be what its name says, and no larger than we take.

A name is what somebody typed. What a file holds decides what a reader's program does with it, so each kind is
recognised by its content, and an editor is told what to do when the two differ.
"""

import codecs
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat

from documents.file_names import safe_name
from documents.file_types import FILE_TYPES, FileType, extension_of
from documents.office_files import check_office_open_xml, check_open_document
from documents.refusals import mismatch, unknown_kind
from documents.scanning import refuse_viruses

_HEAD = 8192
# A whole PDF ends with this mark; some programs write a few bytes behind it.
_PDF_END, _PDF_END_WITHIN = b"%%EOF", 4096
_CHUNK = 256 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
# The trailer of an encrypted PDF names its key table; the table itself is never encrypted (ISO 32000, 7.6).
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_ENCRYPTED_LENGTH = 64
# What is no plain text although it is written in plain characters.
_MARKUP = {
    b"<!doctype": "a web page", b"<html": "a web page", b"<script": "a web page", b"<svg": "an SVG picture",
    b"<?xml": "XML", b"{\\rtf": "Rich Text", b"%pdf-": "a PDF", b"%!ps": "PostScript", b"#!": "a program",
    b"mime-version:": "an email or an archived web page",
}  # fmt: skip

Check = Callable[[Any, FileType], None]


def check_document(name: str, file: Any) -> None:
    """Refuse a file (open for reading) that is too large, not what its name says, or infected, with what to do then."""
    check_content(name, file)
    refuse_viruses(file, name)


def check_content(name: str, file: Any) -> None:
    """Do as `check_document` does, without asking the virus scanner."""
    kind = FILE_TYPES.get(extension_of(safe_name(name)))
    if kind is None:
        raise unknown_kind(extension_of(safe_name(name)))
    check_size(file, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE, "Make the pictures in it smaller, or offer it in parts.")
    file.seek(0)
    try:
        _CHECKS[kind.extension](file, kind)
    finally:
        file.seek(0)


def check_size(file: Any, limit: int, advice: str) -> None:
    """Refuse a file of more than `limit` bytes."""
    size = file.seek(0, 2)
    if size > limit:
        raise ValidationError(
            f"This file has {filesizeformat(size)}; at most {filesizeformat(limit)} are taken. {advice}"
        )


def _head(file: Any) -> bytes:
    file.seek(0)
    return bytes(file.read(_HEAD))


def _check_pdf(file: Any, kind: FileType) -> None:
    if not _head(file).lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-"):
        raise mismatch(_head(file), kind, "Export the document as PDF again, and choose that file.")
    end = file.seek(0, 2)
    file.seek(max(0, end - _PDF_END_WITHIN))
    if _PDF_END not in file.read():
        raise ValidationError("The end of this PDF is missing. Export or download it again, and choose that file.")
    if _holds_encryption(file):
        raise ValidationError(
            "This PDF is protected by a password or against copying, which also locks out screen readers and search. "
            "Export it again without protection, and choose that file."
        )


def _holds_encryption(file: Any) -> bool:
    file.seek(0)
    before = b""
    while piece := file.read(_CHUNK):
        if b"/Encrypt" in before + piece and _ENCRYPTED.search(before + piece):
            return True
        before = piece[-_ENCRYPTED_LENGTH:]
    return False


def _check_text(file: Any, kind: FileType) -> None:
    start = _head(file).removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if found := next((what for mark, what in _MARKUP.items() if start.startswith(mark)), ""):
        raise mismatch(_head(file), kind, f"It is {found}. Save it as plain text in UTF-8, and choose that file.")
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    empty = True
    try:
        while chunk := file.read(_CHUNK):
            empty = False
            if _CONTROL.search(decoder.decode(chunk)):
                raise mismatch(_head(file), kind, "Save it as plain text in UTF-8, and choose that file.")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise mismatch(
            _head(file), kind, "Save it in UTF-8 (in Excel: “CSV UTF-8”), and choose that file."
        ) from None  # fmt: skip
    if empty:
        raise mismatch(b"", kind)


_CHECKS: dict[str, Check] = {
    "csv": _check_text,
    "docx": check_office_open_xml,
    "odp": check_open_document,
    "ods": check_open_document,
    "odt": check_open_document,
    "pdf": _check_pdf,
    "pptx": check_office_open_xml,
    "txt": _check_text,
    "xlsx": check_office_open_xml,
}
