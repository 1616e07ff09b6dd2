"""What is read of OpenDocument texts, spreadsheets and presentations."""

import zipfile
from datetime import date

import odfdo
import pytest

from documents.reading.formats.flow import FULLEST_PAGE
from documents.reading.results import ReadingFaultError
from tests.documents.files import zipped
from tests.documents.reading.formats.written import ODF, open_document, read, texts

SOFT_BREAK = "<text:soft-page-break/>"


def _p(text, style=""):
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def _row(*cells):
    return (
        "<table:table-row>"
        + "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
        + "</table:table-row>"
    )


def _table(rows, name="T", style=""):
    return f'<table:table table:name="{name}" table:style-name="{style}">{rows}</table:table>'


def _styles(default="", masters=""):
    return {
        "styles.xml": f"<office:document-styles {ODF}><office:styles>{default}</office:styles>"
        f"<office:master-styles>{masters}</office:master-styles></office:document-styles>"
    }


def _meta(inside):
    return {"meta.xml": f"<office:document-meta {ODF}><office:meta>{inside}</office:meta></office:document-meta>"}


def test_a_text_is_read_in_its_order_with_what_it_says_of_itself(tmp_path):
    document = odfdo.Document("text")
    document.body.clear()
    document.meta.title = "Board paper"
    document.set_language("en-GB")
    document.body.append(odfdo.Header(1, "Response times"))
    document.body.append(odfdo.Paragraph("Calls were answered."))
    table = odfdo.Table("Calls", width=2, height=2)
    table.set_values([["Month", "Calls"], ["April", 12]])
    document.body.append(table)
    document.save(tmp_path / "File.odt")

    pages, facts = read(tmp_path / "File.odt")

    assert [page.text for page in pages] == ["Response times\nCalls were answered.\nMonth\tCalls\nApril\t12"]
    assert (facts.unit, facts.title, facts.language) == ("page", "Board paper", "en-GB")
    assert (facts.headings, facts.tables, facts.tables_without_headers) == (1, 1, 1)


def test_pages_end_where_the_program_saw_them_end_and_where_a_style_says_so(tmp_path):
    styles = (
        '<style:style style:name="New"><style:paragraph-properties fo:break-before="page"/></style:style>'
        '<style:style style:name="Heir" style:parent-style-name="New"/>'
        '<style:style style:name="Last"><style:paragraph-properties fo:break-after="page"/></style:style>'
        '<style:style style:name="Master" style:master-page-name="Landscape"/>'
    )
    body = (
        _p("One", "Master") + _p(f"still one{SOFT_BREAK}two") + _p("Three", "New") + _p("Four", "Heir")
        + _p("", "New") + _p("Six", "New") + _p("still six", "Last") + _p("Seven") + _p("Eight", "Master")
    )  # fmt: skip

    pages, facts = read(open_document(tmp_path, "odt", body, styles))

    assert [page.text for page in pages] == [
        "One\nstill one", "two", "Three", "Four", "", "Six\nstill six", "Seven", "Eight",
    ]  # fmt: skip
    assert facts.unit == "page"


def test_a_text_of_one_page_has_no_breaks_but_may_say_that_they_would_be_noted(tmp_path):
    path = open_document(tmp_path, "odt", _p("One"))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    noting = b'<office:text text:use-soft-page-breaks="true">'
    parts["content.xml"] = parts["content.xml"].replace(b"<office:text>", noting)
    path.write_bytes(zipped(parts))

    assert read(path)[1].unit == "page"


def test_without_the_breaks_that_the_program_saw_it_is_read_in_parts(tmp_path):
    body = "".join(
        f'<text:h text:outline-level="1">{title}</text:h>' + _p("Thirty letters make this line.") * 40
        for title in ("Summary", "Costs")
    )

    pages, facts = read(open_document(tmp_path, "odt", body))

    assert [page.label for page in pages] == ["", "Costs"]
    assert (facts.unit, facts.headings) == ("part", 2)


def test_the_programs_own_count_of_pages_is_believed_where_it_agrees(tmp_path):
    counted = _meta('<meta:document-statistic meta:page-count="1"/>')

    assert read(open_document(tmp_path, "odt", _p("One"), parts=counted))[1].unit == "page"
    assert read(open_document(tmp_path, "odt", _p("One")))[1].unit == "part"


