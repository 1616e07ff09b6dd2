"""What an editor is told when a file cannot be offered: what it is, and what to save it as instead."""

import filetype
from django.core.exceptions import ValidationError

from documents.file_types import FILE_TYPES, FileType

_WORD, _EXCEL, _SLIDES = (
    "Word document (.docx) or PDF",
    "Excel workbook (.xlsx) or CSV UTF-8",
    "PowerPoint (.pptx) or PDF",
)
_PICTURE = "This is a picture. Upload it under Images"
_MACROS = "This kind of file can hold macros. Save it as"
_OLD = "This is the format of an old Office version. Save it as"
_OTHERS = "Not everybody can open this kind of file. Save it as"

# By extension: the advice in full sentences. Everything else gets the list of what is allowed.
ADVICE = {
    **dict.fromkeys(("doc", "dot"), f"{_OLD} {_WORD}."),
    **dict.fromkeys(("xls", "xlt"), f"{_OLD} {_EXCEL}."),
    **dict.fromkeys(("ppt", "pps", "pot"), f"{_OLD} {_SLIDES}."),
    **dict.fromkeys(("docm", "dotm"), f"{_MACROS} {_WORD}."),
    **dict.fromkeys(("xlsm", "xltm", "xlam", "xlsb"), f"{_MACROS} {_EXCEL}."),
    **dict.fromkeys(("pptm", "potm", "ppsm", "ppam"), f"{_MACROS} {_SLIDES}."),
    **dict.fromkeys(("dotx",), f"This is a template. Save it as {_WORD}."),
    **dict.fromkeys(("xltx",), f"This is a template. Save it as {_EXCEL}."),
    **dict.fromkeys(("potx", "ppsx"), f"This is a template or a show. Save it as {_SLIDES}."),
    **dict.fromkeys(("rtf", "wps", "wpd", "pages"), f"{_OTHERS} {_WORD}."),
    **dict.fromkeys(("numbers", "tsv", "mdb", "accdb"), f"{_OTHERS} {_EXCEL}."),
    **dict.fromkeys(("key",), f"{_OTHERS} {_SLIDES}."),
    **dict.fromkeys(("pub", "vsd", "vsdx", "xps", "oxps", "ps", "eps", "ai", "indd"), f"{_OTHERS} PDF."),
    **dict.fromkeys(
        ("htm", "html", "mht", "mhtml", "xhtml", "xht"),
        "A web page can run scripts. Write it as a page of this site, or save it as PDF.",
    ),
    "svg": f"{_PICTURE}, saved as PNG: an SVG can run scripts.",
    "svgz": f"{_PICTURE}, saved as PNG: an SVG can run scripts.",
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "webp", "avif"), f"{_PICTURE}."),
    **dict.fromkeys(("heic", "heif", "tif", "tiff", "bmp", "psd"), f"{_PICTURE}, saved as JPEG or PNG."),
    **dict.fromkeys(("eml", "msg"), "This is an email, with names and addresses in it. Save what may be read as PDF."),
    **dict.fromkeys(
        ("zip", "7z", "rar", "gz", "tar", "tgz"),
        "This is an archive. Offer its files one by one: “Add many” under Documents takes a ZIP apart.",
    ),
    **dict.fromkeys(("xml", "json"), "Save the data as CSV UTF-8, or as an Excel workbook (.xlsx)."),
    "md": "Save it as plain text (.txt) or PDF.",
    **dict.fromkeys(("mp3", "mp4", "m4a", "mov", "avi", "wav", "webm"), "Films and sound cannot be offered here."),
}  # fmt: skip
# How picture formats that we do not keep are to be saved.
PICTURE_ADVICE = {
    **dict.fromkeys(("heic", "heif"), "This is a phone's own format. In the phone or a picture program, save"),
    "svg": "An SVG can run scripts. Save",
    "pdf": "This is a PDF. Upload it under Documents, or save the one picture that you need from it: save",
}  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def unknown_kind(extension: str) -> ValidationError:
    """Return the refusal of a file whose name promises a kind that is never offered."""
    allowed = ", ".join(sorted(FILE_TYPES))
    advice = ADVICE.get(extension)
    if advice:
        return ValidationError(f"“.{extension}” files cannot be offered. {advice}")
    what = f"“.{extension}” files" if extension else "Files whose name has no ending"
    return ValidationError(f"{what} cannot be offered. Save it as one of these: {allowed}.")


def unknown_picture(extension: str) -> str:
    """Return what is said of a picture in a format that we do not take."""
    advice = PICTURE_ADVICE.get(extension, "We do not keep this kind of picture. Save")
    return f"{advice} it as JPEG or PNG, and choose that."


def mismatch(head: bytes, kind: FileType, advice: str = "") -> ValidationError:
    """Return the refusal of a file whose first bytes (`head`) are not those of the kind its name says."""
    if not head:
        return ValidationError("This file is empty. Choose the right one.")
    if head.startswith(_OLE):
        return ValidationError(
            "This file is in the format of an old Office version, or protected by a password. Open it, remove the "
            f"password, save it as “.{kind.extension}”, and choose it again."
        )
    found = filetype.guess(head)
    what = f" It holds “{found.extension}”." if found and found.extension != kind.extension else ""
    advice = advice or f"Save it as “.{kind.extension}” again, and choose that file."
    return ValidationError(f"The name says “.{kind.extension}”, but this is no {kind.name}.{what} {advice}")
