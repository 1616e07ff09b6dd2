"""Office files written part by part, for what no library writes, and how a file is read to its end."""

import re
import zipfile
from pathlib import Path

from documents.reading.formats import reader_of
from documents.reading.results import Facts, PageRead, ReadingFaultError
from tests.documents.files import zipped

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument."
WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
SHEET = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_OFFICE}"'
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
ODF = " ".join(
    f'xmlns:{prefix}="{_ODF}{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing", "meta": "meta",
        "presentation": "presentation", "fo": "xsl-fo-compatible", "svg": "svg-compatible", "chart": "chart",
        "manifest": "manifest",
    }.items()
) + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip


def read(path: Path) -> tuple[list[PageRead], Facts]:
    """Read a file as the child process does."""
    reader = reader_of(path.suffix[1:])
    assert reader is not None
    reading, pages = reader(path), []
    while True:
        try:
            pages.append(next(reading))
        except StopIteration as end:
            return pages, end.value
        except ReadingFaultError:
            raise
        except Exception as error:  # what a library raises counts as a damaged file there
            raise ReadingFaultError("damaged", f"{type(error).__name__}: {error}") from error


def texts(path: Path) -> list[str]:
    return [page.text for page in read(path)[0]]


def made_strict(path: Path) -> Path:
    """The file in the strict dialect, which some programs write: other names, the same meaning."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    # What is said of the archive itself has one dialect.
    usual = re.compile(rb"http://schemas.openxmlformats.org/(?!package)(\w+)/2006/")
    strict = rb"http://purl.oclc.org/ooxml/\1/"
    path.write_bytes(zipped({name: usual.sub(strict, part) for name, part in parts.items()}))
    return path


def relations(**targets: str) -> str:
    """The relations of a part: a number each, by kind (a trailing figure makes several of a kind)."""
    each = "".join(
        f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind.rstrip("0123456789")}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{each}</Relationships>'


def content_types(**main: str) -> dict[str, str]:
    """What says of which kind parts are: "/xl/workbook.xml" by its kind, all others XML."""
    named = "".join(f'<Override PartName="{part}" ContentType="{_KIND}{kind}+xml"/>' for part, kind in main.items())
    usual = "".join(
        f'<Default Extension="{extension}" ContentType="application/{extension}"/>' for extension in ("xml", "bin")
    )
    relations_ = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    return {"[Content_Types].xml": f'<Types xmlns="{types}">{usual}{relations_}{named}</Types>'}


def word(folder: Path, body: str, parts: dict[str, str] | None = None, **related: str) -> Path:
    """A Word document with this body and these parts beside it."""
    path = folder / "Paper.docx"
    counted = {"extended-properties": "docProps/app.xml"} if "docProps/app.xml" in (parts or {}) else {}
    path.write_bytes(
        zipped(
            content_types(**{"/word/document.xml": "wordprocessingml.document.main"})
            | {
                "_rels/.rels": relations(officeDocument="word/document.xml", **counted),
                "word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>",
                "word/_rels/document.xml.rels": relations(**related),
            }
            | (parts or {})
        )
    )
    return path


def paragraph(text: str, properties: str = "", before: str = "") -> str:
    """A paragraph of a Word document; `before` stands before its text."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r>{before}<w:t>{text}</w:t></w:r></w:p>"


def workbook(folder: Path, rows: str, parts: dict[str, str] | None = None, book: str = "", sheets: int = 1) -> Path:
    """A workbook whose sheets have these rows."""
    path = folder / "Costs.xlsx"
    named = "".join(f'<sheet name="Sheet {n}" sheetId="{n}" r:id="worksheet{n}"/>' for n in range(1, sheets + 1))
    sheet = f"<worksheet {SHEET}><dimension ref='A1:XFD1048576'/><sheetData>{rows}</sheetData></worksheet>"
    targets = {f"worksheet{n}": "worksheets/sheet.xml" for n in range(1, sheets + 1)}
    beside = {"styles": "styles.xml", "sharedStrings": "sharedStrings.xml"}
    path.write_bytes(
        zipped(
            content_types(
                **{
                    "/xl/workbook.xml": "spreadsheetml.sheet.main",
                    "/xl/sharedStrings.xml": "spreadsheetml.sharedStrings",
                }
                if "xl/sharedStrings.xml" in (parts or {})
                else {"/xl/workbook.xml": "spreadsheetml.sheet.main"}
            )
            | {
                "_rels/.rels": relations(officeDocument="/xl/workbook.xml"),
                "xl/workbook.xml": f"<workbook {SHEET}>{book}<sheets>{named}</sheets></workbook>",
                "xl/_rels/workbook.xml.rels": relations(**targets, **beside),
                "xl/worksheets/sheet.xml": sheet,
            }
            | (parts or {})
        )
    )
    return path


def open_document(
    folder: Path, extension: str, body: str, styles: str = "", parts: dict[str, str] | None = None
) -> Path:
    """An OpenDocument file with this body, and these styles of its own."""
    path = folder / f"File.{extension}"
    kind = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}[extension]
    content = (
        f"<office:document-content {ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    path.write_bytes(
        zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content} | (parts or {}))
    )
    return path
