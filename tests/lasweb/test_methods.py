"""What each address of ours answers to methods that it does not take, and to those that every address takes."""

from http import HTTPMethod

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from home.models import NewsIndexPage, OrganisationSettings, StandardPage
from tests.factories import draft, publish

PAGES = ["/", "/open/", "/news/", "/news/feed/", "/news/news.csv"]
FILES = ["/robots.txt", "/sitemap.xml", "/.well-known/security.txt", "/opensearch.xml", "/search/"]


@pytest.fixture
def site(home_page):
    """A site with something at each of these addresses."""
    publish(home_page, "open")
    publish(home_page, "news", NewsIndexPage)
    OrganisationSettings.objects.create(site=home_page.get_site(), security_email="security@example.org")


@pytest.mark.parametrize("address", PAGES + FILES)
class TestEveryAddress:
    def test_answers_head_as_get_without_the_body(self, client, site, address):
        got, head = client.get(address), client.head(address)
        assert got.status_code == head.status_code == 200
        assert head.content == b""
        assert head["Content-Type"] == got["Content-Type"]

    def test_says_which_methods_it_takes(self, client, site, address):
        response = client.options(address)
        assert response.status_code == 200
        assert response["Allow"] == "GET, HEAD, OPTIONS"

    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
    def test_refuses_the_others_even_without_a_form_token(self, site, address, method):
        response = Client(enforce_csrf_checks=True).generic(method, address)
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD, OPTIONS"
        assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete", "options"])
def test_what_is_not_public_is_not_found_by_any_method(client, home_page, method):
    draft(home_page, "secret")
    closed = publish(home_page, "closed")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    for address in ("/secret/", "/closed/", "/nothing/", "/nothing/at.csv"):
        assert getattr(client, method)(address).status_code == 404


class TestAPageThatTakesAForm:
    @pytest.fixture
    def form_page(self, home_page, monkeypatch):
        monkeypatch.setattr(StandardPage, "allowed_http_methods", [HTTPMethod.GET, HTTPMethod.POST])
        return publish(home_page, "form")

    def test_refuses_a_form_without_its_token(self, form_page):
        assert Client(enforce_csrf_checks=True).post("/form/").status_code == 403

    def test_refuses_a_form_with_a_forged_token(self, form_page):
        client = Client(enforce_csrf_checks=True)
        client.cookies["csrftoken"] = "a" * 32
        assert client.post("/form/", {"csrfmiddlewaretoken": "b" * 32}).status_code == 403

    def test_takes_one_with_it(self, form_page):
        client = Client(enforce_csrf_checks=True)
        client.cookies["csrftoken"] = "a" * 32
        assert client.post("/form/", {"csrfmiddlewaretoken": "a" * 32}).status_code == 200
