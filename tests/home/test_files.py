"""The small files that programs read."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.db import OperationalError, connection

from core.caching import middleware
from home.models import OrganisationSettings
from tests.factories import publish

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.fixture
def organisation(home_page):
    return OrganisationSettings.objects.create(site=home_page.get_site(), name="Test & District Ambulance Service")


def change(organisation, **fields):
    for name, value in fields.items():
        setattr(organisation, name, value)
    organisation.save()
    middleware.pages.clear()


class TestRobotsTxt:
    def test_closes_the_admin_and_the_search_and_names_the_sitemap(self, client, organisation):
        lines = client.get("/robots.txt").content.decode().splitlines()
        assert lines == [
            "User-agent: *",
            "Disallow: /admin/",
            "Disallow: /search/",
            "",
            "Sitemap: http://localhost/sitemap.xml",
        ]

    def test_of_a_hidden_site_lets_crawlers_in_to_see_that_it_is_hidden(self, client, organisation):
        change(organisation, hide_from_search_engines=True)
        lines = client.get("/robots.txt").content.decode().splitlines()
        assert "Disallow:" in lines
        assert not any(line.startswith("Disallow: /") for line in lines)


class TestAHiddenSite:
    @pytest.mark.parametrize("address", ["/", "/about/", "/search/", "/sitemap.xml", "/robots.txt"])
    def test_says_so_in_every_answer(self, client, home_page, organisation, address):
        publish(home_page, "about")
        assert "X-Robots-Tag" not in client.get(address)
        change(organisation, hide_from_search_engines=True)
        assert client.get(address)["X-Robots-Tag"] == "noindex"
        assert client.get(address)["X-Robots-Tag"] == "noindex", "the kept answer says it too"

    def test_says_so_in_its_pages(self, client, home_page, organisation):
        assert b'<meta name="robots"' not in client.get("/").content
        change(organisation, hide_from_search_engines=True)
        assert b'<meta name="robots" content="noindex' in client.get("/").content

    def test_may_be_the_operators_choice(self, client, home_page, settings):
        settings.HIDE_FROM_SEARCH_ENGINES = True
        response = client.get("/")
        assert response["X-Robots-Tag"] == "noindex"
        assert b'<meta name="robots" content="noindex' in response.content


class TestSecurityTxt:
    def fields(self, client):
        response = client.get("/.well-known/security.txt")
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        return dict(line.split(": ", 1) for line in response.content.decode().splitlines())

    def test_is_not_there_while_nobody_is_named(self, client, organisation):
        assert client.get("/.well-known/security.txt").status_code == 404

    def test_names_whom_to_tell(self, client, organisation):
        change(organisation, security_email="security@example.org")
        fields = self.fields(client)
        assert fields["Contact"] == "mailto:security@example.org"
        assert fields["Canonical"] == "http://localhost/.well-known/security.txt"
        assert fields["Preferred-Languages"] == "en"

    def test_goes_out_of_date_half_a_year_ahead_whenever_it_is_read(self, client, organisation):
        change(organisation, security_email="security@example.org")
        ahead = datetime.fromisoformat(self.fields(client)["Expires"]) - datetime.now(UTC)
        assert timedelta(days=178) < ahead <= timedelta(days=180)

    def test_is_not_kept_past_midnight_when_its_date_changes(self, client, organisation):
        change(organisation, security_email="security@example.org")
        client.get("/.well-known/security.txt")
        kept = next(iter(middleware.pages._pages.values()))
        now = datetime.now(UTC)
        midnight = datetime(now.year, now.month, now.day, tzinfo=UTC) + timedelta(days=1)
        assert kept.right_until <= midnight.timestamp()


class TestOpenSearch:
    def test_tells_browsers_how_to_search_here(self, client, organisation):
        response = client.get("/opensearch.xml")
        assert response["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
        description = ET.fromstring(response.content)
        assert description.findtext(f"{OPENSEARCH}Description") == (
            "Search the website of Test & District Ambulance Service"
        )
        assert len(description.findtext(f"{OPENSEARCH}ShortName")) <= 16
        template = description.find(f"{OPENSEARCH}Url").get("template")
        assert template == "http://localhost/search/?q={searchTerms}"

    def test_is_named_in_the_head_of_every_page(self, client, organisation):
        assert b'<link rel="search" type="application/opensearchdescription+xml"' in client.get("/").content


class TestFavicon:
    def test_leads_to_the_icon(self, client, db):
        response = client.get("/favicon.ico")
        assert response.status_code == 302
        assert response["Location"].endswith(".ico")
        assert response["Cache-Control"] == "public, max-age=86400"


def test_an_answer_that_found_nothing_asks_the_database_nothing_more(client, home_page):
    def fail(execute, sql, params, many, context):
        raise OperationalError("the database is gone")

    client.raise_request_exception = False
    with connection.execute_wrapper(fail):
        assert client.get("/").status_code == 503