def test_deletions_comments_and_texts_for_pictures_are_left_out_and_fields_are_not(tmp_path):
    body = (
        f"<text:tracked-changes><text:deletion>{_p('deleted')}</text:deletion></text:tracked-changes>"
        f"<text:p>Kept<office:annotation>{_p('comment')}</office:annotation>\n   <text:span>words</text:span>"
        "<text:s text:c='2'/><text:title>of the title</text:title>"
        "<draw:frame><svg:title>picture</svg:title><draw:image/></draw:frame></text:p>"
    )

    assert texts(open_document(tmp_path, "odt", body)) == ["Kept words  of the title"]


def test_boxes_follow_their_paragraph_and_notes_stand_at_the_foot_of_the_page(tmp_path):
    note = f"<text:note-citation>1</text:note-citation><text:note-body>{_p('A note')}</text:note-body>"
    box = f"<draw:frame><draw:text-box>{_p('In the box')}{_table(_row(_p('a'), _p('b')))}</draw:text-box></draw:frame>"

    assert texts(
        open_document(tmp_path, "odt", f"<text:p>Before<text:note>{note}</text:note> {box}after</text:p>{_p('Next')}")
    ) == ["Before after\nIn the box\na\tb\nNext\nA note"]


def test_heads_and_feet_are_read_once(tmp_path):
    masters = (
        f"<style:master-page><style:header>{_p('Trust board')}</style:header><style:footer>"
        f"{_p('Page <text:page-number>1</text:page-number> of us')}</style:footer></style:master-page>"
        f"<style:master-page><style:header>{_p('Trust board')}</style:header></style:master-page>"
    )

    path = open_document(tmp_path, "odt", _p("One") + SOFT_BREAK + _p("Two"), parts=_styles(masters=masters))

    assert texts(path) == ["Trust board\nOne\nPage of us", "Two"]


def test_tables_with_header_rows_are_told_from_those_without(tmp_path):
    row = _row(_p("a"), _p("b"))
    headed = f"<table:table-header-rows>{row}</table:table-header-rows>{row}"

    _, facts = read(open_document(tmp_path, "odt", _table(headed) + _table(row + row) + _table(row)))

    assert (facts.tables, facts.tables_without_headers) == (2, 1)


@pytest.mark.parametrize(
    ("language", "country", "found"), [("en", "GB", "en-GB"), ("cy", "none", "cy"), ("none", "none", "de")]
)
def test_the_language_is_that_of_the_styles_before_that_of_the_properties(tmp_path, language, country, found):
    default = (
        '<style:default-style style:family="paragraph"><style:text-properties '
        f'fo:language="{language}" fo:country="{country}"/></style:default-style>'
    )
    parts = _styles(default) | _meta("<dc:language>de</dc:language>")

    assert read(open_document(tmp_path, "odt", _p("One"), parts=parts))[1].language == found


def test_a_sheet_is_a_page_under_its_name_and_cells_are_read_as_they_are_shown(tmp_path):
    document = odfdo.Document("spreadsheet")
    document.body.clear()
    table = odfdo.Table("Costs 2026")
    table.set_values([["Month", "Cost"], ["April", 1234.5], ["Day", date(2026, 3, 31)]])
    document.body.append(table)
    document.save(tmp_path / "File.ods")

    pages, facts = read(tmp_path / "File.ods")

    assert [(page.label, page.text) for page in pages] == [
        ("Costs 2026", "Month\tCost\nApril\t1234.5\nDay\t2026-03-31")
    ]
    assert (facts.unit, facts.tables, facts.headings) == ("sheet", 0, None)


def test_hidden_sheets_are_read_and_their_label_says_so(tmp_path):
    styles = '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>'
    body = _table(_row(_p("Shown")), "First") + _table(_row(_p("Kept")), "Second", "ta1")

    pages, _ = read(open_document(tmp_path, "ods", body, styles))

    assert [(page.label, page.text) for page in pages] == [("First", "Shown"), ("Second (hidden)", "Kept")]


def test_repeated_cells_and_rows_are_read_as_often_and_empty_ones_not_at_all(tmp_path):
    rows = (
        f'<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2">{_p("x")}'
        '</table:table-cell><table:table-cell table:number-columns-repeated="3"/>'
        f"<table:table-cell>{_p('y')}<office:annotation>{_p('comment')}</office:annotation></table:table-cell>"
        '</table:table-row><table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row>" + _row(_p("end"))
    )

    assert texts(open_document(tmp_path, "ods", _table(rows))) == ["x\tx\t\t\t\ty\nx\tx\t\t\t\ty\nend"]


