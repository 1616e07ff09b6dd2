from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from core.caching import middleware
from home.models import NewsIndexPage, NewsPage, StandardPage
from search.database.suggestions import note_words
from search.entries import follow_all
from search.models import SearchEntry
from tests.factories import draft, publish, publish_many
from tests.search.things import publish_citing, read_document, text


def ask(client, text, **more):
    return client.get(f"/search/?{urlencode({'q': text} | more)}")


def titles(response):
    return [
        heading.get_text() for heading in BeautifulSoup(response.content, "html.parser").select("main .app-results h3")
    ]


class TestWhatIsFound:
    def test_a_page_by_a_word_of_its_title_summary_or_description(self, client, home_page):
        publish(home_page, "one", title="Our fleet")
        publish(home_page, "two", title="Vehicles", summary="All about the fleet.")
        publish(home_page, "three", title="Cars", search_description="The FLEET in figures")
        publish(home_page, "four", title="Boats")
        found = titles(ask(client, "fleet"))
        assert found[0] == "Our fleet"
        assert sorted(found[1:]) == ["Cars", "Vehicles"]

    def test_only_pages_that_have_every_word(self, client, home_page):
        publish(home_page, "one", title="Air ambulance", summary="By helicopter.")
        publish(home_page, "two", title="Ambulance stations")
        assert titles(ask(client, "helicopter ambulance")) == ["Air ambulance"]

    def test_the_page_of_that_name_first_then_titles_with_all_words_then_with_some(self, client, home_page):
        publish(home_page, "a", title="A talk", summary="Board papers and minutes")
        publish(home_page, "b", title="All board meetings", summary="With their papers")
        publish(home_page, "c", title="Archive of board papers")
        publish(home_page, "d", title="Board papers")
        found = titles(ask(client, "board papers"))
        assert found[:2] == ["Board papers", "Archive of board papers"]
        assert sorted(found[2:]) == ["A talk", "All board meetings"]

    def test_pages_of_every_type_that_has_a_summary(self, client, home_page):
        index = publish(home_page, "news", NewsIndexPage)
        publish(index, "opening", NewsPage, title="Opening", summary="A zebra crossing at the station.")
        publish(home_page, "animals", StandardPage, summary="We carry no zebra.")
        assert sorted(titles(ask(client, "zebra"))) == ["Animals", "Opening"]

    def test_the_summary_is_shown_with_the_page_and_leads_to_it(self, client, home_page):
        publish(home_page, "fleet", summary="Vans & cars.")
        main = BeautifulSoup(ask(client, "fleet").content, "html.parser").main
        assert "Vans & cars." in main.get_text()
        assert main.select_one("h3 a")["href"] == "/fleet/"

    def test_an_apostrophe_typed_or_typeset_is_the_same(self, client, home_page):
        publish(home_page, "plan", title="The trust’s plan")
        assert titles(ask(client, "trust's plan")) == ["The trust’s plan"]


class TestWhatIsNotFound:
    def test_what_the_public_may_not_see(self, client, home_page):
        draft(home_page, "secret", title="Embargo one")
        closed = draft(home_page, "closed")
        publish(closed, "below", title="Embargo two")
        expired = publish(home_page, "expired", title="Embargo three")
        Page.objects.filter(pk=expired.pk).update(expire_at=timezone.now())  # and its entry is late
        response = ask(client, "embargo")
        assert SearchEntry.objects.filter(key=expired.pk).exists()
        assert titles(response) == []
        assert "Embargo" not in response.content.decode()
        follow_all()
        middleware.pages.clear()
        assert "Nothing found for “embargo”" in ask(client, "embargo").content.decode()

    def test_a_page_once_it_is_withdrawn(self, client, home_page):
        page = publish(home_page, "fleet")
        assert titles(ask(client, "fleet")) == ["Fleet"]
        page.unpublish()
        middleware.pages.clear()
        assert titles(ask(client, "fleet")) == []

    def test_nothing_found_says_what_to_do(self, client, home_page):
        text = ask(client, "xylophone").content.decode()
        assert "check the spelling" in text
        assert "use fewer words" in text

    def test_without_words_nothing_is_looked_for(self, client, home_page):
        response = ask(client, "  ")
        assert response.status_code == 200
        assert "found" not in response.content.decode().lower()

    def test_the_page_says_where_it_looks(self, client, home_page):
        assert "the whole text of our pages and documents" in client.get("/search/").content.decode()


