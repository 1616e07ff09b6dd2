"""Read the table of an import as people really save it: with any mark, in any delimiter, with quotes gone wrong."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from core.importing.importer import Column, Line, Problem

MAX_BYTES = 5_000_000
MAX_CELL = 10_000
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
# What a spreadsheet shows in the place of a result, or a formula that was not replaced by its result.
_FORMULA = re.compile(r"^(?:=|@\w+\(|#(?:REF|N/A|VALUE|NAME\?|DIV/0|NULL|NUM)\b)", re.IGNORECASE)


@dataclass
class Table:
    """The lines that could be read, and what is wrong with the table."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_table(raw: bytes, columns: Sequence[Column], max_lines: int) -> Table:
    """Read a CSV file. What is wrong with the whole stands on line 0 of the problems, the rest on its own line."""
    table = Table()
    text = _decoded(raw, table)
    if not text.strip():
        if not table.problems:
            table.problems.append(Problem("The table is empty. Its first line names the columns."))
        return table
    text, delimiter = _delimiter(text, {column.name for column in columns})
    rows = _rows(text, delimiter, table)
    header = next(rows, None)
    if header is None:
        return table
    names = [_column_name(cell) for cell in header[1]]
    table.problems += _header_problems(names, columns)
    if any(problem.blocking for problem in table.problems):
        return table
    for number, cells in rows:
        if len(table.lines) >= max_lines:
            table.problems.append(Problem(f"The table has more than {max_lines:,} lines. Import it in parts.", number))
            break
        _add_line(table, number, cells, names)
    if not table.lines and not table.problems:
        table.problems.append(Problem("The table has a line of column names and no other."))
    return table


def _decoded(raw: bytes, table: Table) -> str:
    if len(raw) > MAX_BYTES:
        table.problems.append(Problem(f"The table is larger than {MAX_BYTES // 1_000_000} MB. Import it in parts."))
        return ""
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        table.problems.append(Problem("The table is an Excel workbook. Save it as “CSV UTF-8”, and choose that file."))
        return ""
    encodings = ["utf-16"] if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1252":
            table.problems.append(
                Problem("The table is not in UTF-8. Accents and dashes may come out wrong: look at the titles, or "
                        "save the table as “CSV UTF-8”.", blocking=False)
            )  # fmt: skip
        if "\0" in text:
            break
        return text
    table.problems.append(Problem("The table is no CSV file that can be read. Save it as “CSV UTF-8”."))
    return ""


def _delimiter(text: str, known: set[str]) -> tuple[str, str]:
    """Return the text without a line that names the delimiter, and the delimiter that finds most known columns."""
    named = _SEPARATOR_LINE.match(text)
    if named:
        # The line still counts, so that the numbers are those a spreadsheet shows.
        return "\n" + text[named.end() :], named[1]
    first = next((line for line in text.splitlines() if line.strip()), "")
    return text, max(_DELIMITERS, key=lambda mark: len({_column_name(cell) for cell in first.split(mark)} & known))


def _rows(text: str, delimiter: str, table: Table) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            table.problems.append(
                Problem("The quotation marks of this line are wrong, so nothing from here on can be read. Text in "
                        "quotes ends with a quote, and a quote inside it is written twice.", number)
            )  # fmt: skip
            return
        if any(cell.strip() for cell in cells):
            yield number, cells
        number = reader.line_num + 1


def _column_name(cell: str) -> str:
    return re.sub(r"[\s_-]+", "_", cell.strip().strip('"').strip().lower())


def _header_problems(names: list[str], columns: Sequence[Column]) -> Iterator[Problem]:
    known = [column.name for column in columns]
    for name in dict.fromkeys(names):
        if name and name not in known:
            close = get_close_matches(name, known, n=1)
            hint = f" Did you mean “{close[0]}”?" if close else ""
            yield Problem(f"There is no column “{name}”.{hint} The columns are: {', '.join(known)}.", column=name)
        if name and names.count(name) > 1:
            yield Problem(f"The column “{name}” stands there twice. Keep one.", column=name)
    for column in columns:
        if column.required and column.name not in names:
            yield Problem(f"The column “{column.name}” is missing: {column.help_text}", column=column.name)


def _add_line(table: Table, number: int, cells: list[str], names: list[str]) -> None:
    extra = [cell for cell in cells[len(names) :] if cell.strip()]
    values = {name: cell.replace("\xa0", " ").strip() for name, cell in zip(names, cells, strict=False) if name}
    table.lines.append(Line(number, values))
    if extra:
        message = (
            f"This line has {len(cells)} cells, the first one {len(names)}. Put text with a delimiter into quotes."
        )
        table.problems.append(Problem(message, number))
    for name, value in values.items():
        if len(value) > MAX_CELL:
            table.problems.append(Problem(f"This cell has more than {MAX_CELL:,} characters.", number, name))
        if _FORMULA.match(value):
            message = "This is a formula or its error. In the spreadsheet, paste values in its place."
            table.problems.append(Problem(message, number, name))
