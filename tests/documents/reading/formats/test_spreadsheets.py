"""What is read of Excel workbooks."""

from datetime import date, datetime, time, timedelta

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.table import Table

from documents.reading.formats.flow import FULLEST_PAGE
from documents.reading.results import ReadingFaultError
from tests.documents.reading.formats.written import SHEET, made_strict, read, texts, workbook


def _saved(book, folder):
    book.save(folder / "Costs.xlsx")
    return folder / "Costs.xlsx"


def _cell(value, kind="n", row=1):
    return f'<row r="{row}"><c r="A{row}" t="{kind}"><v>{value}</v></c></row>'


def test_a_sheet_is_a_page_under_its_name_and_values_are_read_as_they_are_shown(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "Costs 2026"
    seen = datetime(2026, 4, 1, 9, 30)  # noqa: DTZ001  # Excel knows no zones
    sheet.append(["Month", "Cost", "Share", "Day", "Seen", "Long", "Done"])
    sheet.append(["April", 1234.5, 0.256, date(2026, 3, 31), seen, timedelta(hours=30), True])
    sheet["B2"].number_format, sheet["C2"].number_format = '"£"#,##0.00', "0.0%"
    sheet["A4"], sheet["D4"], sheet["E4"] = "Total", "two\nlines", time(8, 5)
    sheet["A4"].comment = Comment("Not for the page", "Editor")
    book.create_sheet("Empty")
    book.properties.title, book.properties.language = "Costs", "en-GB"

    pages, facts = read(_saved(book, tmp_path))

    assert [(page.label, page.shows_something) for page in pages] == [("Costs 2026", True), ("Empty", False)]
    assert pages[0].text.split("\n") == [
        "Month\tCost\tShare\tDay\tSeen\tLong\tDone",
        "April\t£1,234.50\t25.6%\t2026-03-31\t2026-04-01 09:30:00\t30:00\tTRUE",
        "Total\t\t\ttwo lines\t08:05:00",
    ]
    assert (facts.unit, facts.title, facts.language, facts.headings) == ("sheet", "Costs", "en-GB", None)


def test_formulas_are_read_as_the_value_that_was_last_seen(tmp_path):
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>A1&amp;"x"</f><v>2x</v></c>'
        '<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D1"><f>NOW()</f></c>'
        '<c r="E1" t="d"><v>2026-04-01T00:00:00</v></c></row>'
    )

    assert texts(workbook(tmp_path, rows)) == ["2\t2x\t#DIV/0!\t\t2026-04-01"]


def test_hidden_sheets_are_read_and_their_label_says_so(tmp_path):
    book = Workbook()
    for name, state in (("Hidden", "hidden"), ("Deep", "veryHidden")):
        sheet = book.create_sheet(name)
        sheet["A1"], sheet.sheet_state = f"{name} text", state

    pages, _ = read(_saved(book, tmp_path))

    assert [(page.label, page.text) for page in pages][1:] == [
        ("Hidden (hidden)", "Hidden text"),
        ("Deep (hidden)", "Deep text"),
    ]


def test_rich_and_shared_texts_are_read_without_their_pronunciation_and_with_their_signs(tmp_path):
    shared = (
        f"<sst {SHEET}><si><r><t>Am</t></r><r><rPr><b/></rPr><t>bulance</t></r>"
        "<rPh sb='0' eb='1'><t>anbyu</t></rPh></si>"
        "<si><t>a_x000D_b_x0041_</t></si></sst>"
    )
    rows = "".join(_cell(number, "s", row=number + 1) for number in (0, 1)) + (
        '<row r="9"><c r="A9" t="inlineStr"><is><t>inside</t></is></c></row>'
    )

    assert texts(workbook(tmp_path, rows, {"xl/sharedStrings.xml": shared})) == ["Ambulance\na bA\ninside"]


def test_tables_without_a_header_row_are_counted(tmp_path):
    book = Workbook()
    for number, header in enumerate((1, 0), start=1):
        sheet = book.create_sheet()
        sheet.append(["Month", "Calls"])
        sheet.append(["April", "12"])
        sheet.add_table(Table(displayName=f"Table{number}", ref="A1:B2", headerRowCount=header))

    _, facts = read(_saved(book, tmp_path))

    assert (facts.tables, facts.tables_without_headers) == (2, 1)


