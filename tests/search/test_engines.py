"""What every engine has to do, asked through search.engine. It runs on the database that the suite runs on."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.findable import Findable
from search.database import engine as database_engine
from search.database.suggestions import note_words
from search.engine import MAX_WORDS, SearchRequest, Sort, search
from search.entries import follow

pytestmark = pytest.mark.django_db


def titles(text, **asked):
    return [hit.plain_title for hit in search(SearchRequest(text, **asked)).hits]


class TestWords:
    def test_a_word_is_found_in_each_place_and_titles_come_first(self, written):
        written(
            a=("Somewhere else", {"body": "Long after this we speak of the fleet."}),
            b=("Vans", {"summary": "All about the fleet."}),
            c=("Our fleet", {}),
        )
        assert titles("fleet") == ["Our fleet", "Vans", "Somewhere else"]

    def test_every_word_has_to_be_there_wherever_it_stands(self, written):
        written(a=("Air ambulance", {"body": "By helicopter."}), b=("Ambulance stations", {}))
        assert titles("helicopter ambulance") == ["Air ambulance"]

    def test_other_forms_of_a_word_are_found_below_the_form_typed(self, written):
        written(
            a=("How we run the trust", {}), b=("Running the trust", {}), c=("The trust runs", {}), d=("A trust", {}),
        )  # fmt: skip
        found = titles("running")
        assert found[0] == "Running the trust"
        assert sorted(found[1:]) == ["How we run the trust", "The trust runs"]

    def test_the_form_typed_comes_first_in_texts_too(self, written):
        written(
            a=("First", {"body": "They complain about it in public."}),
            b=("Second", {"body": "Their complaint was about it in public."}),
            c=("Third", {"body": "A person complaining about it in public."}),
        )
        assert titles("complaining")[0] == "Third"

    def test_the_last_word_may_be_a_beginning_and_no_other(self, written):
        written(a=("Defibrillator for a street", {}), b=("Street works", {}))
        assert titles("defib") == ["Defibrillator for a street"]
        assert titles("street defib") == ["Defibrillator for a street"]
        assert titles("defib street") == []

    @pytest.mark.parametrize("asked", ["José", "jose", "JOSÉ", "Jose\u0301"])
    def test_accents_and_capitals_make_no_difference(self, written, asked):
        written(a=("Thanks to José", {}), b=("Thanks to Jane", {}))
        assert titles(asked) == ["Thanks to José"]

    def test_the_title_typed_whole_comes_first(self, written):
        written(
            a=("Board papers and board papers", {"body": "board papers " * 9}), b=("Board papers", {}),
            c=("Archive of board papers", {}),
        )  # fmt: skip
        assert titles("board papers")[0] == "Board papers"

    def test_words_that_say_nothing_are_not_asked_for_unless_there_are_no_others(self, written):
        written(a=("Complaints", {}), b=("The Who", {}))
        assert titles("how do I make a complaints".replace("make a ", "")) == ["Complaints"]
        assert titles("the who") == ["The Who"]


class TestReferences:
    @pytest.fixture(autouse=True)
    def _papers(self, written):
        written(
            a=("Finance", {"references": ("TB/19/45",)}),
            b=("Fleet", {"references": ("TB/19/46",), "body": "Of 45 vans, 19 are new; see TB."}),
            c=("Winter", {"references": ("FOI-2024-0119",)}),
        )

    @pytest.mark.parametrize("asked", ["TB/19/45", "tb/19/45", "TB-19-45", "(TB/19/45)", '"TB/19/45"'])
    def test_a_reference_is_found_exactly(self, asked):
        assert titles(asked) == ["Finance"]

    def test_the_beginning_of_one_finds_all_that_begin_so(self):
        assert sorted(titles("TB/19/")) == ["Finance", "Fleet"]
        assert titles("FOI-2024-011") == ["Winter"]


class TestOddQuestions:
    @pytest.mark.parametrize(
        "text",
        ["plain words AND", "plain OR nothing", "plain NOT words", 'plain "words', "title : plain", "plain ^ words*",
         "plain) (words", "NEAR(plain words, 2)", "plain & ! | words", "plain <-> words", "'plain':* words",
         "%_\\ plain", "plain\0words", "{title} plain", "plain :* words", "\ud800 plain"],
    )  # fmt: skip
    def test_no_operator_and_no_quote_is_one(self, written, text):
        written(a=("Plain words", {"body": "title near nothing and 2 or not"}))
        assert search(SearchRequest(text)).total in {0, 1}

    def test_what_holds_no_word_finds_nothing(self, written):
        written(a=("Plain words", {}))
        assert [text for text in ["", " ", '"', "***", "😀", "\0", "_"] if search(SearchRequest(text)).total] == []

    def test_a_bomb_is_answered(self, written):
        written(a=("Plain words", {}))
        assert search(SearchRequest("(a*)*+" * 400 + "a" * 3_000)).total == 0

    def test_only_some_words_are_looked_for(self, written):
        written(a=(" ".join(f"word{n}" for n in range(MAX_WORDS)), {}))
        assert search(SearchRequest(" ".join(f"word{n}" for n in range(MAX_WORDS + 5)))).total == 1


class TestFacets:
    @pytest.fixture(autouse=True)
    def _notices(self, written):
        written(
            a=("Board van", {"type": "Contract", "topics": ("Fleet",), "format": "PDF", "day": date(2024, 5, 1)}),
            b=("Board car", {"type": "Contract", "topics": ("Fleet", "Board"), "day": date(2023, 5, 1)}),
            c=("Board hall", {"type": "Plan", "topics": ("Board",), "format": "PDF", "day": date(2024, 6, 1)}),
            d=("Other", {"type": "Plan"}),
        )

    def counts(self, name, **asked):
        return {each.value: each.count for each in search(SearchRequest("board", **asked)).facets.get(name, ())}

    def test_are_counted_over_what_was_found(self):
        assert self.counts("kind") == {"notice": 3}
        assert self.counts("type") == {"Contract": 2, "Plan": 1}
        assert self.counts("topic") == {"Fleet": 2, "Board": 2}
        assert self.counts("format") == {"PDF": 2}
        assert self.counts("year") == {"2024": 2, "2023": 1}

    def test_are_counted_without_their_own_filter_and_with_the_others(self):
        assert self.counts("type", type="Plan") == {"Contract": 2, "Plan": 1}
        assert self.counts("topic", type="Plan") == {"Board": 1}
        assert self.counts("year", type="Contract", topic="Board") == {"2023": 1}

    def test_a_value_in_use_that_leaves_nothing_is_still_there(self):
        assert self.counts("year", year=1999)["1999"] == 0

    @pytest.mark.parametrize(
        ("asked", "found"),
        [({"type": "Plan"}, ["Board hall"]), ({"topic": "Board", "type": "Contract"}, ["Board car"]),
         ({"year": 2024, "format": "PDF"}, ["Board hall", "Board van"]), ({"kind": "page"}, []),
         ({"topic": "Boa"}, [])],
    )  # fmt: skip
    def test_narrow_the_results(self, asked, found):
        assert sorted(titles("board", **asked)) == found

    def test_the_newest_first_where_asked_for(self):
        assert titles("board", sort=Sort.NEWEST) == ["Board hall", "Board van", "Board car"]

    def test_results_come_in_pages(self):
        every = titles("board")
        assert [titles("board", first=at, count=1)[0] for at in range(3)] == every
        assert titles("board", first=3) == []


class TestWhatIsShown:
    def test_what_was_found_is_marked_in_title_and_summary(self, written):
        written(a=("Our fleet", {"summary": "Fleets of vans."}))
        hit = search(SearchRequest("fleet")).hits[0]
        assert hit.title == "Our <mark>fleet</mark>"
        assert hit.excerpt == "<mark>Fleets</mark> of vans."

    def test_an_excerpt_where_the_words_stand(self, written):
        written(a=("Vans", {"summary": "A page.", "body": "Words " * 200 + "the purple fleet " + "more " * 200}))
        excerpt = search(SearchRequest("purple")).hits[0].excerpt
        assert "the <mark>purple</mark> fleet" in excerpt
        assert len(excerpt) < 500

    def test_html_is_text(self, written):
        written(a=("<b>Fleet</b> & co", {"summary": "<script>alert('fleet')</script>", "body": "fleet"}))
        hit = search(SearchRequest("fleet")).hits[0]
        assert hit.title == "&lt;b&gt;<mark>Fleet</mark>&lt;/b&gt; &amp; co"
        assert "<script" not in hit.excerpt

    def test_what_looks_like_our_own_marks_is_nothing(self, written):
        written(a=("A \x02fleet\x03 \x02", {}))
        assert search(SearchRequest("fleet")).hits[0].title.count("<mark>") == 1

    def test_a_table_needs_no_marks(self, written):
        written(a=("Our fleet", {"summary": "Fleets."}))
        assert search(SearchRequest("fleet", highlight=False)).hits[0].title == "Our fleet"


class TestPagesOfDocuments:
    @pytest.fixture(autouse=True)
    def _report(self, written):
        pages = [
            "About us",
            "defibrillators",
            "vans",
            "defibrillators defibrillators",
            "defibrillators",
            "defibrillator",
        ]
        written(
            a=("Annual report", {"pages": pages, "format": "PDF"}),
            b=("Defibrillators", {}),
        )

    def test_a_thing_is_one_result_with_its_best_three_pages_in_their_order(self):
        result = search(SearchRequest("defibrillators"))
        assert [hit.plain_title for hit in result.hits] == ["Defibrillators", "Annual report"]
        assert result.total == 2
        pages = result.hits[1].pages
        assert len(pages) == 3
        assert [page.name for page in pages] == sorted(page.name for page in pages)
        assert "page 4" in {page.name for page in pages}
        assert pages[0].url == "/notices/a/#2"
        assert "<mark>" in pages[0].excerpt
        assert result.facets["kind"][0].count == 2

    def test_words_of_the_title_and_of_a_page_find_that_page(self):
        hit = search(SearchRequest("annual report vans")).hits[0]
        assert [page.name for page in hit.pages] == ["page 3"]

    def test_words_of_the_title_alone_show_no_page(self):
        assert search(SearchRequest("annual report")).hits[0].pages == ()


class TestSuggestions:
    @pytest.fixture(autouse=True)
    def _words(self, written):
        written(a=("Defibrillator training", {}), b=("Ambulance stations", {}))
        note_words()

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [("defribillator", "defibrillator"), ("Amublance", "ambulance"), ("statoins", "stations"),
         ("trainnig defbrillator", "training defibrillator"), ("staions", "stations")],
    )  # fmt: skip
    def test_a_word_nearly_typed_is_suggested(self, typed, meant):
        result = search(SearchRequest(typed))
        assert (result.total, result.suggestion) == (0, meant)

    @pytest.mark.parametrize("typed", ["xylophone", "abc", "🚑", "training ambulance", "12345678"])
    def test_nothing_is_suggested_that_is_not_near_or_finds_nothing(self, typed):
        assert search(SearchRequest(typed)).suggestion == ""

    def test_nothing_is_suggested_that_the_public_may_no_longer_see(self, notices):
        notices.hidden.add("a")  # and the entries are late
        assert search(SearchRequest("defribillator")).suggestion == ""
        assert search(SearchRequest("amublance")).suggestion == "ambulance"


class TestALateIndex:
    def test_shows_nothing_of_what_the_public_may_not_see_any_more(self, written):
        kind = written(a=("Secret fleet", {}), b=("Open fleet", {}))
        kind.hidden.add("a")
        assert titles("fleet") == ["Open fleet"]
        follow(kind)
        assert search(SearchRequest("fleet")).total == 1

    def test_leads_to_the_present_address(self, written):
        kind = written(a=("Fleet", {}))
        kind.all["a"] = [Findable(title="Fleet", url="/new/")]
        assert search(SearchRequest("fleet")).hits[0].url == "/new/"


class TestVeryCommonWords:
    @pytest.fixture(autouse=True)
    def _many(self, written, monkeypatch):
        monkeypatch.setattr(database_engine, "CAP", 6)
        written(
            **{
                f"n{number}": (f"Fleet {number}", {"day": date(2000 + number, 1, 1), "topics": (f"T{number % 2}",)})
                for number in range(12)
            }
        )

    def test_say_that_there_are_more_than_are_counted(self):
        result = search(SearchRequest("fleet"))
        assert (result.total, result.is_capped) == (6, True)

    def test_are_narrowed_down_before_they_are_cut_off(self):
        result = search(SearchRequest("fleet", year=2003))
        assert ([hit.plain_title for hit in result.hits], result.is_capped) == (["Fleet 3"], False)
        assert search(SearchRequest("fleet", topic="T1")).total == 6

    def test_are_sorted_before_they_are_cut_off(self):
        assert titles("fleet", sort=Sort.NEWEST)[0] == "Fleet 11"


class TestCost:
    def test_is_a_few_queries_whatever_is_found(self, written):
        written(**{f"n{number}": (f"Fleet {number}", {"pages": ("fleet", "fleet")}) for number in range(20)})
        with CaptureQueriesContext(connection) as queries:
            result = search(SearchRequest("fleet"))
        assert len([each for each in queries if each["sql"].startswith(("SELECT", "WITH"))]) <= 4
        assert result.engine == "database"
        assert result.took_ms > 0
        assert not result.degraded
