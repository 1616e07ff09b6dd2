"""What is served, listed and linked asks the one predicate. Numbers in brackets: the routes of the publishing notes."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, ReferenceIndex, Site
from wagtail.rich_text import RichText

from core.request_scope import request_scope
from core.routing import find_public_route
from home.models import SectionHubPage
from tests.factories import draft, publish

HOUR = timedelta(hours=1)


def stamp(page, **state):
    """Give the row a state without any signal, as the clock would."""
    Page.objects.filter(pk=page.pk).update(**state)


@pytest.fixture
def hub(home_page):
    return publish(home_page, "hub", SectionHubPage, show_in_menus=True)


@pytest.fixture
def child(hub):
    return publish(hub, "child", title="Child of the hub", show_in_menus=True)


@pytest.fixture
def pointer(home_page, child):
    """A page that links to the child from its text and from a card."""
    return publish(
        home_page,
        "pointer",
        body=[
            ("text", RichText(f'<p>See <a linktype="page" id="{child.pk}">these words</a>.</p>')),
            ("cards", {"heading": "", "cards": [{"page": child, "url": "", "title": "A card", "text": ""}]}),
        ],
    )


@pytest.fixture(params=["unpublished", "expired", "early", "restricted"])
def hidden(request, child):
    """The child, once public, now hidden in one of the ways a page can be."""
    states = {
        "unpublished": {"live": False},
        "expired": {"expire_at": timezone.now()},
        "early": {"go_live_at": timezone.now() + HOUR},
    }
    if request.param == "restricted":
        PageViewRestriction.objects.create(page=child, restriction_type="password", password="x")
    else:
        stamp(child, **states[request.param])
    return child


def body(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_what_is_public_is_served_listed_and_linked(client, child, pointer):
    assert client.get("/hub/child/").status_code == 200
    assert "Child of the hub" in body(client, "/hub/")
    assert '<a href="/hub/child/">these words</a>' in body(client, "/pointer/")
    assert body(client, "/pointer/").count('href="/hub/child/"') == 2


def test_what_is_hidden_is_neither_served_nor_listed_nor_linked(client, hidden, pointer):  # [24] [25] [40] [41]
    assert client.get("/hub/child/").status_code == 404
    assert "Child of the hub" not in body(client, "/hub/")
    page = body(client, "/pointer/")
    assert "these words" in page
    assert "/hub/child/" not in page
    assert "Child of the hub" not in page


def test_a_hidden_page_answers_like_one_that_never_was(client, hidden):  # [54]: no login, no password form
    never, gone = client.get("/hub/never-was/"), client.get("/hub/child/")
    assert gone.status_code == never.status_code == 404
    assert gone.content.replace(b"child", b"never-was") == never.content.replace(b"child", b"never-was")
    assert gone["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("state", [{"live": False}, {"expired": True, "expire_at": timezone.now()}])
def test_what_closes_a_section_closes_its_pages_links_and_menu(client, hub, child, pointer, state):  # [24]
    stamp(hub, **state)
    for address in ("/hub/", "/hub/child/"):
        assert client.get(address).status_code == 404
    assert "/hub/" not in body(client, "/pointer/")
    assert "/hub/" not in body(client, "/")


def test_a_draft_below_a_public_page_shows_nowhere(client, hub, child, pointer):  # [38] [39]
    half = draft(hub, "half-typed", title="Half-typed title", show_in_menus=True)
    half.title = "Still half-typed"
    half.save()
    for address in ("/", "/hub/", "/hub/child/", "/pointer/"):
        assert "alf-typed" not in body(client, address)
    assert client.get("/hub/half-typed/").status_code == 404


def test_a_newer_draft_of_a_public_page_shows_nowhere(client, hub, child, pointer):
    child.title = "Not yet"
    child.save_revision()
    for address in ("/", "/hub/", "/hub/child/", "/pointer/"):
        assert "Not yet" not in body(client, address)


def test_an_alias_of_a_child_of_a_closed_section_is_closed(client, home_page, hub, child):  # [44]
    child.create_alias(parent=home_page, update_slug="mirror")
    assert client.get("/mirror/").status_code == 200
    PageViewRestriction.objects.create(page=hub, restriction_type="login")
    assert client.get("/mirror/").status_code == 404


@pytest.mark.parametrize("query", ["", "?preview=true", "?live=1"])
@pytest.mark.parametrize("method", ["get", "head", "options", "post"])
def test_no_method_and_no_parameter_opens_a_draft(client, home_page, method, query):  # [65]
    draft(home_page, "secret")
    for path in ("/secret/", "/SECRET/", "/secret//", "/./secret/"):
        assert getattr(client, method)(path + query).status_code == 404


def test_wagtails_password_and_login_views_are_not_there(client, child):  # [54]
    restriction = PageViewRestriction.objects.create(page=child, restriction_type="password", password="x")
    for address in (
        f"/_util/authenticate_with_password/{restriction.pk}/{child.pk}/",
        "/_util/login/",
        f"/admin/_util/authenticate_with_password/{restriction.pk}/{child.pk}/",
    ):
        assert client.get(address).status_code in {302, 404}
        assert client.get(address, follow=True).content.count(b"Child of the hub") == 0


def test_an_expired_page_goes_at_its_time_with_no_scheduler(client, child):  # [25]
    address = "/hub/child/"
    stamp(child, expire_at=timezone.now() + HOUR)
    response = client.get(address)
    assert response.status_code == 200
    stamp(child, expire_at=timezone.now())
    assert client.get(address).status_code == 404


class TestRichText:
    def link(self, page, words="words"):
        return f'<a linktype="page" id="{page.pk}">{words}</a>'

    def test_a_link_to_a_draft_is_its_words(self, home_page):  # [41]
        secret = draft(home_page, "secret-slug", title="Secret title")
        text = f"<p>Read <b>{self.link(secret, 'the <b>plan</b>')}</b> and {self.link(home_page)}.</p>"
        assert str(RichText(text)) == '<p>Read <b>the <b>plan</b></b> and <a href="/">words</a>.</p>'

    def test_a_link_to_a_page_that_is_gone_is_its_words(self, home_page):
        assert str(RichText('<p><a linktype="page" id="999999">gone</a></p>')) == "<p>gone</p>"
        assert str(RichText('<p><a linktype="page">broken</a></p>')) == "<p>broken</p>"
        assert str(RichText('<p><a linktype="page" id="x1">broken</a></p>')) == "<p>broken</p>"

    def test_other_links_are_left_alone(self, db):
        text = '<p><a href="https://example.org/">out</a> <a href="mailto:a@example.org">mail</a></p>'
        assert str(RichText(text)) == text

    def test_twenty_links_cost_one_query(self, home_page, django_assert_num_queries):
        pages = [publish(home_page, f"page-{number}") for number in range(10)]
        pages += [draft(home_page, f"draft-{number}") for number in range(10)]
        text = "<p>" + " ".join(self.link(page) for page in pages) + "</p>"
        home_page.get_url()
        with django_assert_num_queries(1):
            html = str(RichText(text))
        assert html.count("href=") == 10
        with request_scope():
            str(RichText(text))
            with django_assert_num_queries(0):
                str(RichText(text))

    def test_the_reference_index_still_sees_the_link(self, home_page, child, pointer):
        assert ReferenceIndex.get_references_to(child).exists()


def test_to_find_a_page_costs_two_queries(home_page, child, rf, django_assert_num_queries):
    request = rf.get("/hub/child/", HTTP_HOST="localhost")
    site = Site.find_for_request(request)
    with django_assert_num_queries(2):
        found = find_public_route(request, site, "hub/child/")
    assert found.page == child
