"""Which function reads which kind of file. It is imported when it is needed: a child that reads PDFs knows no Excel."""

from importlib import import_module

from documents.reading.results import Reader

# By extension: the module and, after the colon, its function (documents.reading.results.Reader).
READERS = {
    "csv": "documents.reading.formats.plain:read_csv",
    "docx": "documents.reading.formats.word:read",
    "odp": "documents.reading.formats.open_document:read_odp",
    "ods": "documents.reading.formats.open_document:read_ods",
    "odt": "documents.reading.formats.open_document:read_odt",
    "pdf": "documents.reading.formats.pdf:read",
    "pptx": "documents.reading.formats.slides:read",
    "txt": "documents.reading.formats.plain:read_txt",
    "xlsx": "documents.reading.formats.spreadsheets:read",
}


def reader_of(extension: str) -> Reader | None:
    """Return what reads files with this extension, None where nothing does; an ImportError is no fault of the file."""
    dotted = READERS.get(extension)
    if dotted is None:
        return None
    module, _, name = dotted.partition(":")
    reader: Reader = getattr(import_module(module), name)
    return reader
