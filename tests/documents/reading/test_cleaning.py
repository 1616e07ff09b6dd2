"""Text is made fit for search: whole words and plain letters, without the heads and feet that each page repeats."""

import re
import time
import unicodedata
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents.reading.cleaning import clean_pages
from tests.servers import SHARED


def clean(text, *others, language="en"):
    """Return the first page, cleaned as one of a file with these others."""
    return clean_pages([text, *others], language)[0]


class TestLetters:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("ﬁnance oﬃce ﬂeet ﬆaff", "finance office fleet staff"),
            ("ＡＭＢＵＬＡＮＣＥ　９９９", "AMBULANCE 999"),
            ("𝐀𝐦𝐛𝐮𝐥𝐚𝐧𝐜𝐞", "Ambulance"),
            ("ﻣﺮﺣﺒﺎ", "مرحبا"),
            ("cafe\u0301", "café"),
            ("Ⅳ ĳs ſhip", "IV ijs ship"),
            ("10 m² CO₂ ½ ① ㎡ ™ №", "10 m² CO₂ ½ ① ㎡ ™ №"),
            ("5 µg", "5 µg"),
            ("999\u2011call 111\u2010call", "999-call 111-call"),
            ("a\u00a0b\u2009c\u202fd\u3000e", "a b c d e"),
            ("\u202bשלום\u202c \u200fright\u200e", "שלום right"),
            ("می\u200cخواهم 👩\u200d⚕", "می\u200cخواهم 👩\u200d⚕"),
            ("nu\x00ll be\x07ll \ufeffmark zero\u200bwidth", "null bell mark zerowidth"),
            ("half \ud800 a pair", "half \ufffd a pair"),
            ("\uf0b7 point \ue123 private", "• point private"),
            ("one  \t two   three", "one\ttwo three"),
            ("One\r\nTwo\rThree\u2028Four\x0bFive", "One\nTwo\nThree\nFour\nFive"),
            ("One\x0cTwo\u2029Three", "One\n\nTwo\n\nThree"),
        ],
    )
    def test_they_are_those_that_people_type(self, text, expected):
        assert clean(text) == expected

    def test_a_letter_with_a_thousand_marks_keeps_some_and_takes_no_time(self):
        before = time.process_time()
        cleaned = clean("a" + "\u0301\u0323" * 50_000 + " b")
        assert len(cleaned) < 40
        assert time.process_time() - before < 1


class TestWordsThatAreParted:
    @pytest.mark.parametrize(
        ("text", "elsewhere", "expected"),
        [
            ("The ambu-\nlance came", "", "The ambulance came"),
            ("The ambu\x02lance came", "", "The ambulance came"),
            ("The ambu\ufffelance came", "", "The ambulance came"),
            ("The ambu\xad\nlance came", "", "The ambulance came"),
            ("The am\xadbu\xadlance came", "", "The ambulance came"),
            ("after with-\nout it", "It goes without with or out", "after without it"),
            ("a follow-\nup call", "Up to you to follow", "a follow-up call"),
            ("a re-\nentry", "any re-entry or Re-entry", "a re-entry"),
            ("a 999-\ncall", "", "a 999-call"),
            ("the NHS-\nfunded", "", "the NHS-funded"),
            ("a non-\nemergency", "", "a non-emergency"),
            ("about COVID-\n19 cases", "COVID-19", "about COVID-19 cases"),
            ("about COVID-\n19 cases", "", "about COVID-\n19 cases"),
            ("the Anglo-\nSaxon", "An anglo-saxon", "the Anglo-Saxon"),
            ("mother-\nin-\nlaw", "mother in law", "mother-in-law"),
            ("Costs -\nall of them", "", "Costs -\nall of them"),
            ("for the ambu-\nPage 3 of 20", "", "for the ambu-\nPage 3 of 20"),
            ("for the ambu-\npage 3 of 20", "", "for the ambu-\npage 3 of 20"),
            ("Zusammen-\narbeit", "Zusammenarbeit", "Zusammenarbeit"),
            ("ambu-\n\nlance", "", "ambu-\n\nlance"),
        ],
    )
    def test_they_are_put_together_as_the_rest_of_the_file_writes_them(self, text, elsewhere, expected):
        assert clean(text, elsewhere) == expected

    def test_halves_that_are_parted_elsewhere_too_are_no_evidence(self):
        assert clean("the ambu-\nlance", "The ambu-\nlance. Lance") == "the ambulance"


