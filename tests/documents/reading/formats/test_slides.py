"""What is read of PowerPoint presentations."""

import zipfile

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.util import Cm

from documents.reading.results import ReadingFaultError
from tests.documents.files import picture, zipped
from tests.documents.reading.formats.written import made_strict, read, relations, texts

_ANYWHERE = (Cm(1), Cm(1), Cm(5), Cm(5))


@pytest.fixture
def deck():
    return Presentation()


@pytest.fixture
def saved(deck, tmp_path):
    def save():
        deck.save(tmp_path / "Slides.pptx")
        return tmp_path / "Slides.pptx"

    return save


def _slide(deck, title="", layout=5):
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    if title:
        slide.shapes.title.text = title
    return slide


def test_a_slide_is_a_page_with_its_notes_and_titles_are_headings(deck, saved):
    first = _slide(deck, "Response times", layout=1)
    first.placeholders[1].text = "Category 1\nCategory 2"
    first.notes_slide.notes_text_frame.text = "Say that it fell."
    _slide(deck)
    deck.core_properties.title = "Board slides"

    pages, facts = read(saved())

    assert [page.text for page in pages] == ["Response times\nCategory 1\nCategory 2\nSay that it fell.", ""]
    assert (facts.unit, facts.title, facts.language, facts.headings) == ("slide", "Board slides", "en-US", 1)


def test_groups_tables_and_charts_are_read_in_the_order_of_the_file(deck, saved):
    shapes = _slide(deck, "Calls").shapes
    shapes.add_group_shape().shapes.add_textbox(*_ANYWHERE).text_frame.text = "In a group"
    table = shapes.add_table(2, 2, *_ANYWHERE).table
    for cell, text in zip(table.iter_cells(), ["Month", "Calls", "April", "12"], strict=True):
        cell.text = text
    numbers = CategoryChartData()
    numbers.categories = ["North", "South"]
    numbers.add_series("By area", (1, 2))
    chart = shapes.add_chart(XL_CHART_TYPE.PIE, *_ANYWHERE, numbers).chart
    chart.chart_title.text_frame.text = "Where they come from"

    assert texts(saved()) == ["Calls\nIn a group\nMonth\tCalls\nApril\t12\nWhere they come from\nBy area\nNorth\nSouth"]


def test_tables_whose_first_row_is_no_header_are_counted(deck, saved):
    for has_header in (True, False):
        table = _slide(deck).shapes.add_table(2, 2, *_ANYWHERE).table
        table.first_row = has_header

    _, facts = read(saved())

    assert (facts.tables, facts.tables_without_headers) == (2, 1)


def test_a_picture_without_text_shows_something_and_an_empty_slide_does_not(deck, saved, tmp_path):
    (tmp_path / "crew.png").write_bytes(picture())
    _slide(deck, layout=6).shapes.add_picture(str(tmp_path / "crew.png"), 0, 0)
    _slide(deck, layout=6)

    assert [page.shows_something for page in read(saved())[0]] == [True, False]


def test_a_hidden_slide_is_read_and_says_so(deck, saved):
    _slide(deck, "Shown")
    _slide(deck, "Kept back").element.set("show", "0")

    assert [(page.text, page.label) for page in read(saved())[0]] == [("Shown", ""), ("Kept back", "2 (hidden)")]


def test_the_language_is_the_one_that_most_of_the_text_is_in(deck, saved):
    for number, language in enumerate(["cy-GB", "en-GB", "en-GB"]):
        run = _slide(deck, f"Slide {number}").shapes.title.text_frame.paragraphs[0].runs[0]
        run._r.get_or_add_rPr().set("lang", language)

    assert read(saved())[1].language == "en-GB"


def test_footers_and_what_stands_on_the_master_are_read_once_and_numbers_and_prompts_never(deck, saved):
    master = deck.slide_master.shapes
    stamp = _slide(deck, "One").shapes.add_textbox(*_ANYWHERE)
    stamp.text_frame.text = "OFFICIAL"
    master._spTree.append(stamp._element)
    for slide in (deck.slides[0], _slide(deck, "Two")):
        for kind, text in (("ftr", "Trust board"), ("sldNum", "7"), ("dt", "1 May")):
            place = slide.shapes.add_textbox(*_ANYWHERE)
            place.text_frame.text = text
            place._element.nvSpPr.nvPr._insert_ph(_placeholder(kind))

    assert texts(saved()) == ["One\nTrust board\nOFFICIAL", "Two"]


def test_the_strict_dialect_is_read_as_the_transitional_one(deck, saved):
    _slide(deck, "Strict")

    assert texts(made_strict(saved())) == ["Strict"]


def test_a_presentation_that_lacks_a_slide_is_damaged(deck, saved):
    _slide(deck, "One")
    path = saved()
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    path.write_bytes(zipped(parts | {"ppt/_rels/presentation.xml.rels": relations()}))

    with pytest.raises(ReadingFaultError) as fault:
        read(path)
    assert fault.value.reason == "damaged"


def _placeholder(kind):
    return parse_xml(f'<p:ph xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" type="{kind}"/>')