class TestOddQuestions:
    @pytest.mark.parametrize("text", [*"%_\\'\"*[&😀", "title:x OR 1=1", "-fleet", "fleet\0x"])
    def test_no_character_is_special(self, client, home_page, text):
        publish(home_page, "plain", title="Plain")
        response = ask(client, text)
        assert response.status_code == 200
        assert titles(response) == []

    def test_a_null_byte_is_a_space(self, client, home_page):
        publish(home_page, "plain", title="Plain words")
        assert titles(ask(client, "plain\0words")) == ["Plain words"]

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.text(max_size=60))
    def test_any_text_has_an_answer(self, client, home_page, text):
        assert ask(client, text.encode("utf-8", "replace").decode()).status_code == 200

    def test_invalid_utf_8_has_an_answer(self, client, home_page):
        assert client.get("/search/?q=%ff%fe").status_code == 200

    def test_the_question_is_shown_as_text(self, client, home_page):
        response = ask(client, "<script>alert(1)</script>")
        assert b"<script>alert" not in response.content

    def test_a_question_too_long_is_told_so(self, client, home_page):
        response = ask(client, "a" * 201)
        assert response.status_code == 400
        assert "Search words must be 200 characters or fewer" in response.content.decode()
        assert ask(client, "a" * 200).status_code == 200

    def test_only_the_first_ten_words_are_looked_for_and_the_page_says_so(self, client, home_page):
        publish(home_page, "letters", title="b c d e f g h j k l")
        response = ask(client, "b c d e f g h j k l b elephant")
        assert titles(response) == ["b c d e f g h j k l"]
        assert "left out: elephant." in response.content.decode()

    @pytest.mark.parametrize("page", ["0", "2", "-1", "x", "1e3", "٣", "9" * 5_000])
    def test_a_page_that_is_not_there_is_not_found(self, client, home_page, page):
        publish(home_page, "fleet")
        assert ask(client, "fleet", page=page).status_code == 404

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_other_methods_are_refused(self, client, home_page, method):
        response = getattr(client, method)("/search/")
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD, OPTIONS"


class TestFilters:
    @pytest.fixture(autouse=True)
    def _site(self, home_page):
        about = publish(home_page, "about", title="About us")
        publish(about, "fleet", title="Our fleet")
        news = publish(home_page, "news", NewsIndexPage, title="News")
        publish(news, "a", NewsPage, title="A new fleet", date="2024-02-29")
        publish(news, "b", NewsPage, title="Fleet of the year", date="2023-06-01")

    def test_are_offered_with_counts(self, client):
        nav = BeautifulSoup(ask(client, "fleet").content, "html.parser").select_one(".app-facets")
        said = {link["href"]: " ".join(link.get_text().split()) for link in nav.select("a")}
        assert said["/search/?q=fleet&kind=news"] == "News – 2 results"
        assert said["/search/?q=fleet&topic=About+us"] == "About us – 1 result"
        assert said["/search/?q=fleet&year=2024"] == "2024 – 1 result"
        assert "Format" not in nav.get_text()

    def test_narrow_the_results_and_can_be_taken_off_one_by_one_or_all(self, client):
        response = ask(client, "fleet", kind="news", year="2024", page="1")
        assert titles(response) == ["A new fleet"]
        chips = BeautifulSoup(response.content, "html.parser").select(".app-chips a")
        assert [(" ".join(chip.get_text().split()), chip["href"]) for chip in chips] == [
            ("Remove filter Kind: News ✕", "/search/?q=fleet&year=2024"),
            ("Remove filter Year: 2024 ✕", "/search/?q=fleet&kind=news"),
            ("Remove all filters", "/search/?q=fleet"),
        ]

    def test_that_leave_nothing_offer_to_look_without_them(self, client):
        response = ask(client, "fleet", kind="document")
        assert "look without filters" in response.content.decode()
        assert titles(response) == []

    def test_the_order_can_be_chosen_and_filters_stay(self, client):
        response = ask(client, "fleet", kind="news", sort="newest")
        assert titles(response) == ["A new fleet", "Fleet of the year"]
        assert b'href="/search/?q=fleet&amp;kind=news"' in response.content

    def test_odd_values_find_nothing_or_are_not_found(self, client):
        for name in ("kind", "type", "topic", "format", "year", "sort"):
            for value in ("\0", "x" * 500, "%", "'; --", "|"):
                response = ask(client, "fleet", **{name: value})
                assert response.status_code in {200, 404}
                assert titles(response) == []

    def test_five_hundred_filters_are_one(self, client):
        address = "/search/?q=fleet&" + "&".join(f"topic=T{number}" for number in range(500))
        assert client.get(address).status_code == 200


