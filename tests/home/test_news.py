import csv
from datetime import date, datetime, timedelta
from io import StringIO
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from core.caching import middleware
from home.models import NewsIndexPage, NewsPage, OrganisationSettings
from tests.factories import draft, publish, publish_many

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def news(home_page):
    """The news index of the site."""
    return publish(home_page, "news", NewsIndexPage, title="News")


def add(index, count, year=2026):
    """Add news items in one go, the later numbers being the newer ones."""
    publish_many(
        index,
        count,
        NewsPage,
        title=lambda number: f"Item {number}",
        date=lambda number: date(year, 1, 1) + timedelta(days=number % 360),
        summary="All about it.",
    )
    middleware.pages.clear()


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def on_page(client, address="/news/"):
    return [heading.get_text() for heading in soup(client.get(address)).select("main h3")]


def on_all_pages(client, query=""):
    titles, address = [], f"/news/{query}"
    while address:
        page = soup(client.get(address))
        titles += [heading.get_text() for heading in page.select("main h3")]
        following = page.select_one("a[rel=next]")
        address = following and following["href"]
    return titles


def in_feed(client, address="/news/feed/"):
    """Titles of the feed, all its pages followed."""
    titles = []
    while address:
        feed = ET.fromstring(client.get(address).content)
        titles += [title.text for title in feed.iterfind(f"{ATOM}entry/{ATOM}title")]
        following = feed.find(f"{ATOM}link[@rel='next']")
        address = following is not None and following.get("href").removeprefix(settings.SITE_URL)
    return titles


def in_csv(client, address="/news/news.csv"):
    table = csv.DictReader(StringIO(client.get(address).content.decode("utf-8-sig"), newline=""))
    return [row["Title"] for row in table]


class TestTheList:
    def test_shows_ten_a_page_newest_first_and_where_it_is(self, client, news):
        add(news, 25)
        assert on_page(client) == [f"Item {number}" for number in range(25, 15, -1)]
        second = soup(client.get("/news/?page=2"))
        assert "Showing 11 to 20 of 25 news items" in " ".join(second.main.get_text().split())
        assert second.select_one("[aria-current=page]")["aria-label"] == "Page 2 of 3"
        assert "(page 2 of 3)" in second.title.get_text()

    def test_offers_the_years_with_their_counts(self, client, news):
        add(news, 12, year=2026)
        add(news, 3, year=2024)
        options = [" ".join(link.get_text().split()) for link in soup(client.get("/news/")).select(".app-filter a")]
        assert options == ["All years – 15 news items", "2026 – 12 news items", "2024 – 3 news items"]

    def test_of_one_year_shows_that_year_alone_on_all_its_pages(self, client, news):
        add(news, 12, year=2026)
        add(news, 3, year=2024)
        assert on_page(client, "/news/?year=2024") == ["Item 15", "Item 14", "Item 13"]
        assert len(on_all_pages(client, "?year=2026")) == 12

    def test_without_news_says_so_and_offers_the_feed(self, client, news):
        page = soup(client.get("/news/"))
        assert "We have not published any news yet" in page.main.get_text()
        assert page.select_one('main a[href="/news/feed/"]')

    def test_of_a_year_without_news_says_so_and_leads_back(self, client, news):
        add(news, 1)
        page = soup(client.get("/news/?year=1999"))
        assert "There is no news of 1999" in page.main.get_text()
        assert page.select_one('main p a[href="/news/"]')

    @pytest.mark.parametrize("query", ["page=0", "page=3", "page=x", "page=1.0", "page=٢", "page=" + "9" * 5_000])
    def test_page_numbers_that_are_none_are_not_found(self, client, news, query):
        add(news, 11)
        for address in ("/news/", "/news/feed/"):
            assert client.get(f"{address}?{query}").status_code == 404

    @pytest.mark.parametrize("year", ["x", "26", "20266", "2026.0", "-2026", "2026'--"])
    def test_years_that_are_none_are_not_found(self, client, news, year):
        for address in ("/news/", "/news/feed/", "/news/news.csv"):
            assert client.get(address, {"year": year}).status_code == 404

    def test_unknown_and_empty_parameters_are_ignored(self, client, news):
        add(news, 1)
        response = client.get("/news/?utm_source=x&year=&page=")
        assert response.status_code == 200
        assert response.context["canonical_path"] == "/news/"

    def test_links_to_its_feed_and_csv_of_the_same_filter(self, client, news):
        add(news, 1)
        page = soup(client.get("/news/?year=2026&page=1"))
        assert page.select_one('main a[href="/news/feed/?year=2026"]')
        assert page.select_one('main a[href="/news/news.csv?year=2026"]')


