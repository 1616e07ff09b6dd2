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
from search.querysets import summary_fields
from tests.factories import draft, publish, publish_many


def ask(client, text, **more):
    return client.get(f"/search/?{urlencode({'q': text} | more)}")


def titles(response):
    return [heading.get_text() for heading in BeautifulSoup(response.content, "html.parser").select("main h3")]


class TestWhatIsFound:
    def test_a_page_by_a_word_of_its_title_summary_or_description(self, client, home_page):
        publish(home_page, "one", title="Our fleet")
        publish(home_page, "two", title="Vehicles", summary="All about the fleet.")
        publish(home_page, "three", title="Cars", search_description="The FLEET in figures")
        publish(home_page, "four", title="Boats")
        assert titles(ask(client, "fleet")) == ["Our fleet", "Cars", "Vehicles"]

    def test_only_pages_that_have_every_word(self, client, home_page):
        publish(home_page, "one", title="Air ambulance", summary="By helicopter.")
        publish(home_page, "two", title="Ambulance stations")
        assert titles(ask(client, "helicopter ambulance")) == ["Air ambulance"]

    def test_the_page_of_that_name_first_then_titles_with_all_words_then_with_some(self, client, home_page):
        publish(home_page, "a", title="A talk", summary="Board papers and minutes")
        publish(home_page, "b", title="All board meetings", summary="With their papers")
        publish(home_page, "c", title="Archive of board papers")
        publish(home_page, "d", title="Board papers")
        assert titles(ask(client, "board papers")) == [
            "Board papers",
            "Archive of board papers",
            "All board meetings",
            "A talk",
        ]

    def test_pages_of_every_type_that_has_a_summary(self, client, home_page):
        index = publish(home_page, "news", NewsIndexPage)
        publish(index, "opening", NewsPage, title="Opening", summary="A zebra crossing at the station.")
        publish(home_page, "animals", StandardPage, summary="We carry no zebra.")
        assert titles(ask(client, "zebra")) == ["Animals", "Opening"]
        assert "newspage__summary" in summary_fields()

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
        Page.objects.filter(pk=expired.pk).update(expire_at=timezone.now())
        response = ask(client, "embargo")
        assert titles(response) == []
        assert "Nothing found for “embargo”" in response.content.decode()

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
        assert "titles, summaries and descriptions" in client.get("/search/").content.decode()


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
        publish(home_page, "letters", title="a b c d e f g h i j")
        response = ask(client, "a b c d e f g h i j a elephant")
        assert titles(response) == ["a b c d e f g h i j"]
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


class TestAnOutage:
    def test_is_said_to_be_one(self, client, home_page):
        def fail(execute, sql, params, many, context):
            if "%fleet%" in (params or ()):
                raise OperationalError("canceling statement due to statement timeout")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(fail):
            response = ask(client, "fleet")
        assert response.status_code == 503
        text = response.content.decode()
        assert "Search is not working at the moment" in text
        assert "Nothing found" not in text
        assert "no-store" in response["Cache-Control"]


class TestItsCost:
    def test_is_the_same_for_twenty_pages_and_for_two_thousand(self, client, home_page):
        counts = []
        for more in (20, 1_980):
            publish_many(home_page, more, title=lambda number: f"Station {number}", summary="A place.")
            client.get("/")  # the site's address and the next boundary are found once for all pages
            with CaptureQueriesContext(connection) as queries:
                response = ask(client, "station place", q2=more)
            assert len(titles(response)) == 10
            counts.append(len(queries))
        assert counts[0] == counts[1]
        assert counts[1] <= 12

    def test_the_answer_may_be_kept_for_a_short_while(self, client, home_page):
        assert "s-maxage=30" in ask(client, "fleet")["Cache-Control"]
        with CaptureQueriesContext(connection) as queries:
            ask(client, "fleet")
        assert len(queries) == 0