class TestLines:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("The crew went to\nthe hospital", "The crew went to the hospital"),
            ("The crew went to the\nRoyal Free", "The crew went to the Royal Free"),
            ("Waterloo Road,\nLondon", "Waterloo Road, London"),
            ("The end.\nanother", "The end.\nanother"),
            ("Heading\nThe text", "Heading\nThe text"),
            ("First\n\nsecond", "First\n\nsecond"),
            ("One\n\n\n\nTwo\n\n", "One\n\nTwo"),
            ("Steps\na) one\nb) two\niv. three\no Four", "Steps\na) one\nb) two\niv. three\no Four"),
            ("Write to us\nfoi@example.org\nwww.example.org", "Write to us\nfoi@example.org\nwww.example.org"),
            ("Name\tPost\nann\tnurse", "Name\tPost\nann\tnurse"),
            ("sent to the\n12", "sent to the\n12"),
        ],
    )
    def test_a_sentence_is_one_line_and_all_else_stays_apart(self, text, expected):
        assert clean(text) == expected

    def test_english_words_join_lines_of_english_only(self):
        assert clean("Wir gehen to\nBerlin", language="de") == "Wir gehen to\nBerlin"
        assert clean("Wir gehen\nheute", language="de") == "Wir gehen heute"


def body(number):
    words = (
        "Alpha",
        "Bravo",
        "Charlie",
        "Delta",
        "Echo",
        "Foxtrot",
        "Golf",
        "Hotel",
        "India",
        "Juliet",
        "Kilo",
        "Lima",
    )
    return [f"{words[number % 12]} {word} {number * 7919 % 997}x." for word in words]


def report(pages, head=(), foot=()):
    """Return the text of a report, each page with these lines above and below; # is its number."""
    return ["\n".join(numbered(number, [*head, *body(number), *foot])) for number in range(1, pages + 1)]


def numbered(number, lines):
    return [line.replace("#", str(number)) for line in lines]


class TestRunningHeadsAndFeet:
    @pytest.mark.parametrize(
        ("head", "foot"),
        [
            (["Board paper TB/26/14"], []),
            (["Annual report", "London Ambulance Service"], ["Page # of 20"]),
            ([], ["#"]),
            ([], ["– # –"]),
            (["Annual report #"], ["OFFICIAL", "27 November 2026 | #"]),
        ],
    )
    def test_they_stay_on_the_first_page_alone(self, head, foot):
        cleaned = clean_pages(report(12, head, foot))
        assert cleaned[0] == report(1, head, foot)[0]
        assert cleaned[1:] == ["\n".join(body(number)) for number in range(2, 13)]

    def test_roman_numbers_are_numbers_of_pages(self):
        pages = ["\n".join([*body(number), roman]) for number, roman in enumerate(["iii", "iv", "v", "vi", "vii"])]
        assert clean_pages(pages)[1:] == ["\n".join(body(number)) for number in range(1, 5)]

    def test_left_and_right_pages_have_their_own(self):
        pages = [
            "\n".join([f"{number} Annual report" if number % 2 else f"Chapter one {number}", *body(number)])
            for number in range(12)
        ]
        assert clean_pages(pages)[2:] == ["\n".join(body(number)) for number in range(2, 12)]

    def test_so_has_each_chapter_of_a_long_report(self):
        pages = ["\n".join([f"Chapter {'ABCDEFGHIJ'[number // 10]}", *body(number)]) for number in range(100)]
        assert sum("Chapter" in page for page in clean_pages(pages)) == 10

    def test_two_pages_are_too_few(self):
        pages = report(2, ["Board paper"])
        assert clean_pages(pages) == pages

    def test_a_line_on_few_of_many_pages_is_text(self):
        pages = report(30)
        for number in (3, 9, 20):
            pages[number] = f"For decision\n{pages[number]}"
        assert clean_pages(pages) == pages

    def test_a_page_keeps_its_only_text(self):
        pages = report(5, ["Annual report"])
        pages[3] = "Annual report"
        assert clean_pages(pages)[3] == "Annual report"

    def test_forms_that_are_all_alike_keep_their_words(self):
        form = ["Name of the patient", "Where you were", "What went well", "What did not", "Your wishes", "Signed"]
        pages = ["\n".join([*form, f"Answer {word}.", *form]) for word in ("one", "two", "three", "four")]
        assert clean_pages(pages) == pages

    def test_what_also_stands_further_in_is_text(self):
        pages = report(9, ["For decision"], ["For decision", "For decision", *body(1)])
        assert clean_pages(pages) == pages