class TestPageFeedAndTable:
    @pytest.mark.parametrize("query", ["", "?year=2026", "?year=2024", "?year=1999"])
    def test_list_exactly_the_same_items(self, client, news, query):
        add(news, 120, year=2026)
        add(news, 3, year=2024)
        listed = on_all_pages(client, query)
        assert in_feed(client, f"/news/feed/{query}") == listed
        assert in_csv(client, f"/news/news.csv{query}") == listed
        assert len(listed) == {"": 123, "?year=2026": 120, "?year=2024": 3, "?year=1999": 0}[query]

    def test_hold_nothing_that_the_public_may_not_see(self, client, news):
        publish(news, "open", NewsPage, title="Open")
        draft(news, "secret", NewsPage, title="Secret")
        early = publish(news, "early", NewsPage, title="Early")
        Page.objects.filter(pk=early.pk).update(go_live_at=timezone.now() + timedelta(hours=1))
        late = publish(news, "late", NewsPage, title="Late")
        Page.objects.filter(pk=late.pk).update(expire_at=timezone.now())
        assert on_page(client) == in_feed(client) == in_csv(client) == ["Open"]

    def test_are_gone_when_the_index_is_not_public(self, client, news):
        add(news, 1)
        news.unpublish()
        for address in ("/news/", "/news/feed/", "/news/news.csv"):
            assert client.get(address).status_code == 404

    def test_follow_a_publication_at_once(self, client, news, django_capture_on_commit_callbacks):
        publish(news, "one", NewsPage, title="One")
        assert on_page(client) == in_feed(client) == in_csv(client) == ["One"]
        with django_capture_on_commit_callbacks(execute=True):
            publish(news, "two", NewsPage, title="Two", date=date(2099, 1, 1))
        assert on_page(client) == in_feed(client) == in_csv(client) == ["Two", "One"]

    @pytest.mark.parametrize("address", ["/news/", "/news/feed/", "/news/news.csv"])
    def test_may_be_kept_until_the_next_item_expires(self, client, news, address):
        publish(news, "short", NewsPage)
        Page.objects.filter(slug="short").update(expire_at=timezone.now() + timedelta(seconds=10))
        header = client.get(address)["Cache-Control"]
        assert int(header.partition("s-maxage=")[2].partition(",")[0]) <= 10

    @pytest.mark.parametrize("address", ["/news/", "/news/feed/", "/news/news.csv"])
    def test_are_kept_for_the_next_visitor(self, client, news, address):
        add(news, 3)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert len(queries) == 0

    @pytest.mark.parametrize("address", ["/news/", "/news/feed/", "/news/news.csv"])
    def test_answer_head_and_options_and_refuse_the_rest(self, client, news, address):
        assert client.head(address).status_code == 200
        assert client.head(address).content == b""
        assert client.options(address)["Allow"] == "GET, HEAD, OPTIONS"
        for method in ("post", "put", "patch", "delete"):
            assert getattr(client, method)(address).status_code == 405


