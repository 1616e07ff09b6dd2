"""Which faults a file is said to have, as far as a program can see them."""

from dataclasses import dataclass, replace

import pytest

from documents.enums import AccessibilityFault, PageUnit, ReadingReason, ReadingState
from documents.file_types import FILE_TYPES
from documents.models import FileReading
from documents.reading.accessibility import CLOSED_RULES, OPEN_RULES, faults_of

NO_TEXT = AccessibilityFault.NO_TEXT
SOME_PAGES = AccessibilityFault.SOME_PAGES_WITHOUT_TEXT
NOT_TAGGED = AccessibilityFault.NOT_TAGGED
NO_TITLE = AccessibilityFault.NO_TITLE
NO_LANGUAGE = AccessibilityFault.NO_LANGUAGE
NO_HEADINGS = AccessibilityFault.NO_HEADINGS
TABLES = AccessibilityFault.TABLES_WITHOUT_HEADERS


@dataclass(frozen=True)
class Found:
    """What reading found: a PDF of ten pages without a fault, until told otherwise."""

    state: str = ReadingState.READ
    reason: str = ""
    unit: str = PageUnit.PAGE
    page_count: int | None = 10
    pages_without_text: int | None = 0
    characters: int = 20_000
    title: str = "Annual report and accounts"
    language: str = "en-GB"
    is_tagged: bool | None = True
    headings: int | None = 12
    tables_without_headers: int | None = None


PDF = Found()
WORD = Found(unit=PageUnit.PART, page_count=1, is_tagged=None, tables_without_headers=0)
SLIDES = Found(unit=PageUnit.SLIDE, is_tagged=None, tables_without_headers=0)
SHEETS = Found(unit=PageUnit.SHEET, page_count=4, is_tagged=None, headings=None, tables_without_headers=0)
TEXT = Found(
    unit=PageUnit.PART, page_count=1, title="", language="", is_tagged=None, headings=None, tables_without_headers=None
)
OF_KIND = {
    "csv": TEXT, "docx": WORD, "odp": SLIDES, "ods": SHEETS, "odt": WORD, "pdf": PDF, "pptx": SLIDES, "txt": TEXT,
    "xlsx": replace(SHEETS, language=""),
}  # fmt: skip


@pytest.mark.parametrize("extension", sorted(FILE_TYPES))
def test_a_good_file_of_each_kind_that_is_offered_has_no_fault(extension):
    assert faults_of(OF_KIND[extension], extension) == []


@pytest.mark.parametrize(
    ("extension", "found", "expected"),
    [
        ("pdf", {"is_tagged": False}, [NOT_TAGGED]),
        ("pdf", {"is_tagged": None}, []),
        ("docx", {"is_tagged": False}, []),
        ("pdf", {"pages_without_text": 1}, [SOME_PAGES]),
        ("pptx", {"pages_without_text": 1}, [SOME_PAGES]),
        ("pdf", {"pages_without_text": 10}, [NO_TEXT]),
        ("pdf", {"pages_without_text": None}, []),
        ("pdf", {"language": " "}, [NO_LANGUAGE]),
        ("odt", {"language": ""}, [NO_LANGUAGE]),
        ("docx", {"tables_without_headers": 2}, [TABLES]),
        ("xlsx", {"tables_without_headers": 1}, [TABLES]),
        ("csv", {"tables_without_headers": None, "title": "", "language": ""}, []),
        ("txt", {"title": "", "language": "", "characters": 100_000}, []),
        (
            "pdf",
            {"title": "", "language": "", "is_tagged": False, "headings": 0, "pages_without_text": 3},
            [SOME_PAGES, NOT_TAGGED, NO_TITLE, NO_LANGUAGE],
        ),
    ],
)
def test_one_cause_is_one_fault_and_the_gravest_comes_first(extension, found, expected):
    assert faults_of(replace(OF_KIND[extension], **found), extension) == expected


class TestHeadings:
    @pytest.mark.parametrize(("pages", "expected"), [(1, []), (2, []), (3, [NO_HEADINGS]), (300, [NO_HEADINGS])])
    def test_they_are_missed_in_a_tagged_pdf_of_three_pages_and_more(self, pages, expected):
        assert faults_of(replace(PDF, page_count=pages, headings=0), "pdf") == expected

    def test_an_untagged_pdf_is_not_blamed_twice(self):
        assert faults_of(replace(PDF, is_tagged=False, headings=0), "pdf") == [NOT_TAGGED]

    @pytest.mark.parametrize(("characters", "expected"), [(5_999, []), (6_000, [NO_HEADINGS])])
    def test_a_word_document_has_no_pages_so_its_letters_count(self, characters, expected):
        assert faults_of(replace(WORD, characters=characters, headings=0), "docx") == expected

    def test_slides_without_any_title_have_none(self):
        assert faults_of(replace(SLIDES, headings=0), "odp") == [NO_HEADINGS]

    def test_sheets_need_none(self):
        assert faults_of(replace(SHEETS, headings=0), "ods") == []


