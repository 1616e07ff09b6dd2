"""The kinds of file that an editor may offer, each with the one content type it is ever served as.

No type in this table runs scripts in a browser; anything else is sent as plain bytes to be saved.
"""

from dataclasses import dataclass
from pathlib import PurePosixPath

UNKNOWN_CONTENT_TYPE = "application/octet-stream"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."


@dataclass(frozen=True)
class FileType:
    """One kind of file: its name for an editor, and how browsers are told to treat it."""

    extension: str
    name: str
    content_type: str
    inline: bool = False


FILE_TYPES: dict[str, FileType] = {
    kind.extension: kind
    for kind in (
        FileType("csv", "CSV table", "text/csv; charset=utf-8"),
        FileType("docx", "Word document", _OFFICE + "wordprocessingml.document"),
        FileType("odp", "OpenDocument presentation", _ODF + "presentation"),
        FileType("ods", "OpenDocument spreadsheet", _ODF + "spreadsheet"),
        FileType("odt", "OpenDocument text", _ODF + "text"),
        FileType("pdf", "PDF", "application/pdf", inline=True),
        FileType("pptx", "PowerPoint presentation", _OFFICE + "presentationml.presentation"),
        FileType("txt", "plain text", "text/plain; charset=utf-8", inline=True),
        FileType("xlsx", "Excel spreadsheet", _OFFICE + "spreadsheetml.sheet"),
    )
}
IMAGE_CONTENT_TYPES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}


def extension_of(name: str) -> str:
    """Return the extension of a file's name in lower case, without its dot."""
    return PurePosixPath(name).suffix[1:].lower()


def content_type_of(name: str) -> str:
    """Return the content type that a file of this name is served as."""
    extension = extension_of(name)
    kind = FILE_TYPES.get(extension)
    return kind.content_type if kind else IMAGE_CONTENT_TYPES.get(extension, UNKNOWN_CONTENT_TYPE)


def shown_in_browser(name: str) -> bool:
    """Whether a browser may show the file itself; all others are offered for saving."""
    extension = extension_of(name)
    kind = FILE_TYPES.get(extension)
    return kind.inline if kind else extension in IMAGE_CONTENT_TYPES
