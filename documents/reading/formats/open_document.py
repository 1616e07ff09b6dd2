"""OpenDocument texts, spreadsheets and presentations (ODT, ODS, ODP; ODF 1.3 part 3), opened by odfdo.

Read as they are shown: what was inserted counts, deleted text and comments do not. A text has the pages that the
program saw when it saved the file; where it noted none, it is read in parts. Hidden sheets and slides are read, too,
and labelled.
"""

from collections.abc import Generator
from pathlib import Path

from documents.reading.formats.flow import Flow
from documents.reading.formats.open_document_content import Content, Slides
from documents.reading.formats.open_document_parts import OpenFile
from documents.reading.formats.open_document_sheets import sheet_page
from documents.reading.formats.trees import all_of, attribute, name_of
from documents.reading.results import Facts, PageRead


def read_odt(path: Path) -> Generator[PageRead, None, Facts]:
    """Yield the pages or parts of a text."""
    file = OpenFile(path)
    # A text of one page has no breaks, but says that they would be noted.
    knows_pages = bool(all_of(file.content, "soft-page-break")) or any(
        attribute(body, "use-soft-page-breaks") == "true" for body in file.bodies
    )
    flow = Flow(by_parts=not knows_pages)
    flow.head_and_foot(*file.repeated())
    yield from _flowing(file, Content(file, flow))
    flow.finish()
    yield from flow.take()
    return _facts("page" if knows_pages or file.pages == str(flow.closed) else "part", file, flow, flow.headings)


def read_odp(path: Path) -> Generator[PageRead, None, Facts]:
    """Yield the slides of a presentation, each with its notes."""
    file, flow = OpenFile(path), Flow()
    flow.head_and_foot(*file.repeated())
    slides = Slides(file, flow)
    yield from _flowing(file, slides)
    return _facts("slide", file, flow, slides.titles)


def read_ods(path: Path) -> Generator[PageRead, None, Facts]:
    """Yield the sheets of a spreadsheet."""
    file = OpenFile(path)
    for table in (table for body in file.bodies for table in body if name_of(table) == "table"):
        yield sheet_page(file, table)
    # Ranges with a name are what Excel calls tables; a filter makes a range without a name of its own.
    ranges = [
        attribute(each, "contains-header") != "false"
        for each in all_of(file.content, "database-range")
        if not attribute(each, "name").startswith("__Anonymous")
    ]
    return Facts(
        unit="sheet",
        title=file.title,
        language=file.language,
        tables=len(ranges),
        tables_without_headers=ranges.count(False),
    )


def _flowing(file: OpenFile, content: Content) -> Generator[PageRead, None, None]:
    for block in (block for body in file.bodies for block in body):
        content.walk(block)
        yield from content.flow.take()


def _facts(unit: str, file: OpenFile, flow: Flow, headings: int) -> Facts:
    return Facts(
        unit=unit,
        title=file.title,
        language=file.language,
        headings=headings,
        tables=flow.tables,
        tables_without_headers=flow.tables_without_headers,
    )
