"""The table of an import is read as people save it, and what is wrong is told by the line a spreadsheet shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.importing.importer import Column
from core.importing.tables import read_table

COLUMNS = (
    Column("file", "Its name.", required=True),
    Column("title", "What readers see.", required=True),
    Column("date", ""),
)
HEADER = b"file,title,date\r\n"


def read(raw, max_lines=100):
    return read_table(raw, COLUMNS, max_lines)


def problems(raw, max_lines=100):
    return [(problem.line, problem.column, problem.message) for problem in read(raw, max_lines).problems]


@pytest.mark.parametrize(
    "raw",
    [
        "file,title,date\na.pdf,Café,\n".encode(),
        "file,title,date\r\na.pdf,Café,\r\n".encode("utf-8-sig"),
        "file\ttitle\tdate\r\na.pdf\tCafé\t\r\n".encode("utf-16"),
        "file;title;date\na.pdf;Café;\n".encode(),
        "sep=;\r\nfile;title;date\r\na.pdf;Café;\r\n".encode(),
        "File , TITLE,Date\na.pdf, Café\u00a0,\n".encode(),
        '"file","title","date"\n"a.pdf","Café",""\n'.encode(),
        "title,file\nCafé,a.pdf\n".encode(),
        "\n\nfile,title\n\na.pdf,Café\n,,\n".encode(),
        "file,title,date\ra.pdf,Café,\r".encode(),
    ],
)
def test_however_it_was_saved_the_cells_are_the_same(raw):
    table = read(raw)
    assert table.problems == []
    assert [(line["file"], line["title"], line["date"]) for line in table.lines] == [("a.pdf", "Café", "")]


def test_a_table_in_the_old_encoding_is_read_with_a_remark():
    table = read("file,title\na.pdf,Café – one\n".encode("cp1252"))
    assert table.lines[0]["title"] == "Café – one"
    assert [(problem.line, problem.blocking) for problem in table.problems] == [(0, False)]


def test_lines_have_the_numbers_that_a_spreadsheet_shows():
    table = read(b'file,title\n\na.pdf,"two\nlines"\nb.pdf,B\n')
    assert [(line.number, line["file"]) for line in table.lines] == [(3, "a.pdf"), (5, "b.pdf")]
    assert [line.number for line in read(b"sep=,\nfile,title\na.pdf,A\n").lines] == [3]


@pytest.mark.parametrize(
    ("raw", "line", "message"),
    [
        (b"", 0, "is empty"),
        (b" \n\n", 0, "is empty"),
        (HEADER, 0, "no other"),
        (b"file,titel\na.pdf,A\n", 0, "Did you mean “title”"),
        (b"file,title,colour\na.pdf,A,red\n", 0, "no column “colour”"),
        (b"file,date\na.pdf,\n", 0, "column “title” is missing: What readers see."),
        (b"file,title,title\na.pdf,A,A\n", 0, "stands there twice"),
        (b"a.pdf,A\nb.pdf,B\n", 0, "no column"),
        (HEADER + b'a.pdf,"A,\nb.pdf,B,\n', 2, "quotation marks"),
        (HEADER + b'a.pdf,A,\nb.pdf,"B"x,\n', 3, "quotation marks"),
        (HEADER + b"a.pdf,Plan, winter,2026-01-01\n", 2, "4 cells, the first one 3"),
        (HEADER + b"a.pdf,=A1&B1,\n", 2, "formula"),
        (HEADER + b"a.pdf,A,#REF!\n", 2, "formula"),
        (HEADER + b"a.pdf," + b"x" * 10_001 + b",\n", 2, "10,000 characters"),
        (b"PK\x03\x04rest", 0, "Excel workbook"),
        (b"\xd0\xcf\x11\xe0rest", 0, "Excel workbook"),
        (b"file,title\na\0.pdf,A\n", 0, "no CSV file"),
        (b"file,title\na.pdf,\x81\n", 0, "no CSV file"),
        (b"\xff\xfea", 0, "no CSV file"),
        (b"x" * 5_000_001, 0, "larger than 5 MB"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_what_to_do(raw, line, message):
    found = problems(raw)
    assert any(number == line and message in text for number, _, text in found), found


def test_words_that_only_look_like_formulas_are_words():
    assert problems(HEADER + "a.pdf,-5 degrees @ night +1 – A=B,\n".encode()) == []


def test_a_table_that_is_too_long_is_told_at_the_first_line_too_many():
    assert problems(HEADER + b"a.pdf,A,\n" * 4, max_lines=3) == [
        (5, "", "The table has more than 3 lines. Import it in parts.")
    ]


@given(st.binary(max_size=300))
def test_whatever_bytes_come_they_are_read_or_refused(raw):
    table = read(raw)
    assert table.lines or table.problems


@given(st.text(max_size=300))
def test_whatever_text_comes_every_problem_has_a_line(text):
    table = read(f"file,title,date\n{text}".encode("utf-8", "surrogatepass"))
    assert all(problem.line >= 0 and problem.message for problem in table.problems)
    assert len({line.number for line in table.lines}) == len(table.lines)