class TestTables:
    """Rows that merely repeat are what the table says."""

    def test_cells_that_are_parted_by_tabs_are_rows(self):
        pages = ["\n".join(["Name\tPost\tPay", *body(number), "Total\tnone\tnone"]) for number in range(5)]
        assert clean_pages(pages) == pages

    def test_so_are_figures(self):
        pages = ["\n".join([*body(number), "Total 0 0 0", "2024 2025"]) for number in range(5)]
        assert clean_pages(pages) == pages

    def test_a_sum_is_no_number_of_a_page(self):
        pages = ["\n".join([*body(number), f"In all {number * 31 + 5} calls were answered"]) for number in range(9)]
        assert clean_pages(pages) == pages

    def test_the_heads_of_columns_stay_on_top_of_their_figures(self):
        rows = ["Brixton 1,204 98.2%", "Camden 311 77.0%"]
        pages = ["\n".join(["Board paper", "Station Calls Answered", *rows, *body(number)]) for number in range(5)]
        assert clean_pages(pages)[1:] == [page.removeprefix("Board paper\n") for page in pages[1:]]


@pytest.mark.needs("samples")
class TestSamples:
    def pages(self, name):
        document = pypdfium2.PdfDocument(Path(SHARED) / "data" / "pdfs" / name)
        return [page.get_textpage().get_text_range() for page in document]

    def test_ligatures_match_plain_letters(self):
        assert "fi" in clean(*self.pages("pdf.js__copy_paste_ligatures.pdf"))
        assert not re.search("[ﬀ-ﬆ]", clean(*self.pages("pdf.js__copy_paste_ligatures.pdf")))

    def test_hyphens_of_justified_columns_go(self):
        text = "\n".join(clean_pages(self.pages("sample-files__multicolumn.pdf")))
        assert all(word in text for word in ("adipiscing", "consectetuer", "tristique", "Pellentesque"))

    def test_those_of_an_address_stay(self):
        assert "check-state-pension" in clean(*self.pages("notifications-template-preview__example_dwp_pdf.pdf")[2:])


LINE = st.one_of(
    st.sampled_from(
        [
            "Annual report",
            "Page 1 of 3",
            "Page 2 of 3",
            "3",
            "iv",
            "ambu-",
            "lance",
            "the",
            "Total 0 0",
            "a\tb",
            "",
            "x-",
            "Up",
        ]
    ),
    st.text(max_size=12),
)
PAGES = st.lists(st.lists(LINE, max_size=9).map("\n".join), max_size=9)


class TestWhateverTheTextIs:
    """Given any pages, as broken programs write them."""

    @given(PAGES)
    @example(["a-\na-\na-\nb"] * 4)
    def test_cleaning_twice_is_cleaning_once(self, pages):
        cleaned = clean_pages(pages)
        assert clean_pages(cleaned) == cleaned

    @given(PAGES)
    def test_no_word_is_lost_to_the_file_and_nothing_is_added(self, pages):
        cleaned = clean_pages(pages)
        found = run_together(" ".join(cleaned))
        assert len(cleaned) == len(pages)
        for page, result in zip(pages, cleaned, strict=True):
            assert bool(result) == bool(page_without_breaks(page))
            assert len(result) <= 4 * len(page)
            for line in page.split("\n"):
                assert not any(character.isalpha() for character in line) or is_found(line, found)

    @given(st.lists(st.text(st.characters(), max_size=60), max_size=4))
    def test_what_comes_out_can_be_kept_by_any_database(self, pages):
        for page in clean_pages(pages):
            page.encode()
            assert "\x00" not in page
            assert unicodedata.is_normalized("NFC", page)


def run_together(text):
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def page_without_breaks(page):
    return clean_pages([page])[0]


def is_found(line, found):
    """Whether each word of a line is somewhere in the file; the number of a page may have gone."""
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", page_without_breaks(line)))
    return all(run_together(word) in found for word in words)


@pytest.mark.parametrize(
    "page",
    [
        "a" * 200_000,
        "a-\n" * 66_000,
        " -" * 100_000,
        "\n" * 200_000,
        " \n" * 100_000,
        "\t " * 100_000,
        "\xad " * 100_000,
        "x \xad\n" * 50_000,
        "1 " * 100_000,
        "i" * 200_000,
        "é" * 200_000,
        "-" * 200_000,
        "the\n" * 50_000,
        ("9" * 50_000 + "\n") * 4,
    ],
    ids=lambda page: repr(page[:5]),
)
def test_a_page_that_is_made_to_be_slow_is_not(page):
    before = time.process_time()
    clean_pages([page] * 2)
    assert time.process_time() - before < 2.5


def test_two_hundred_full_pages_take_less_than_two_seconds():
    pages = ["\n".join([f"Annual report {number}", *body(number) * 8]) for number in range(200)]
    before = time.process_time()
    clean_pages(pages)
    assert time.process_time() - before < 2
