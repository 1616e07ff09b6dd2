"""What is read of plain texts and CSV tables."""

import pytest

from documents.reading.formats.plain import PART_CHARACTERS, PART_LINES
from tests.documents.reading.formats.written import read, texts


def _file(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "encoded",
    [
        "Café £5\r\nnext".encode(),
        b"\xef\xbb\xbf" + "Café £5\nnext".encode(),
        "Café £5\nnext".encode("utf-16"),
        b"\xfe\xff" + "Café £5\nnext".encode("utf-16-be"),
        "Café £5\rnext".encode("cp1252"),
    ],
)
def test_a_text_is_read_in_whichever_way_it_is_encoded(tmp_path, encoded):
    assert texts(_file(tmp_path, "Note.txt", encoded)) == ["Café £5\nnext"]


def test_form_feeds_end_pages(tmp_path):
    pages, facts = read(_file(tmp_path, "Note.txt", "One\n\fTwo\fThree\n" + "line\n" * PART_LINES * 2 + "\f"))

    assert [page.text[:5].strip() for page in pages] == ["One", "Two", "Three"]
    assert facts.unit == "page"


def test_a_page_that_was_left_blank_is_a_page(tmp_path):
    pages, _ = read(_file(tmp_path, "Note.txt", "One\f\fThree"))

    assert [(page.text, page.shows_something) for page in pages] == [("One", True), ("", False), ("Three", True)]


@pytest.mark.parametrize("name", ["Note.txt", "Table.csv"])
def test_a_long_file_is_read_in_parts_of_a_bounded_number_of_lines(tmp_path, name):
    pages, facts = read(_file(tmp_path, name, "line\n" * (PART_LINES + 1)))

    assert [page.text.count("line") for page in pages] == [PART_LINES, 1]
    assert facts.unit == "part"


@pytest.mark.parametrize("name", ["Note.txt", "Table.csv"])
def test_a_line_without_end_is_read_in_bounded_pieces(tmp_path, name):
    pages, _ = read(_file(tmp_path, name, "x" * (PART_CHARACTERS * 3)))

    assert [len(page.text) for page in pages] == [PART_CHARACTERS] * 3


@pytest.mark.parametrize("name", ["Note.txt", "Table.csv"])
def test_an_empty_file_is_one_empty_part(tmp_path, name):
    pages, _ = read(_file(tmp_path, name, ""))

    assert [(page.text, page.shows_something) for page in pages] == [("", False)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_cells_of_a_table_are_parted_by_tabs(tmp_path, delimiter):
    table = 'Month,Calls\n"Apr ""26""","1 204"\n,x\n'.replace(",", delimiter)

    assert texts(_file(tmp_path, "Table.csv", table)) == ['Month\tCalls\nApr "26"\t1 204\n\tx']


def test_a_quote_that_is_never_closed_swallows_one_line_and_no_more(tmp_path):
    assert texts(_file(tmp_path, "Table.csv", 'a,"b\nc,d\n')) == ["a\tb\nc\td"]


def test_what_is_no_text_at_all_ends_like_any_other_file(tmp_path):
    pages, _ = read(_file(tmp_path, "Table.csv", bytes(range(256)) * 100))

    assert pages
