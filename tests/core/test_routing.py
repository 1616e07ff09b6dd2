"""An address leads to the page that Wagtail would find there, if the public may see it, in two queries."""

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from core.request_scope import request_scope
from core.routing import find_public_route, pages_on_the_way
from home.models import ContactPage, NewsIndexPage, NewsPage, SectionHubPage, StandardPage
from tests.factories import draft, publish


@pytest.fixture
def site(home_page):
    return Site.objects.get()


@pytest.fixture
def find(rf, site):
    """Return what finds the page at an address, as serving does."""

    def find(path):
        return find_public_route(rf.get(f"/{path}", HTTP_HOST="localhost"), site, path)

    return find


@pytest.fixture
def deep(home_page):
    """Return pages one below the other: about-us, plans, winter."""
    hub = publish(home_page, "about-us", SectionHubPage)
    plans = publish(hub, "plans")
    return [hub, plans, publish(plans, "winter")]


def test_each_page_is_found_at_its_address_as_its_own_class(find, home_page, deep):
    assert find("").page == home_page
    assert [find(path).page for path in ("about-us/", "about-us/plans/", "about-us/plans/winter/")] == deep
    assert type(find("about-us/plans/").page) is StandardPage


def test_slashes_more_or_fewer_lead_to_the_same_page(find, deep):
    assert find("about-us//plans").page == deep[1]


@pytest.mark.parametrize("path", ["nothing/", "about-us/nothing/", "plans/", "about-us/plans/winter/more/", "winter/"])
def test_an_address_without_a_page_is_not_found(find, deep, path):
    with pytest.raises(Http404):
        find(path)


def test_the_depth_of_a_page_costs_no_query_more(find, deep, home_page):
    find("")
    for path in ("about-us/", "about-us/plans/winter/"):
        with CaptureQueriesContext(connection) as asked:
            find(path)
        assert len(asked) == 2, path


def test_the_same_slug_elsewhere_is_another_page(find, home_page, deep):
    other = publish(publish(home_page, "research"), "plans")
    assert find("research/plans/").page == other
    assert find("about-us/plans/").page == deep[1]


def test_nothing_is_found_below_a_draft(find, home_page, deep):
    Page.objects.filter(pk=deep[0].pk).update(live=False)
    for path in ("about-us/", "about-us/plans/", "about-us/plans/winter/"):
        with pytest.raises(Http404):
            find(path)


def test_a_draft_is_not_found_below_a_public_page(find, deep):
    draft(deep[1], "secret")
    with pytest.raises(Http404):
        find("about-us/plans/secret/")


def test_a_row_with_a_stale_address_is_found_as_wagtail_finds_it(find, deep):
    Page.objects.filter(pk=deep[1].pk).update(url_path="/elsewhere/")
    assert find("about-us/plans/").page == deep[1]
    assert find("about-us/plans/winter/").page == deep[2]


def test_a_page_that_answers_for_more_addresses_is_asked_for_them(find, home_page):
    index = publish(home_page, "news", NewsIndexPage)
    item = publish(index, "item", NewsPage, summary="What happened.")
    assert find("news/feed/").page == index
    assert find("news/news.csv").page == index
    assert find("news/").page == index
    assert find("news/item/").page == item
    view, _args, _kwargs = find("news/feed/").args
    assert view.__name__ == "feed"


def test_an_address_of_a_page_goes_before_a_page_below_with_the_same_slug(find, home_page):
    index = publish(home_page, "news", NewsIndexPage)
    publish(index, "feed", NewsPage, summary="A page in the way.")
    assert find("news/feed/").page == index


def test_the_addresses_of_a_page_that_is_not_public_are_not_found(find, home_page):
    contact = publish(home_page, "contact", ContactPage)
    assert find("contact/send-a-message/").page == contact
    Page.objects.filter(pk=contact.pk).update(live=False)
    with pytest.raises(Http404):
        find("contact/send-a-message/")


def test_a_public_page_that_loses_its_row_meanwhile_is_not_found(find, deep):
    # Rows of a class whose own table has none: half an import.
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM home_standardpage WHERE page_ptr_id = %s", [deep[2].pk])
    with pytest.raises(Http404):
        find("about-us/plans/winter/")


def test_breadcrumbs_read_nothing_again(find, site, deep):
    with request_scope():
        found = find("about-us/plans/winter/").page
        with CaptureQueriesContext(connection) as asked:
            on_the_way = pages_on_the_way(site, found)
        assert [page.title for page in on_the_way][1:] == [page.title for page in deep]
        assert len(asked) == 0
        assert pages_on_the_way(site, deep[0]) is None, "another page than the one asked for"
    assert pages_on_the_way(site, deep[2]) is None, "outside a request nothing is remembered"
