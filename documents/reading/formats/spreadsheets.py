"""Excel workbooks (XLSX; ECMA-376 part 1, 18): one page a sheet, under the sheet's name.

Formulas are read as the value that Excel last saw. Hidden sheets, rows and columns are read, too: whoever downloads the
file can show them, so that all who check what a file says must see them; the label of a hidden sheet says that it is.
Comments are left out.
"""

import re
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from documents.reading.formats import number_formats
from documents.reading.formats.flow import FULLEST_PAGE
from documents.reading.formats.office_parts import Lines, drawn_lines, properties_of, told
from documents.reading.formats.packages import Attributes, Handler, Package, Related, relation_id
from documents.reading.formats.sheet_text import SheetText
from documents.reading.results import Facts, PageRead, ReadingFaultError

# Characters that XML cannot hold are written so (22.9.2.19).
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LAST_COLUMN = 16_384
# Numbers of styles and texts are never longer.
_MOST_FIGURES = 9


def read(path: Path) -> Generator[PageRead, None, Facts]:
    """Yield the sheets of a workbook."""
    with Package(path) as package:
        main = package.main_part()
        related = package.related(main)
        book = _Book()
        package.tell(main, book, is_needed=True)
        styles = told(package, related, "styles", _Styles(from_1904=book.from_1904))
        texts = told(package, related, "sharedStrings", _SharedTexts()).texts
        tables = _Tables()
        for sheet in book.sheets:
            part = related.get(sheet.reference)
            if part is None:
                raise ReadingFaultError("damaged", f"The sheet “{sheet.name[:60]}” is missing.")
            if part.kind in {"worksheet", "chartsheet"}:
                yield _page(package, part, sheet, _Cells(styles.showers, texts), tables)
        properties = properties_of(package)
        return Facts(
            unit="sheet",
            title=properties.title,
            language=properties.language,
            tables=tables.count,
            tables_without_headers=tables.without_headers,
        )


def _page(package: Package, part: Related, sheet: "_Sheet", cells: "_Cells", tables: "_Tables") -> PageRead:
    package.tell(part.part, cells, is_needed=True)
    related = package.related(part.part)
    told(package, related, "table", tables)
    drawings = [relation.part for relation in related.values() if relation.kind == "drawing"]
    for drawing in drawings:
        for line in _drawn(package, drawing):
            cells.text.line(line)
    text = cells.text.take()
    return PageRead(text, f"{sheet.name} (hidden)" if sheet.is_hidden else sheet.name, bool(text or drawings))


def _drawn(package: Package, drawing: str) -> list[str]:
    """Return what the text boxes, charts and diagrams of a sheet say."""
    boxes = Lines()
    package.tell(drawing, boxes)
    for relation in package.related(drawing).values():
        if relation.kind.startswith("chart") or relation.kind == "diagramData":
            boxes.lines += drawn_lines(package, relation)
    return boxes.lines


@dataclass(frozen=True)
class _Sheet:
    name: str
    reference: str
    is_hidden: bool


class _Book(Handler):
    """The sheets in their order, and where its calendar begins."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self.from_1904 = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            is_hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append(_Sheet(attributes.get("name", ""), relation_id(attributes), is_hidden))
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in {"1", "true"}


class _Styles(Handler):
    """How each style of cells shows a number, in the order of the styles."""

    def __init__(self, *, from_1904: bool) -> None:
        self.showers: list[number_formats.Shower] = []
        self._from_1904 = from_1904
        self._codes = dict(number_formats.BUILT_IN)
        self._is_inside = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            self._codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._is_inside = True
        elif name == "xf" and self._is_inside:
            code = self._codes.get(_number(attributes.get("numFmtId")), "")
            self.showers.append(number_formats.shower_of(code, from_1904=self._from_1904))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._is_inside = False


class _SharedTexts(Handler):
    """The texts that cells refer to by number. How they are pronounced (`rPh`) is left out."""

    skipped = frozenset({"rPh", "rPr", "extLst"})

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._words: list[str] = []
        self._is_text = False
        self._size = 0

    def start(self, name: str, attributes: Attributes) -> None:
        self._is_text = name == "t"

    def end(self, name: str) -> None:
        self._is_text = False
        if name == "si":
            self.texts.append(_unescaped("".join(self._words)))
            self._words = []

    def characters(self, text: str) -> None:
        if self._is_text:
            self._size += len(text)
            if self._size > FULLEST_PAGE:
                raise ReadingFaultError("too_much_text", f"Its cells hold more than {FULLEST_PAGE:,} characters.")
            self._words.append(text)


class _Tables(Handler):
    """Counts the ranges that are formatted as tables, and those of them that say they have no header row."""

    def __init__(self) -> None:
        self.count = self.without_headers = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "table":
            self.count += 1
            self.without_headers += attributes.get("headerRowCount", "1") == "0"


class _Cells(Handler):
    """Hears the cells of a sheet; on a sheet that is a chart there are none."""

    skipped = frozenset({"f", "rPh", "rPr", "extLst", "conditionalFormatting", "dataValidations", "headerFooter"})

    def __init__(self, showers: list[number_formats.Shower], shared: list[str]) -> None:
        self.text = SheetText()
        self._showers, self._shared = showers, shared
        self._column = 0
        self._kind = self._style = ""
        self._words: list[str] = []
        self._is_value = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
            self._column = _column(attributes.get("r", "")) or self._column + 1
        elif name in {"v", "t"}:
            self._is_value = True

    def end(self, name: str) -> None:
        if name in {"v", "t"}:
            self._is_value = False
        elif name == "c" and self._words:
            if text := self._shown("".join(self._words)).strip():
                self.text.cell(self._column, text)
            self._words = []
        elif name == "row":
            self.text.end_row()
            self._column = 0

    def characters(self, text: str) -> None:
        if self._is_value:
            self._words.append(text)

    def _shown(self, value: str) -> str:
        if self._kind == "s":
            number = _number(value)
            return self._shared[number] if 0 <= number < len(self._shared) else ""
        if self._kind == "n":
            return self._shown_number(value)
        if self._kind == "b":
            return "FALSE" if value.strip() == "0" else "TRUE"
        if self._kind == "d":
            return value.replace("T", " ").removesuffix(" 00:00:00")
        return _unescaped(value)

    def _shown_number(self, value: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        style = _number(self._style)
        shower = self._showers[style] if 0 <= style < len(self._showers) else number_formats.general
        return shower(number)


def _column(reference: str) -> int:
    """Return the number of a cell's column: 1 for A5, 27 for AA5; 0 where there is none."""
    column = 0
    for letter in reference[:3]:
        if not letter.isalpha():
            break
        column = column * 26 + (ord(letter.upper()) - ord("A") + 1)
    return column if 0 < column <= _LAST_COLUMN else 0


def _number(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) <= _MOST_FIGURES else -1


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: _character(int(found[1], 16)), text)


def _character(code: int) -> str:
    # Halves of characters and controls are no text of their own.
    return chr(code) if code >= ord(" ") and not 0xD800 <= code <= 0xDFFF else " "
