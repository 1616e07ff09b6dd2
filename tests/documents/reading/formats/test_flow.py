"""How paragraphs, tables, boxes and notes become pages."""

import pytest

from documents.reading.formats.flow import FULL_PART, LONGEST_LABEL, NEW_PART, Flow
from documents.reading.results import PageRead


@pytest.fixture
def flow():
    return Flow()


def _paragraphs(flow, *texts, level=None):
    for text in texts:
        flow.write(text)
        flow.end_paragraph(level)


def _row(flow, *cells):
    flow.begin_row()
    for cell in cells:
        _paragraphs(flow, cell)
        flow.end_cell()
    flow.end_row()


def _pages(flow):
    flow.finish()
    return [page.text for page in flow.take()]


def test_nothing_at_all_is_one_empty_page(flow):
    flow.finish()

    assert flow.take() == [PageRead("", "", shows_something=False)]


def test_pages_are_handed_on_once(flow):
    _paragraphs(flow, "One")
    flow.break_page()

    assert [page.text for page in flow.take()] == ["One"]
    assert flow.take() == []


def test_empty_paragraphs_leave_no_line(flow):
    _paragraphs(flow, "One", "", "  ", "Two")

    assert _pages(flow) == ["One\nTwo"]


def test_a_break_if_begun_does_nothing_on_a_page_that_is_still_empty(flow):
    flow.break_page(if_begun=True)
    _paragraphs(flow, "One")
    flow.break_page(if_begun=True)
    flow.break_page(if_begun=True)
    flow.touch()
    flow.break_page(if_begun=True)
    _paragraphs(flow, "Three")

    assert _pages(flow) == ["One", "", "Three"]


def test_a_break_inside_a_table_that_has_not_begun_a_row_does_not_make_an_empty_page(flow):
    _paragraphs(flow, "One")
    flow.break_page()
    flow.begin_table()
    flow.break_page(if_begun=True)
    _row(flow, "a", "b")
    flow.end_table()

    assert _pages(flow) == ["One", "a\tb"]


def test_tabs_and_new_lines_inside_a_cell_are_blanks(flow):
    flow.begin_table()
    flow.begin_row()
    for step in (lambda: flow.write("a"), flow.tab, lambda: flow.write("b"), flow.break_line, lambda: flow.write("c")):
        step()
    flow.end_cell()
    flow.end_row()
    flow.end_table()

    assert _pages(flow) == ["a b c"]


def test_empty_cells_keep_the_others_in_their_columns(flow):
    flow.begin_table()
    _row(flow, "", "b", "")
    _row(flow, "", "", "")
    flow.end_table()

    assert _pages(flow) == ["\tb"]


def test_what_a_table_holds_outside_of_cells_is_not_lost(flow):
    flow.begin_table()
    _paragraphs(flow, "Stray")
    flow.end_table()

    assert _pages(flow) == ["Stray"]


def test_what_ends_without_having_begun_does_no_harm(flow):
    for end in (flow.end_cell, flow.end_row, flow.end_table, flow.end_box, flow.mark_header):
        end()
    _paragraphs(flow, "One")

    assert _pages(flow) == ["One"]


def test_a_table_inside_a_box_inside_a_cell_comes_after_the_row(flow):
    flow.begin_table()
    flow.begin_row()
    flow.write("out")
    flow.begin_box()
    flow.begin_table()
    _row(flow, "a", "b")
    flow.end_table()
    flow.end_box()
    flow.write("side")
    flow.end_paragraph()
    flow.end_cell()
    flow.end_row()
    flow.end_table()
    _paragraphs(flow, "Next")

    assert _pages(flow) == ["outside\na\tb\nNext"]


def test_boxes_inside_boxes_come_one_after_the_other(flow):
    flow.write("One")
    flow.begin_box()
    flow.write("two")
    flow.begin_box()
    flow.write("three")
    flow.end_box()
    flow.end_paragraph()
    flow.end_box()
    flow.end_paragraph()

    assert sorted(_pages(flow)[0].split("\n")) == ["One", "three", "two"]


def test_a_box_that_never_ends_is_not_lost(flow):
    flow.begin_box()
    _paragraphs(flow, "Still here")

    assert _pages(flow) == ["Still here"]


def test_head_and_foot_stand_on_the_first_page_alone(flow):
    flow.head_and_foot(["Head"], ["Foot"])
    _paragraphs(flow, "One")
    flow.note(["Note"])
    flow.break_page()
    _paragraphs(flow, "Two")

    assert _pages(flow) == ["Head\nOne\nNote\nFoot", "Two"]


def test_a_dropped_paragraph_is_not_on_the_page(flow):
    flow.write(" 7 ")

    assert flow.has_words
    assert flow.drop_paragraph() == "7"
    assert not flow.has_words
    assert _pages(flow) == [""]


@pytest.mark.parametrize(("before", "parts"), [(NEW_PART - 1, 1), (NEW_PART, 2)])
def test_a_top_heading_begins_a_part_when_the_one_before_has_some_text(before, parts):
    flow = Flow(by_parts=True)
    _paragraphs(flow, "x" * before)
    _paragraphs(flow, "H" * 100, level=0)
    flow.finish()

    pages = flow.take()
    assert len(pages) == parts
    assert pages[-1].label == ("H" * LONGEST_LABEL if parts > 1 else "")
    assert flow.headings == 1


def test_a_lower_heading_or_one_in_a_table_begins_none():
    flow = Flow(by_parts=True)
    _paragraphs(flow, "x" * NEW_PART)
    _paragraphs(flow, "Lower", level=1)
    flow.begin_table()
    flow.begin_row()
    _paragraphs(flow, "Top", level=0)
    flow.end_cell()
    flow.end_row()
    flow.end_table()

    assert len(_pages(flow)) == 1
    assert flow.headings == 2


def test_a_part_that_is_full_ends_with_its_paragraph():
    flow = Flow(by_parts=True)
    _paragraphs(flow, "x" * FULL_PART, "y")

    assert [len(text) for text in _pages(flow)] == [FULL_PART, 1]