def test_covered_cells_are_read_and_values_where_it_is_not_written_how_they_are_shown(tmp_path):
    rows = (
        "<table:table-row><table:table-cell office:value='12.5'/><table:table-cell office:date-value='2026-03-31'/>"
        f"<table:covered-table-cell>{_p('below')}</table:covered-table-cell></table:table-row>"
    )

    assert texts(open_document(tmp_path, "ods", _table(rows))) == ["12.5\t2026-03-31\tbelow"]


def test_a_sheet_whose_rows_are_much_alike_is_read(tmp_path):
    assert texts(open_document(tmp_path, "ods", _table(_row(_p("same")) * 10_000)))[0].count("same") == 10_000


def test_what_is_repeated_without_end_ends_at_the_limit(tmp_path):
    rows = (
        '<table:table-row table:number-rows-repeated="999999999">'
        f"<table:table-cell table:number-columns-repeated='999999999'>{_p('x' * 100)}</table:table-cell>"
        "</table:table-row>"
    )

    with pytest.raises(ReadingFaultError) as fault:
        read(open_document(tmp_path, "ods", _table(rows)))
    assert fault.value.reason == "too_much_text"
    assert str(f"{FULLEST_PAGE:,}") in fault.value.detail


def test_named_ranges_without_headers_are_counted_and_charts_say_their_titles(tmp_path):
    ranges = (
        '<table:database-ranges><table:database-range table:name="Calls"/>'
        '<table:database-range table:name="Costs" table:contains-header="false"/>'
        '<table:database-range table:name="__Anonymous_Sheet_DB__0"/></table:database-ranges>'
    )
    chart = (
        f"<office:document-content {ODF}><office:body><office:chart><chart:chart>"
        f"<chart:title>{_p('Calls a month')}</chart:title>"
        f"{_table(_row(_p('12')))}</chart:chart></office:chart></office:body></office:document-content>"
    )
    frame = '<draw:frame><draw:object xlink:href="./Object 1"/><draw:image/></draw:frame>'
    body = _table(f"<table:shapes>{frame}</table:shapes>" + _row(_p("a"))) + ranges

    pages, facts = read(open_document(tmp_path, "ods", body, parts={"Object 1/content.xml": chart}))

    assert pages[0].text == "Calls a month\na"
    assert (facts.tables, facts.tables_without_headers) == (2, 1)


def test_a_slide_is_a_page_with_its_notes_and_titles_are_headings(tmp_path):
    styles = (
        '<style:style style:name="dp1"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>'
    )
    said = f"<draw:frame><draw:text-box>{_p('Say so')}</draw:text-box></draw:frame>"
    notes = f"<presentation:notes><draw:page-thumbnail/>{said}</presentation:notes>"
    title = f'<draw:frame presentation:class="title"><draw:text-box>{_p("Response times")}</draw:text-box></draw:frame>'
    shape = f"<draw:custom-shape>{_p('A shape')}</draw:custom-shape>"
    body = (
        '<presentation:footer-decl presentation:name="ftr1">Trust board</presentation:footer-decl>'
        f"<draw:page>{title}{shape}{notes}</draw:page>"
        f"<draw:page><draw:frame>{_table(_row(_p('a'), _p('b')))}</draw:frame></draw:page>"
        f'<draw:page draw:style-name="dp1">{shape}</draw:page>'
        "<draw:page><draw:frame><draw:image/></draw:frame></draw:page>"
    )
    masters = (
        f"<style:master-page><draw:frame><draw:text-box>{_p('OFFICIAL')}</draw:text-box></draw:frame>"
        f'<draw:frame presentation:class="title"><draw:text-box>{_p("Click to edit")}</draw:text-box></draw:frame>'
        "</style:master-page>"
    )

    pages, facts = read(open_document(tmp_path, "odp", body, styles, _styles(masters=masters)))

    assert [page.text for page in pages] == [
        "OFFICIAL\nResponse times\nA shape\nSay so\nTrust board", "a\tb", "A shape", "",
    ]  # fmt: skip
    assert [page.label for page in pages] == ["", "", "3 (hidden)", ""]
    assert pages[3].shows_something
    assert (facts.unit, facts.headings) == ("slide", 1)
