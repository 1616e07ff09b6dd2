"""Redirects are made when a page moves or is renamed, and followed only to what the public may see.

Numbers in brackets: the routes of the publishing notes.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from home.models import StandardPage
from tests.factories import draft, publish


@pytest.fixture
def page(home_page):
    return publish(home_page, "old")


@pytest.fixture
def rename(django_capture_on_commit_callbacks):
    """Wagtail makes the redirect once the new slug is in the database for good."""

    def _rename(page, slug, *, public=True):
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            revision = page.save_revision()
            if public:
                revision.publish()
            else:
                page.save()
        return type(page).objects.get(pk=page.pk)

    return _rename


def target(client, address):
    response = client.get(address)
    return response.get("Location") if response.status_code in {301, 302} else None


def test_a_renamed_page_is_found_at_its_old_address(client, page, rename):
    rename(page, "new")
    response = client.get("/old/")
    assert response.status_code == 301
    assert response["Location"] == "/new/"


def test_a_query_string_finds_the_redirect_too(client, page, rename):
    rename(page, "new")
    assert target(client, "/old/?utm=1") == "/new/"


def test_a_moved_page_and_what_lies_below_it_are_found(client, home_page, page):
    publish(page, "below")
    page.move(publish(home_page, "section"), pos="last-child")
    assert target(client, "/old/") == "/section/old/"
    assert target(client, "/old/below/") == "/section/old/below/"


def test_no_one_keeps_a_redirect_for_long(client, page, rename):  # [55]
    rename(page, "new")
    policy = client.get("/old/")["Cache-Control"]
    assert "max-age=0" in policy
    assert "s-maxage=30" in policy


def test_the_new_address_of_an_unpublished_page_is_not_told(client, page, rename):  # [55]
    page.unpublish()
    rename(StandardPage.objects.get(pk=page.pk), "embargoed-name", public=False)
    assert client.get("/old/").status_code == 404


def test_the_new_address_of_a_page_that_was_never_published_is_not_told(client, home_page, rename):  # [55]
    page = rename(draft(home_page, "plan"), "embargoed-name", public=False)
    assert client.get("/plan/").status_code == 404
    page.save_revision().publish()
    assert client.get("/embargoed-name/").status_code == 200


def test_a_page_moved_below_a_draft_is_gone_and_the_drafts_address_is_not_told(client, home_page, page):  # trap 5, [55]
    page.move(draft(home_page, "embargoed-parent"), pos="last-child")
    assert client.get("/old/").status_code == 404
    assert client.get("/embargoed-parent/old/").status_code == 404


@pytest.mark.parametrize("hours", [-1, 0])
def test_an_expired_page_is_not_redirected_to(client, page, hours, rename):
    rename(page, "new")
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() + timedelta(hours=hours))
    assert client.get("/old/").status_code == 404


def test_a_redirect_works_again_once_its_page_is_published(client, page, rename):
    page = rename(page, "new")
    page.unpublish()
    assert client.get("/old/").status_code == 404
    StandardPage.objects.get(pk=page.pk).save_revision().publish()
    assert target(client, "/old/") == "/new/"


def test_a_typed_redirect_leads_to_outside_addresses_and_public_pages_only(client, home_page, page):
    secret = draft(home_page, "embargoed-name")
    for old, link in {
        "/out": "https://example.org/x",
        "/in": "/old/",
        "/view": "/search/?q=x",
        "/leak": f"/{secret.slug}/",
        "/leak-loose": f"/{secret.slug}#part",
        "/leak-host": f"http://testserver/{secret.slug}/?a=1",
    }.items():
        Redirect.objects.create(old_path=old, redirect_link=link)
    assert target(client, "/out/") == "https://example.org/x"
    assert target(client, "/in/") == "/old/"
    assert target(client, "/view/") == "/search/?q=x"
    for old in ("/leak/", "/leak-loose/", "/leak-host/"):
        assert client.get(old).status_code == 404


def test_a_temporary_redirect_is_one(client, page):
    Redirect.objects.create(old_path="/for-now", redirect_page=page, is_permanent=False)
    response = client.get("/for-now/")
    assert (response.status_code, response["Location"]) == (302, "/old/")


def test_a_page_that_exists_is_never_redirected_away_from(client, home_page, page):
    Redirect.objects.create(old_path="/old", redirect_link="https://example.org/")
    assert client.get("/old/").status_code == 200


def test_nobody_keeps_a_redirect_past_the_moment_when_its_page_goes(client, page, rename):  # [55]
    rename(page, "new")
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() + timedelta(seconds=10))
    seconds = int(client.get("/old/")["Cache-Control"].partition("s-maxage=")[2].partition(",")[0])
    assert seconds <= 10


class TestMakingThem:
    """Only from an address at which the public saw a page."""

    def made(self):
        return set(Redirect.objects.values_list("old_path", "redirect_page_id"))

    def test_none_for_a_page_that_was_never_published(self, home_page, page, rename):  # [55]
        plan = rename(draft(home_page, "plan"), "embargoed-name", public=False)
        plan.move(page, pos="last-child")
        assert self.made() == set()

    def test_none_when_its_first_publication_changes_its_name(self, home_page, rename):  # [55]
        rename(draft(home_page, "plan"), "better-name")
        assert self.made() == set()

    def test_none_for_a_page_taken_down(self, page, rename):  # [55]
        page.unpublish()
        rename(StandardPage.objects.get(pk=page.pk), "embargoed-name", public=False)
        assert self.made() == set()

    def test_none_for_a_live_page_below_one_that_is_not_public(self, home_page, page, rename):  # [24], [55]
        hidden = publish(draft(home_page, "secret"), "below")
        hidden = rename(hidden, "renamed")
        hidden.move(page, pos="last-child")
        assert self.made() == set()

    def test_none_for_drafts_below_a_page_renamed_or_moved(self, home_page, page, rename):  # [55]
        seen, unseen = publish(page, "seen"), draft(page, "unseen")
        publish(unseen, "below-unseen")
        page = rename(page, "new")
        assert self.made() == {("/old", page.pk), ("/old/seen", seen.pk)}
        page.move(publish(home_page, "section"), pos="last-child")
        assert self.made() == {
            ("/old", page.pk), ("/old/seen", seen.pk), ("/new", page.pk), ("/new/seen", seen.pk)
        }  # fmt: skip

    def test_a_draft_never_takes_the_place_of_a_public_pages_redirect(self, client, home_page, page, rename):  # [55]
        page = rename(page, "new")
        plan = rename(draft(home_page, "old"), "embargoed-name", public=False)
        moved = draft(home_page, "old")
        moved.move(plan, pos="last-child")
        assert self.made() == {("/old", page.pk)}
        assert target(client, "/old/") == "/new/"

    def test_a_page_moved_below_a_draft_is_found_again_once_that_is_published(self, client, home_page, page):
        section = draft(home_page, "section")
        page.move(section, pos="last-child")
        assert target(client, "/old/") is None
        StandardPage.objects.get(pk=section.pk).save_revision().publish()
        assert target(client, "/old/") == "/section/old/"

    def test_none_for_another_order_of_the_same_pages(self, home_page, page):
        page.move(publish(home_page, "section"), pos="right")
        assert self.made() == set()
