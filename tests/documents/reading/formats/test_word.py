"""What is read of Word documents."""

from docx import Document as WordDocument
from docx.enum.text import WD_BREAK

from tests.documents.reading.formats.written import WORD, made_strict, paragraph, read, texts, word

SEEN_BREAK = "<w:lastRenderedPageBreak/>"
PAGE_BREAK = '<w:br w:type="page"/>'


def test_a_document_is_read_in_its_order_with_its_tables_and_what_it_says_of_itself(tmp_path):
    document = WordDocument()
    document.core_properties.title = " Board paper "
    document.add_heading("Response times", 1)
    document.add_paragraph("Calls were answered.")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["Month", "Calls", "April", "1,204"], strict=True):
        cell.text = text
    document.add_paragraph("First thing", style="List Bullet")
    document.sections[0].header.paragraphs[0].text = "Trust board"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    document.save(tmp_path / "Paper.docx")

    pages, facts = read(tmp_path / "Paper.docx")

    assert [page.text for page in pages] == [
        "Trust board\nResponse times\nCalls were answered.\nMonth\tCalls\nApril\t1,204\nFirst thing\nPage 1"
    ]
    assert (facts.unit, facts.title, facts.language) == ("page", "Board paper", "en-US")
    assert (facts.headings, facts.tables, facts.tables_without_headers, facts.is_tagged) == (1, 1, 1, None)


def test_pages_are_those_that_word_saw(tmp_path):
    body = paragraph("One") + paragraph("Two", before=SEEN_BREAK) + paragraph("Three", before=SEEN_BREAK)

    pages, facts = read(word(tmp_path, body))

    assert [page.text for page in pages] == ["One", "Two", "Three"]
    assert facts.unit == "page"


def test_a_break_that_the_author_made_and_word_saw_is_one(tmp_path):
    body = paragraph("One") + f"<w:p><w:r>{PAGE_BREAK}</w:r></w:p>" + paragraph("Two", before=SEEN_BREAK)

    assert texts(word(tmp_path, body)) == ["One", "Two"]


def test_a_page_that_was_left_blank_is_a_page(tmp_path):
    body = paragraph("One", before="") + f"<w:p><w:r>{PAGE_BREAK}{SEEN_BREAK}{PAGE_BREAK}</w:r></w:p>"

    pages, _ = read(word(tmp_path, body + paragraph("Three", before=SEEN_BREAK)))

    assert [page.text for page in pages] == ["One", "", "Three"]
    assert [page.shows_something for page in pages] == [True, False, True]


def test_a_page_may_end_inside_a_paragraph_and_inside_a_row(tmp_path):
    cells = f"<w:tc>{paragraph('A')}</w:tc><w:tc><w:p><w:r><w:t>B</w:t>{SEEN_BREAK}<w:t>C</w:t></w:r></w:p></w:tc>"
    body = f"<w:p><w:r><w:t>One</w:t>{SEEN_BREAK}<w:t>two</w:t></w:r></w:p><w:tbl><w:tr>{cells}</w:tr></w:tbl>"

    assert texts(word(tmp_path, body)) == ["One", "two\nA\tB", "C"]


def test_without_the_breaks_that_word_saw_it_is_read_in_parts(tmp_path):
    document = WordDocument()
    for chapter in ("Summary", "Costs"):
        document.add_heading(chapter, 1)
        for _ in range(40):
            document.add_paragraph("Thirty letters make this line.")
    document.add_paragraph("Last").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("After the break")
    document.save(tmp_path / "Paper.docx")

    pages, facts = read(tmp_path / "Paper.docx")

    assert [page.label for page in pages] == ["", "Costs", ""]
    assert pages[1].text.startswith("Costs\n")
    assert pages[2].text == "After the break"
    assert facts.unit == "part"


def test_a_long_text_without_headings_is_parted_by_its_length(tmp_path):
    pages, _ = read(word(tmp_path, paragraph("x" * 1500) * 6))

    assert [len(page.text.replace("\n", "")) for page in pages] == [4500, 4500]


def test_a_long_table_is_parted_between_rows(tmp_path):
    row = f"<w:tr><w:tc>{paragraph('x' * 999)}</w:tc><w:tc>{paragraph('y' * 999)}</w:tc></w:tr>"

    pages, facts = read(word(tmp_path, f"<w:tbl>{row * 4}</w:tbl>"))

    assert [page.text.count("\n") for page in pages] == [2, 0]
    assert facts.tables == 1


def test_the_programs_own_count_of_pages_is_believed_where_it_agrees(tmp_path):
    counted = {"docProps/app.xml": "<Properties><Pages>2</Pages></Properties>"}
    body = paragraph("One") + f"<w:p><w:r>{PAGE_BREAK}</w:r></w:p>" + paragraph("Two")

    assert read(word(tmp_path, body, counted))[1].unit == "page"
    assert read(word(tmp_path, paragraph("One"), counted))[1].unit == "part"


def test_insertions_count_and_deletions_moves_away_and_comments_do_not(tmp_path):
    body = (
        "<w:p><w:r><w:t>Kept</w:t></w:r><w:ins><w:r><w:t> inserted</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText> deleted</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t> moved away</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t> moved here</w:t></w:r></w:moveTo>"
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )
    comments = {"word/comments.xml": f"<w:comments {WORD}><w:comment>{paragraph('Why?')}</w:comment></w:comments>"}

    assert texts(word(tmp_path, body, comments, comments="comments.xml")) == ["Kept inserted moved here"]


