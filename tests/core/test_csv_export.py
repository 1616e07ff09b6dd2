import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.utils.functional import lazystr
from hypothesis import given
from hypothesis import strategies as st

from core.csv_export import csv_response

FORMULA_CHARACTERS = "=+-@\t\r"


def table(rows, header=("Title",)):
    content = csv_response("table.csv", header, rows).content
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


class TestTheFile:
    def test_it_is_utf_8_with_a_byte_order_mark_and_crlf(self):
        response = csv_response("news.csv", ["Title"], [["Café – “open”"]])
        assert response.content == b"\xef\xbb\xbfTitle\r\n" + "Café – “open”\r\n".encode()
        assert response["Content-Type"] == "text/csv; charset=utf-8"

    def test_it_is_saved_under_its_name(self):
        assert csv_response("news.csv", ["Title"], [])["Content-Disposition"] == 'attachment; filename="news.csv"'

    def test_a_name_cannot_add_a_header_of_its_own(self):
        response = csv_response('a".csv\r\nSet-Cookie: x', ["Title"], [])
        assert "Set-Cookie" not in response
        assert "\r" not in response["Content-Disposition"]

    def test_a_table_without_rows_is_its_header(self):
        assert table([], header=["Title", "Date"]) == [["Title", "Date"]]


class TestACell:
    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u00a0="])
    def test_that_a_spreadsheet_would_run_is_made_harmless(self, start):
        assert table([[f"{start}1+1"]])[1] == [f"'{start}1+1"]

    def test_of_the_header_is_made_harmless_too(self):
        assert table([], header=["=1+1"])[0] == ["'=1+1"]

    def test_that_is_a_number_stays_one(self):
        assert table([[-5, -2.5, Decimal("-0.10"), 0]])[1] == ["-5", "-2.5", "-0.10", "0"]

    def test_that_is_text_which_looks_like_a_negative_number_does_not(self):
        assert table([["-5"]])[1] == ["'-5"]

    def test_that_is_no_finite_number_is_text(self):
        assert table([[float("-inf"), float("nan")]])[1] == ["'-inf", "nan"]

    def test_that_is_a_date_is_written_by_iso_8601_in_local_time(self):
        moment = datetime(2026, 7, 1, 11, 30, tzinfo=UTC)
        assert table([[date(2026, 7, 1), moment]])[1] == ["2026-07-01", "2026-07-01T12:30:00+01:00"]

    def test_that_is_yes_no_or_nothing_says_so(self):
        assert table([[True, False, None]])[1] == ["yes", "no", ""]

    def test_that_is_translated_text_is_looked_at_as_text(self):
        assert table([[lazystr("=1")]])[1] == ["'=1"]

    @given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), min_size=2, max_size=5))
    def test_of_any_text_comes_back_whole_and_never_begins_as_a_formula(self, cells):
        read = table([cells])[1]
        assert [cell.removeprefix("'") for cell in read] == [cell.removeprefix("'") for cell in cells]
        assert not any(cell[:1] in FORMULA_CHARACTERS for cell in read if cell)