class TestDocuments:
    def test_are_shown_with_their_best_pages(self, client, home_page):
        made = read_document("Zebras <b>run</b>.", "Lions.", "A zebra.", title="Report", reference="TB/19/45")
        publish_citing(home_page, "reports", made)
        main = BeautifulSoup(ask(client, "zebra").content, "html.parser").main
        links = [(link["href"], " ".join(link.get_text().split())) for link in main.select(".app-results a")]
        assert links == [
            (made.url, "Report"),
            (f"{made.url}#page=1", "Page 1 of Report"),
            (f"{made.url}#page=3", "Page 3 of Report"),
        ]
        assert str(main.select_one(".app-results__pages mark")) == "<mark>Zebras</mark>"
        assert main.select_one(".app-results__pages b") is None
        assert titles(ask(client, "TB/19/45")) == ["Report"]


class TestDidYouMean:
    def test_leads_to_what_is_there(self, client, home_page):
        publish(home_page, "one", title="Defibrillators", body=text("More."))
        note_words()
        link = BeautifulSoup(ask(client, "defribillators").content, "html.parser").main.select_one(".nhsuk-body-l a")
        assert (link["href"], link.get_text()) == ("/search/?q=defibrillators", "defibrillators")
        assert titles(client.get(link["href"])) == ["Defibrillators"]


class TestTheFeedAndTheTable:
    def test_hold_what_the_page_shows(self, client, home_page):
        news = publish(home_page, "news", NewsIndexPage, title="News")
        publish(news, "old", NewsPage, title="Fleet & co", date="2023-06-01", summary="=Old <b>vans</b>")
        publish(news, "new", NewsPage, title="New fleet", date="2024-06-01")
        page = ask(client, "fleet", kind="news").content.decode()
        assert 'href="/search/feed/?q=fleet&amp;kind=news"' in page
        assert 'href="/search/results.csv?q=fleet&amp;kind=news"' in page
        feed = BeautifulSoup(client.get("/search/feed/?q=fleet&kind=news").content, "xml")
        assert [entry.title.get_text() for entry in feed.select("entry")] == ["New fleet", "Fleet & co"]
        assert feed.select_one("entry link")["href"] == "http://localhost/news/new/"
        rows = client.get("/search/results.csv?q=fleet&kind=news&page=7").content.decode("utf-8-sig").splitlines()
        assert rows[0] == "Title,Kind,Format,Date,Summary,Address"
        assert "Fleet & co,News,,2023-06-01,'=Old <b>vans</b>,http://localhost/news/old/" in rows

    @pytest.mark.parametrize("address", ["/search/feed/", "/search/results.csv", "/search/feed/?q=" + "a" * 201])
    def test_are_not_there_without_words(self, client, home_page, address):
        assert client.get(address).status_code == 404

    def test_a_feed_of_nothing_is_empty_and_stays_the_same(self, client, home_page):
        one = client.get("/search/feed/?q=nothing").content
        middleware.pages.clear()
        assert client.get("/search/feed/?q=nothing").content == one


class TestAnOutage:
    @pytest.mark.parametrize("address", ["/search/", "/search/feed/", "/search/results.csv"])
    def test_is_said_to_be_one(self, client, home_page, address):
        def fail(execute, sql, params, many, context):
            if "search_searchtext" in sql or "search_index" in sql:
                raise OperationalError("canceling statement due to statement timeout")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(fail):
            response = client.get(f"{address}?q=fleet")
        assert response.status_code == 503
        text = response.content.decode()
        assert "Search is not working at the moment" in text
        assert "Nothing found" not in text
        assert "no-store" in response["Cache-Control"]


class TestItsCost:
    def test_is_the_same_for_twenty_pages_and_for_five_hundred(self, client, home_page):
        counts = []
        for more in (20, 480):
            publish_many(home_page, more, title=lambda number: f"Station {number}", summary="A place.")
            follow_all()
            client.get("/")  # the site's address and the next boundary are found once for all pages
            with CaptureQueriesContext(connection) as queries:
                response = ask(client, "station place", q2=more)
            assert len(titles(response)) == 10
            counts.append(len([each for each in queries if each["sql"].startswith("SELECT")]))
        assert counts[0] == counts[1]
        assert counts[1] <= 12

    def test_the_answer_may_be_kept_for_a_short_while(self, client, home_page):
        assert "s-maxage=30" in ask(client, "fleet")["Cache-Control"]
        with CaptureQueriesContext(connection) as queries:
            ask(client, "fleet")
        assert len(queries) == 0