def test_footnotes_stand_at_the_foot_of_their_page_and_endnotes_at_the_end(tmp_path):
    notes = "<w:{0}s {1}><w:{0} w:id='0' w:type='separator'>{3}</w:{0}><w:{0} w:id='1'>{2}</w:{0}></w:{0}s>"
    parts = {
        f"word/{kind}s.xml": notes.format(kind, WORD, paragraph(f"The {kind}"), paragraph("line"))
        for kind in ("footnote", "endnote")
    }
    body = (
        paragraph("One", before='<w:footnoteReference w:id="1"/>')
        + paragraph("still one", before='<w:endnoteReference w:id="1"/>')
        + paragraph("Two", before=SEEN_BREAK)
    )

    read_ = texts(word(tmp_path, body, parts, footnotes="footnotes.xml", endnotes="endnotes.xml"))

    assert read_ == ["One\nstill one\nThe footnote", "Two\nThe endnote"]


def test_the_text_of_a_box_follows_the_paragraph_that_it_hangs_on_once(tmp_path):
    box = f"<wps:txbx><w:txbxContent>{paragraph('In the box')}{paragraph('and more')}</w:txbxContent></wps:txbx>"
    body = (
        "<w:p><w:r><w:t>Before </w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>after</w:t></w:r></w:p>"
    )

    assert texts(word(tmp_path, body)) == ["Before after\nIn the box\nand more"]


def test_charts_and_diagrams_say_what_stands_in_them(tmp_path):
    charts = (
        "<c:chart xmlns:c='c' xmlns:a='a'><c:title><a:p><a:r><a:t>Calls a month</a:t></a:r></a:p></c:title>{}</c:chart>"
    )
    series = (
        "<c:cat><c:strCache><c:pt><c:v>April</c:v></c:pt></c:strCache></c:cat><c:numCache><c:v>12</c:v></c:numCache>"
    )
    parts = {
        "word/charts/chart1.xml": charts.format(series),
        "word/diagrams/data1.xml": "<d xmlns:a='a'><a:p><a:r><a:t>Step one</a:t></a:r></a:p></d>",
    }
    body = '<w:p><w:r><w:drawing><c:chart r:id="chart"/><dgm:relIds r:dm="diagramData"/></w:drawing></w:r></w:p>'

    path = word(tmp_path, body, parts, chart="charts/chart1.xml", diagramData="diagrams/data1.xml")

    assert texts(path) == ["Calls a month\nApril\nStep one"]


def test_a_page_that_is_a_picture_shows_something_though_it_has_no_text(tmp_path):
    pages, _ = read(word(tmp_path, "<w:p><w:r><w:drawing/></w:r></w:p>"))

    assert (pages[0].text, pages[0].shows_something) == ("", True)


def test_tables_with_a_header_row_are_told_from_those_without_and_from_boxes(tmp_path):
    cells = f"<w:tc>{paragraph('x')}</w:tc>" * 2
    header = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cells}</w:tr>"
    off = header.replace("<w:tblHeader/>", '<w:tblHeader w:val="false"/>')
    row = f"<w:tr>{cells}</w:tr>"
    tables = "".join(f"<w:tbl>{rows}</w:tbl>" for rows in (header + row, off + row, row + header, row, row + row))

    _, facts = read(word(tmp_path, tables))

    assert (facts.tables, facts.tables_without_headers) == (4, 3)


def test_a_table_inside_a_cell_stays_in_its_cell(tmp_path):
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('a')}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{paragraph('Out')}{inner}</w:tc><w:tc>{paragraph('side')}</w:tc></w:tr></w:tbl>"

    assert texts(word(tmp_path, body)) == ["Out a\tb\tside"]


def test_headings_are_known_by_their_style_whatever_it_is_called_here_and_by_their_level(tmp_path):
    styles = (
        f"<w:styles {WORD}><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val='cy-GB'/></w:rPr></w:rPrDefault>"
        "</w:docDefaults>"
        "<w:style w:styleId='Pennawd1'><w:name w:val='heading 1'/></w:style>"
        "<w:style w:styleId='Ours'><w:name w:val='Our heading'/><w:basedOn w:val='Pennawd1'/></w:style>"
        "<w:style w:styleId='Level'><w:name w:val='Chapter'/><w:pPr><w:outlineLvl w:val='1'/></w:pPr></w:style>"
        "</w:styles>"
    )
    marked = [f'<w:pStyle w:val="{style}"/>' for style in ("Pennawd1", "Ours", "Level", "Normal")]
    direct = ['<w:outlineLvl w:val="2"/>', '<w:outlineLvl w:val="9"/>']
    body = "".join(paragraph("Words", each) for each in marked + direct) + paragraph("", marked[0])

    _, facts = read(word(tmp_path, body, {"word/styles.xml": styles}, styles="styles.xml"))

    assert (facts.headings, facts.language) == (4, "cy-GB")


def test_content_controls_links_and_signs_are_read(tmp_path):
    body = (
        f"<w:sdt><w:sdtPr><w:tabs/></w:sdtPr><w:sdtContent>{paragraph('In a control')}</w:sdtContent></w:sdt>"
        "<w:p><w:hyperlink><w:r><w:t>a link</w:t><w:tab/><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:br/>"
        "<w:t>new line</w:t></w:r></w:hyperlink><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )

    assert texts(word(tmp_path, body)) == ["In a control\na link\tco-op\nnew line"]


def test_the_strict_dialect_is_read_as_the_transitional_one(tmp_path):
    pages, facts = read(made_strict(word(tmp_path, paragraph("Strict", '<w:outlineLvl w:val="0"/>'))))

    assert (pages[0].text, facts.headings) == ("Strict", 1)
