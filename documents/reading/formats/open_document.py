"""OpenDocument texts, spreadsheets and presentations (ODT, ODS, ODP; ODF 1.3 part 3).

Read as they are shown: what was inserted counts, deleted text and comments do not. A text has the pages that the
program saw when it saved the file; where it noted none, it is read in parts. Hidden sheets and slides are read, too,
and labelled.
"""

from collections.abc import Generator
from pathlib import Path

from documents.reading.formats.flow import Flow
from documents.reading.formats.open_document_content import Content, Slides, Text
from documents.reading.formats.open_document_parts import Meta, Repeated, Styles
from documents.reading.formats.open_document_sheets import Sheets
from documents.reading.formats.packages import Package
from documents.reading.results import Facts, PageRead, ReadingFaultError

_CONTENT, _STYLES, _META, _MANIFEST = "content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"


def read_odt(path: Path) -> Generator[PageRead, None, Facts]:
    """Yield the pages or parts of a text."""
    with _opened(path) as package:
        meta, styles = _meta(package), _styles(package)
        knows_pages = package.mentions(_CONTENT, b"soft-page-break")
        flow = Flow(by_parts=not knows_pages)
        flow.head_and_foot(*_repeated(package))
        yield from _flowing(package, flow, Text(package, styles, flow))
        unit = "page" if knows_pages or meta.pages == flow.closed else "part"
        return _facts(unit, meta, styles, flow, headings=flow.headings)


def read_odp(path: Path) -> Generator[PageRead, None, Facts]:
    """Yield the slides of a presentation, each with its notes."""
    with _opened(path) as package:
        meta, styles = _meta(package), _styles(package)
        flow = Flow()
        flow.head_and_foot(*_repeated(package))
        slides = Slides(package, styles, flow)
        yield from _flowing(package, flow, slides)
        return _facts("slide", meta, styles, flow, headings=slides.titles)


def read_ods(path: Path) -> Generator[PageRead, None, Facts]:
    """Yield the sheets of a spreadsheet."""
    with _opened(path) as package:
        meta, styles = _meta(package), _styles(package)
        sheets = Sheets(package, styles)
        for _ in package.telling(_CONTENT, sheets):
            yield from sheets.take()
        return Facts(
            unit="sheet",
            title=meta.title,
            language=styles.language or meta.language,
            tables=sheets.ranges,
            tables_without_headers=sheets.ranges_without_headers,
        )


def _opened(path: Path) -> Package:
    package = Package(path)
    if _MANIFEST in package and package.mentions(_MANIFEST, b"encryption-data"):
        package.close()
        raise ReadingFaultError("password")
    return package


def _meta(package: Package) -> Meta:
    meta = Meta()
    package.tell(_META, meta)
    return meta


def _styles(package: Package) -> Styles:
    styles = Styles()
    package.tell(_STYLES, styles)
    return styles


def _repeated(package: Package) -> tuple[list[str], list[str]]:
    repeated = Repeated()
    package.tell(_STYLES, repeated)
    return list(dict.fromkeys(repeated.heads)), list(dict.fromkeys(repeated.feet))


def _flowing(package: Package, flow: Flow, content: Content) -> Generator[PageRead, None, None]:
    for _ in package.telling(_CONTENT, content):
        yield from flow.take()
    content.finish()
    yield from flow.take()


def _facts(unit: str, meta: Meta, styles: Styles, flow: Flow, *, headings: int) -> Facts:
    return Facts(
        unit=unit,
        title=meta.title,
        language=styles.language or meta.language,
        headings=headings,
        tables=flow.tables,
        tables_without_headers=flow.tables_without_headers,
    )
