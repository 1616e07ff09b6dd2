from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from core.caching import middleware
from home.models import NewsIndexPage, NewsPage
from tests.factories import draft, publish, publish_many

NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def read(client, address="/sitemap.xml"):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    return ET.fromstring(response.content)


def addresses(client, address="/sitemap.xml"):
    return [place.text for place in read(client, address).iter(f"{NS}loc")]


class TestTheSitemap:
    def test_has_every_public_page_of_every_type(self, client, home_page):
        index = publish(home_page, "news", NewsIndexPage)
        publish(index, "one", NewsPage)
        publish(home_page, "about")
        assert addresses(client) == [f"http://localhost{path}" for path in ("/", "/news/", "/news/one/", "/about/")]

    def test_has_nothing_that_the_public_may_not_see(self, client, home_page):
        draft(home_page, "secret")
        closed = publish(home_page, "closed")
        publish(closed, "below")
        closed.unpublish()
        expired = publish(home_page, "expired")
        Page.objects.filter(pk=expired.pk).update(expire_at=timezone.now())
        assert addresses(client) == ["http://localhost/"]

    def test_says_when_each_page_was_last_published(self, client, home_page):
        page = publish(home_page, "about")
        Page.objects.filter(pk=page.pk).update(last_published_at=datetime(2026, 3, 1, 12, tzinfo=UTC))
        assert [moment.text for moment in read(client).iter(f"{NS}lastmod")][1] == "2026-03-01"

    def test_says_nothing_of_the_drafts_of_a_page_never_published_by_an_editor(self, client, home_page):
        page = publish(home_page, "about")
        Page.objects.filter(pk=page.pk).update(last_published_at=None, latest_revision_created_at=timezone.now())
        assert len(list(read(client).iter(f"{NS}lastmod"))) == 1

    def test_dies_when_a_page_expires(self, client, home_page):
        page = publish(home_page, "about")
        Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() + timedelta(seconds=10))
        shared = client.get("/sitemap.xml")["Cache-Control"].partition("s-maxage=")[2].partition(",")[0]
        assert int(shared) <= 10

    def test_costs_the_same_for_ten_pages_and_for_a_thousand(self, client, home_page):
        counts = []
        for more in (10, 990):
            publish_many(home_page, more)
            client.get("/")
            middleware.pages.clear()
            with CaptureQueriesContext(connection) as queries:
                found = addresses(client)
            counts.append(len(queries))
        assert len(found) == 1_001
        assert counts[0] == counts[1] <= 12


class TestALongSitemap:
    @pytest.fixture(autouse=True)
    def _short_parts(self, settings):
        settings.SITEMAP_LIMIT = 5

    def test_is_an_index_of_parts_that_hold_every_page_once(self, client, home_page):
        publish_many(home_page, 11)
        parts = addresses(client)
        assert parts == [f"http://localhost/sitemap-{number}.xml" for number in (1, 2, 3)]
        assert read(client).tag == f"{NS}sitemapindex"
        listed = [found for part in parts for found in addresses(client, part.removeprefix("http://localhost"))]
        assert len(listed) == len(set(listed)) == 12

    def test_has_no_part_beyond_its_last(self, client, home_page):
        publish_many(home_page, 11)
        for number in (0, 4, 10**30):
            assert client.get(f"/sitemap-{number}.xml").status_code == 404

    def test_of_one_part_is_no_index(self, client, home_page):
        assert read(client).tag == f"{NS}urlset"
