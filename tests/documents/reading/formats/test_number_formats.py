"""How numbers of Excel are shown."""

import pytest

from documents.reading.formats.number_formats import BUILT_IN, general, shower_of


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (1234.5, "General", "1234.5"),
        (0.1 + 0.2, "General", "0.3"),
        (12.0, "", "12"),
        (1e20, "General", "1e+20"),
        (1234.5, "#,##0", "1,234"),
        (1234567.891, "#,##0.00_);[Red](#,##0.00)", "1,234,567.89"),
        (-1234.5, "#,##0.0;(#,##0.0)", "-1,234.5"),
        (7, "000", "7"),
        (0.256, "0%", "26%"),
        (0.256, "0.0%", "25.6%"),
        (1234.5, '"£"#,##0.00', "£1,234.50"),
        (-3, "[$£-809]#,##0", "-£3"),
        (1234.5, "#,##0.00 [$€-407]", "1,234.50 €"),
        (5, "[$EUR ]0", "EUR 5"),
        (5, '0 "days"', "5"),
        (12345, "0.00E+00", "1.23E+04"),
        (0.5, "# ?/?", "0.5"),
        (46112, "dd/mm/yyyy", "2026-03-31"),
        (46112, "[$-809]dddd, d mmmm yyyy;@", "2026-03-31"),
        (46112, "mmm-yy", "2026-03"),
        (46112.6, "dd/mm/yyyy hh:mm", "2026-03-31 14:24"),
        (0.6, "h:mm AM/PM", "14:24"),
        (0.60001, "h:mm:ss", "14:24:01"),
        (1.5, "[h]:mm", "36:00"),
        (1.5, "[h]:mm:ss", "36:00"),
        (-0.25, "[mm]:ss", "-360:00"),
        (0.001, "[ss]", "86"),
        (1, "d/m/yyyy", "1900-01-01"),
        (61, "d/m/yyyy", "1900-03-01"),
        (1e12, "d/m/yyyy", "1000000000000"),
        (float("inf"), "d/m/yyyy", "inf"),
        (float("nan"), "[h]:mm", "nan"),
    ],
)  # fmt: skip
def test_a_number_is_shown_as_its_format_says(number, code, shown):
    assert shower_of(code)(float(number)) == shown


def test_the_other_calendar_begins_in_1904():
    assert shower_of("d/m/yyyy", from_1904=True)(0.0) == "1904-01-01"


def test_every_format_that_excel_does_not_write_down_shows_a_number():
    shown = {number: shower_of(code)(46112.5) for number, code in BUILT_IN.items()}

    assert shown[14] == "2026-03-31"
    assert shown[22] == "2026-03-31 12:00"
    assert shown[44] == "46,112.50"
    assert all(shown.values())


def test_a_format_of_any_length_costs_little():
    assert shower_of("0." + "0" * 1_000_000)(1.0) == "1.000000000000000"
    assert shower_of('"' * 1_000_000)(1.0) == general(1.0)
