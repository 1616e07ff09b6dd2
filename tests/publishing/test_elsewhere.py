"""Whoever withdraws a page learns where its words stay public. Numbers in brackets: routes of the publishing notes."""

import pytest
from django.urls import reverse

from core.copies import elsewhere
from core.models import User
from home.models import StandardPage
from tests.factories import draft, publish


@pytest.fixture
def page(home_page):
    return publish(home_page, "original")


def copy_of(page, slug, **kwargs):
    made = fresh(page).copy(update_attrs={"slug": slug, "title": slug.capitalize()}, **kwargs)
    return fresh(made)


def fresh(page):
    return StandardPage.objects.get(pk=page.pk)


def ids(pages):
    return [each.pk for each in pages]


def test_live_copies_and_copies_of_copies_are_named(page):  # [47]
    first = copy_of(page, "first")
    second = copy_of(first, "second")
    copy_of(page, "kept-as-a-draft", keep_live=False)
    assert ids(elsewhere(page).copies) == [first.pk, second.pk]
    assert ids(elsewhere(first).copies) == [page.pk, second.pk]


def test_so_are_copies_of_what_lies_below(home_page, page):  # [47]
    below = publish(page, "below")
    other = publish(home_page, "other")
    copy = copy_of(below, "copy", to=other)
    assert ids(elsewhere(page).copies) == [copy.pk]


def test_pages_saved_at_the_same_moment_are_no_copies(home_page, page):
    other = publish(home_page, "other")
    moment = page.latest_revision.created_at
    other.revisions.update(created_at=moment)
    assert not elsewhere(page)


def test_an_alias_converted_to_a_page_is_no_longer_told_of_as_an_alias(home_page, page):  # [47]
    alias = page.create_alias(parent=home_page, update_slug="mirror")
    assert ids(elsewhere(page).aliases) == [alias.pk]


def test_pages_that_link_to_it_are_named(home_page, page):  # [47]
    citing = publish(home_page, "citing", body=[("text", f'<p><a linktype="page" id="{page.pk}">x</a></p>')])
    draft(home_page, "draft", body=[("text", f'<p><a linktype="page" id="{page.pk}">x</a></p>')])
    assert ids(elsewhere(page).citing) == [citing.pk]


def test_the_page_that_asks_lists_them_with_links(client, home_page, page):  # [47]
    client.force_login(User.objects.create_superuser("publisher", "publisher@example.org", "a long pass phrase"))
    address = reverse("core_withdraw", args=[page.pk])
    assert "stay public" not in client.get(address).content.decode()
    copy = copy_of(page, "copy")
    page.create_alias(parent=home_page, update_slug="mirror")
    html = client.get(address).content.decode()
    assert "Copies that stay public" in html
    assert "Aliases that are closed with it" in html
    assert reverse("wagtailadmin_pages:edit", args=[copy.pk]) in html