def test_charts_are_read_after_the_cells_also_on_sheets_of_their_own(tmp_path):
    book = Workbook()
    book.active.append(["Calls", 12])
    for place in (book.active, book.create_chartsheet("Chart")):
        chart = BarChart()
        chart.title = "Calls a month"
        chart.add_data(Reference(book.active, min_col=2, min_row=1, max_row=1))
        place.add_chart(chart)

    pages, _ = read(_saved(book, tmp_path))

    assert [(page.label, page.text) for page in pages] == [
        ("Sheet", "Calls\t12\nCalls a month"),
        ("Chart", "Calls a month"),
    ]


@pytest.mark.parametrize("date1904", ["1", "true"])
def test_a_workbook_may_count_its_days_from_1904(tmp_path, date1904):
    styles = f'<styleSheet {SHEET}><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'

    path = workbook(tmp_path, _cell(1), {"xl/styles.xml": styles}, f'<workbookPr date1904="{date1904}"/>')

    assert texts(path) == ["1904-01-02"]


def test_styles_that_are_odd_or_missing_do_not_keep_a_sheet_from_being_read(tmp_path):
    styles = (
        f'<styleSheet {SHEET}><fills><fill/></fills><numFmts><numFmt numFmtId="x"/></numFmts>'
        '<cellXfs><xf numFmtId="999"/></cellXfs></styleSheet>'
    )
    rows = '<row r="1"><c r="A1" s="0"><v>1</v></c><c r="B1" s="7"><v>2</v></c></row>'

    assert texts(workbook(tmp_path, rows, {"xl/styles.xml": styles})) == ["1\t2"]


def test_numbers_and_dates_are_shown_as_formatted_also_where_openpyxl_refuses_the_styles(tmp_path):
    styles = (
        f'<styleSheet {SHEET}><numFmts><numFmt numFmtId="164" formatCode="0.0%"/></numFmts><fills><fill/></fills>'
        '<cellXfs><xf numFmtId="164"><alignment/></xf><xf numFmtId="14" fillId="0"/></cellXfs></styleSheet>'
    )
    rows = '<row r="1"><c r="A1" s="0"><v>0.256</v></c><c r="B1" s="1"><v>46112</v></c></row>'

    assert texts(workbook(tmp_path, rows, {"xl/styles.xml": styles})) == ["25.6%\t2026-03-31"]


def test_a_workbook_that_openpyxl_cannot_read_is_damaged_and_says_why(tmp_path):
    with pytest.raises(ReadingFaultError) as fault:
        read(workbook(tmp_path, _cell("x")))

    assert fault.value.reason == "damaged"
    assert "invalid literal" in fault.value.detail


def test_the_strict_dialect_is_read_as_the_transitional_one(tmp_path):
    assert texts(made_strict(workbook(tmp_path, _cell(12)))) == ["12"]


def test_cells_far_away_and_empty_rows_cost_nothing(tmp_path):
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>'
        + '<row r="2"><c r="A2" s="0"/></row>' * 10_000
        + '<row r="1048576"><c r="XFD1048576"><v>3</v></c></row>'
    )

    assert texts(workbook(tmp_path, rows)) == ["1" + "\t" * 16 + "2\n3"]


def test_rows_and_cells_without_references_are_read_in_their_order(tmp_path):
    assert texts(workbook(tmp_path, "<row><c><v>1</v></c><c/><c><v>2</v></c></row>")) == ["1\t\t2"]


def test_one_sheet_holds_no_more_text_than_a_file_may(tmp_path):
    shared = f"<sst {SHEET}><si><t>{'x' * 1_000_000}</t></si></sst>"
    rows = "".join(_cell(0, "s", row) for row in range(1, FULLEST_PAGE // 1_000_000 + 2))

    with pytest.raises(ReadingFaultError) as fault:
        read(workbook(tmp_path, rows, {"xl/sharedStrings.xml": shared}))
    assert fault.value.reason == "too_much_text"