class TestTitles:
    @pytest.mark.parametrize(
        "title",
        [
            "", "  ", "Untitled", "untitled-3", "Document1", "Document 2", "Presentation1", "Book1",
            "PowerPoint Presentation", "Microsoft Word - Board paper final v3.docx",
            "10811.exe", "annual report.pdf", "Slide 1", "unknown",
        ],
    )  # fmt: skip
    def test_what_programs_write_by_themselves_is_none(self, title):
        assert faults_of(replace(PDF, title=title), "pdf") == [NO_TITLE]

    @pytest.mark.parametrize(
        "title",
        [
            "Annual report 2025/26", "Documents that we publish", "Untitled works: the art collection",
            "Book of thanks", "Presentation to the council of governors",
            "Microsoft licences: what we spend", "Statement v1.2",
        ],
    )  # fmt: skip
    def test_what_people_wrote_is_one(self, title):
        assert faults_of(replace(PDF, title=title), "pdf") == []


class TestFilesThatCouldNotBeRead:
    """Given a file that was not read, then only what is known of it is held against it."""

    NOTHING_KNOWN = Found(page_count=None, pages_without_text=None, characters=0, title="", language="", headings=0)

    def faults(self, state, reason=""):
        return faults_of(replace(self.NOTHING_KNOWN, state=state, reason=reason), "pdf")

    @pytest.mark.parametrize("state", [ReadingState.WAITING, ReadingState.READING])
    def test_none_is_known_before(self, state):
        assert self.faults(state) == []

    def test_a_password_keeps_everybody_out(self):
        assert self.faults(ReadingState.LOCKED, ReadingReason.PASSWORD) == [AccessibilityFault.LOCKED]

    @pytest.mark.parametrize("reason", [ReadingReason.DAMAGED, ReadingReason.STOPPED_READER])
    def test_what_stops_our_program_may_stop_a_screen_reader(self, reason):
        assert self.faults(ReadingState.BROKEN, reason) == [AccessibilityFault.UNREADABLE]

    @pytest.mark.parametrize("reason", [ReadingReason.TOO_SLOW, ReadingReason.TOO_MUCH_MEMORY])
    def test_so_may_what_is_slow_or_heavy(self, reason):
        assert self.faults(ReadingState.TOO_LARGE, reason) == [AccessibilityFault.UNREADABLE]

    @pytest.mark.parametrize("reason", [ReadingReason.TOO_MANY_PAGES, ReadingReason.TOO_MUCH_TEXT])
    def test_a_limit_of_ours_is_no_fault_of_the_file(self, reason):
        assert self.faults(ReadingState.TOO_LARGE, reason) == []

    def test_nor_is_a_store_that_lost_it(self):
        assert self.faults(ReadingState.BROKEN, ReadingReason.MISSING) == []

    def test_an_empty_file_shows_nothing_to_anybody(self):
        assert self.faults(ReadingState.NO_TEXT, ReadingReason.EMPTY) == []


class TestScans:
    SCAN = replace(PDF, state=ReadingState.NO_TEXT, reason=ReadingReason.SCANNED, pages_without_text=10, headings=0)

    def test_a_scan_has_no_text(self):
        assert faults_of(self.SCAN, "pdf") == [NO_TEXT]

    def test_nor_has_one_with_a_blank_back_page(self):
        assert faults_of(replace(self.SCAN, pages_without_text=9), "pdf") == [NO_TEXT]

    def test_that_we_recognised_its_text_does_not_mend_the_file(self):
        assert faults_of(replace(self.SCAN, state=ReadingState.READ, reason=""), "pdf") == [NO_TEXT]

    def test_what_else_its_editor_can_mend_is_said_as_well(self):
        bare = replace(self.SCAN, title="", language="", is_tagged=False)
        assert faults_of(bare, "pdf") == [NO_TEXT, NOT_TAGGED, NO_TITLE, NO_LANGUAGE]


def test_the_columns_of_the_database_are_such_facts():
    scan = FileReading(state="no_text", reason="scanned", page_count=2, pages_without_text=2, is_tagged=False)
    assert faults_of(scan, "pdf") == [NO_TEXT, NOT_TAGGED, NO_TITLE, NO_LANGUAGE]


def test_each_fault_has_one_rule_with_its_evidence_in_the_order_of_the_list():
    rules = OPEN_RULES + CLOSED_RULES
    assert [rule.fault for rule in rules] == list(AccessibilityFault)
    assert all("WCAG" in rule.evidence and "PDF/UA-1" in rule.evidence for rule in rules)