class TestTheFeed:
    def read(self, client, address="/news/feed/"):
        response = client.get(address)
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        return ET.fromstring(response.content)

    def test_has_what_atom_asks_for(self, client, news):
        OrganisationSettings.objects.update_or_create(site=news.get_site(), defaults={"name": "Test Ambulance Service"})
        item = publish(news, "one", NewsPage, title="Tea & “cake”", summary="1 < 2")
        feed = self.read(client, "/news/feed/?year=2026&utm=x" if item.date.year == 2026 else "/news/feed/")
        assert feed.findtext(f"{ATOM}title").startswith("Test Ambulance Service: News")
        assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Test Ambulance Service"
        assert feed.find(f"{ATOM}link[@rel='self']").get("href").startswith(f"{settings.SITE_URL}/news/feed/")
        assert feed.find(f"{ATOM}link[@rel='alternate']").get("href") == f"{settings.SITE_URL}/news/"
        entry = feed.find(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}title") == "Tea & “cake”"
        assert entry.findtext(f"{ATOM}summary") == "1 &lt; 2", "the summary is HTML, in which < is escaped"
        assert entry.find(f"{ATOM}link").get("href") == f"{settings.SITE_URL}/news/one/"
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) == item.last_published_at
        assert feed.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}updated")

    def test_keeps_an_items_id_when_its_address_and_title_change(self, client, news):
        item = publish(news, "one", NewsPage)
        before = self.read(client).findtext(f"{ATOM}entry/{ATOM}id")
        item.slug, item.title = "renamed", "Renamed"
        item.save_revision().publish()
        middleware.pages.clear()
        assert self.read(client).findtext(f"{ATOM}entry/{ATOM}id") == before
        assert before.startswith("urn:uuid:")

    def test_gives_each_filter_a_feed_of_its_own_id(self, client, news):
        add(news, 1)
        ids = {self.read(client, address).findtext(f"{ATOM}id") for address in ("/news/feed/", "/news/feed/?year=2026")}
        assert len(ids) == 2

    def test_is_no_newer_each_time_while_it_is_empty(self, client, news):
        first = self.read(client).findtext(f"{ATOM}updated")
        assert datetime.fromisoformat(first) == news.last_published_at

    def test_drops_what_xml_cannot_carry(self, client, news):
        publish(news, "one", NewsPage, title="Bell\x07", summary="Form\x0cfeed")
        assert self.read(client).findtext(f"{ATOM}entry/{ATOM}title") == "Bell"

    def test_over_a_hundred_entries_leads_from_page_to_page(self, client, news):
        add(news, 101)
        first = self.read(client)
        assert len(first.findall(f"{ATOM}entry")) == 100
        assert first.find(f"{ATOM}link[@rel='next']").get("href") == f"{settings.SITE_URL}/news/feed/?page=2"
        second = self.read(client, "/news/feed/?page=2")
        assert second.find(f"{ATOM}link[@rel='previous']").get("href") == f"{settings.SITE_URL}/news/feed/"
        assert second.find(f"{ATOM}link[@rel='self']").get("href") == f"{settings.SITE_URL}/news/feed/?page=2"
        assert second.findtext(f"{ATOM}id") == first.findtext(f"{ATOM}id")


class TestTheTable:
    def test_has_the_address_of_each_item_and_no_cell_that_runs(self, client, news):
        publish(news, "one", NewsPage, title="=HYPERLINK(0)", summary="@here", date=date(2026, 3, 1))
        row = client.get("/news/news.csv").content.decode("utf-8-sig").splitlines()[1]
        assert row == f"2026-03-01,'=HYPERLINK(0),'@here,{settings.SITE_URL}/news/one/"

    def test_is_not_found_under_another_name(self, client, news):
        assert client.get("/news/other.csv").status_code == 404
        assert client.get("/other.csv").status_code == 404


class TestItsCost:
    @pytest.mark.parametrize("address", ["/news/", "/news/feed/", "/news/news.csv"])
    def test_is_the_same_for_ten_items_and_for_a_thousand(self, client, news, address):
        counts = []
        for more in (10, 990):
            add(news, more)
            client.get("/")  # the site's address and the next boundary are found once for all pages
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]
        assert counts[1] <= 12
