"""A page costs the same queries on a site of 20 pages and on one of 2,000."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

from core.caching import middleware
from home.models import NewsIndexPage, NewsPage, SectionHubPage
from tests.factories import count_rows, publish

# As in life, outside any transaction: inside one the process keeps nothing of what every page shows alike.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

MOST_QUERIES = {"/": 10, "/about-us/": 10, "/about-us/who-we-are/": 10, "/news/": 12}
FEW, MANY = 20, 2_000


def grow(parent: Page, number: int) -> None:
    """Add so many pages below one page at once; the admin would take minutes."""
    parent.refresh_from_db()
    kind, locale, first = ContentType.objects.get_for_model(Page), Locale.get_default(), parent.numchild
    Page.objects.bulk_create(
        Page(
            title=f"Page {place}", draft_title=f"Page {place}", slug=f"page-{place}", live=True, content_type=kind,
            locale=locale, path=Page._get_path(parent.path, parent.depth + 1, place + 1), depth=parent.depth + 1,
            url_path=f"{parent.url_path}page-{place}/",
        )
        for place in range(first, first + number)
    )  # fmt: skip
    Page.objects.filter(pk=parent.pk).update(numchild=first + number)
    count_rows()


@pytest.fixture
def archive(home_page):
    """Return a page to grow the tree below, on a site with a page of each kind."""
    hub = publish(home_page, "about-us", SectionHubPage, show_in_menus=True)
    publish(hub, "who-we-are")
    news = publish(home_page, "news", NewsIndexPage, show_in_menus=True)
    for number in range(4):
        publish(news, f"item-{number}", NewsPage, summary="What happened.")
    return publish(home_page, "archive")


def queries_of(client, address: str) -> int:
    client.get(address)
    middleware.pages.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    statements = [query["sql"] for query in captured]
    assert len(statements) == len(set(statements)), "one query twice"
    return len(statements)


def test_queries_stay_the_same_from_twenty_pages_to_two_thousand(client, archive):
    grow(archive, FEW)
    few = {address: queries_of(client, address) for address in MOST_QUERIES}
    grow(archive, MANY - FEW)
    many = {address: queries_of(client, address) for address in MOST_QUERIES}
    assert few == many
    assert all(many[address] <= most for address, most in MOST_QUERIES.items()), many
