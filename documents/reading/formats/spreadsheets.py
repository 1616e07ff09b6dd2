"""Excel workbooks (XLSX; ECMA-376 part 1, 18), read by openpyxl: one page a sheet, under the sheet's name.

Formulas are read as the value that Excel last saw. Hidden sheets, rows and columns are read, too: whoever downloads the
file can show them, so that all who check what a file says must see them; the label of a hidden sheet says that it is.
Comments are left out.
"""

import re
import warnings
import zipfile
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from datetime import date, time, timedelta
from functools import partial
from pathlib import Path
from typing import IO, Any

from lxml import etree
from openpyxl import load_workbook
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.reader.workbook import WorkbookParser
from openpyxl.utils.datetime import CALENDAR_MAC_1904, to_excel
from openpyxl.utils.escape import unescape

from documents.reading.formats import number_formats
from documents.reading.formats.office_parts import copied, lines_of, usual
from documents.reading.formats.sheet_text import SheetText
from documents.reading.formats.trees import all_of, name_of, parsed
from documents.reading.results import Facts, PageRead, ReadingFaultError

_STYLES = "xl/styles.xml"
_LAST_ROW = 1_048_576
# Halves of characters and controls, as which Excel writes the ends of lines, are no text of their own.
_NO_TEXT = re.compile("[\0-\x1f\ud800-\udfff]")
# Formats that an application numbers itself begin here (ECMA-376 part 1, 18.8.30).
_FIRST_OWN_FORMAT = 164
# Workbooks, cells and relations of openpyxl, which has no types.
Book = Any
Cell = Any
Relation = Any


def read(path: Path) -> Generator[PageRead, None, Facts]:
    """Yield the sheets of a workbook."""
    tables: list[bool] = []
    with warnings.catch_warnings(), usual(path) as file, zipfile.ZipFile(file) as archive, ExitStack() as open_copy:
        # openpyxl warns of what it would lose if it saved the file.
        warnings.simplefilter("ignore")
        book = _opened(file, archive, open_copy)
        parser = WorkbookParser(archive, _main_part(archive), keep_links=False)
        parser.parse()
        sheets = iter(book.worksheets)
        for named, relation in parser.find_sheets():
            if relation.target not in archive.namelist():
                raise ReadingFaultError("damaged", f"The sheet “{named.name[:60]}” is missing.")
            text = SheetText()
            if not relation.Type.endswith("/chartsheet"):
                _read_cells(next(sheets), book, text)
            label = named.name if named.state == "visible" else f"{named.name} (hidden)"
            yield _page(archive, relation.target, text, label, tables)
        return Facts(
            unit="sheet",
            title=(book.properties.title or "").strip(),
            language=(book.properties.language or "").strip(),
            tables=len(tables),
            tables_without_headers=tables.count(False),
        )


def _opened(file: IO[bytes], archive: zipfile.ZipFile, open_copy: ExitStack) -> Book:
    """Return the workbook; one that openpyxl refuses for how it looks, without its looks."""
    load = partial(load_workbook, read_only=True, data_only=True, keep_links=False)
    try:
        return load(file)
    except MemoryError:
        raise
    except Exception:  # openpyxl raises anything
        if _STYLES not in archive.namelist():
            raise
        plain = copied(archive, lambda name, content: _numbers_only(content) if name == _STYLES else content)
        return load(open_copy.enter_context(plain))


def _numbers_only(styles: bytes) -> bytes:
    """Return a workbook's styles without what does not say how numbers are shown."""
    root = parsed(styles)
    for child in list(root):
        if name_of(child) not in {"numFmts", "cellXfs"}:
            root.remove(child)
    for each in all_of(root, "numFmt", "xf"):
        number = each.get("numFmtId", "")
        if name_of(each) == "xf":
            each.clear()
            each.set("numFmtId", number if number.isdecimal() else "0")
        elif not number.isdecimal():
            each.getparent().remove(each)
    return bytes(etree.tostring(root))


def _main_part(archive: zipfile.ZipFile) -> str:
    for relation in _relations(archive, ""):
        if relation.Type.endswith("/officeDocument"):
            return str(relation.target)
    raise ReadingFaultError("damaged", "It does not say where it begins.")


def _relations(archive: zipfile.ZipFile, part: str) -> list[Relation]:
    """Return what a part refers to inside the file."""
    place = get_rels_path(part)
    relations = get_dependents(archive, place) if place in archive.namelist() else []
    return [each for each in relations if each.TargetMode != "External"]


def _page(archive: zipfile.ZipFile, part: str, text: SheetText, label: str, tables: list[bool]) -> PageRead:
    """Return a sheet whose cells have been read, with what is drawn on it; note whether its tables have headers."""
    related = _relations(archive, part)
    drawings = [each.target for each in related if each.Type.endswith("/drawing")]
    for line in (line for drawing in drawings for line in _drawn(archive, drawing)):
        text.line(line)
    ranges = [parsed(archive.read(each.target)) for each in related if each.Type.endswith("/table")]
    tables += [each.get("headerRowCount", "1") != "0" for each in ranges]
    said = text.take()
    return PageRead(said, label, bool(said or drawings))


def _drawn(archive: zipfile.ZipFile, drawing: str) -> Iterator[str]:
    """Yield what the text boxes, charts and diagrams of a sheet say."""
    yield from lines_of(parsed(archive.read(drawing)))
    for each in _relations(archive, drawing):
        kind = each.Type.rpartition("/")[2]
        if kind.startswith("chart") or kind == "diagramData":
            yield from lines_of(parsed(archive.read(each.target)))


def _read_cells(sheet: Any, book: Book, text: SheetText) -> None:
    # What the file says of its own size may be wrong, and then cells would be left out.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number > _LAST_ROW:
            raise ReadingFaultError("damaged", f"A sheet has more than {_LAST_ROW:,} rows.")
        for cell in row:
            if cell.value is not None and (shown := _shown(cell, book).strip()):
                text.cell(cell.column, shown)
        if row:
            text.end_row()


def _shown(cell: Cell, book: Book) -> str:
    value = cell.value
    if isinstance(value, str):
        return _NO_TEXT.sub(" ", unescape(value))
    if isinstance(value, bool):
        return str(value).upper()
    show = _shower(cell, book)
    if isinstance(value, date | time | timedelta):
        if show is number_formats.general:
            return str(value).removesuffix(" 00:00:00")
        value = to_excel(value, book.epoch)
    return show(float(value))


def _shower(cell: Cell, book: Book) -> number_formats.Shower:
    try:
        number = cell.style_array.numFmtId
        code = cell.number_format if number >= _FIRST_OWN_FORMAT else number_formats.BUILT_IN.get(number, "")
    except IndexError:
        # A style that is not there is none.
        return number_formats.general
    return number_formats.shower_of(code, from_1904=book.epoch == CALENDAR_MAC_1904)
