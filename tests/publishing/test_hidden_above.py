"""Whoever publishes below a page that is not public is told that nobody sees it yet."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from core.models import User
from tests.editors.actions import form
from tests.factories import draft, publish


@pytest.fixture
def admin(client, db):
    client.force_login(User.objects.create_superuser("publisher", "publisher@example.org", "a long pass phrase"))
    return client


@pytest.fixture
def secret(home_page):
    return draft(home_page, "secret", title="Secret section")


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


WARNING = "visitors cannot see it until “Secret section” above it is public"


def test_in_the_pages_form(admin, secret):  # [24]
    page = draft(publish(secret, "open"), "page")
    where = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = admin.post(where, form("Page", "page", **{"action-publish": "1"}), follow=True)
    assert WARNING in said(answer)
    assert Page.objects.get(pk=page.pk).live


def test_on_a_new_page(admin, secret):  # [24]
    where = reverse("wagtailadmin_pages:add", args=["home", "standardpage", secret.pk])
    assert WARNING in said(admin.post(where, form("New", "new", **{"action-publish": "1"}), follow=True))


def test_in_bulk(admin, secret):  # [24]
    page = draft(secret, "page")
    where = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = admin.post(f"{where}?id={page.pk}&next={reverse('wagtailadmin_home')}", follow=True)
    assert WARNING in said(answer)


def test_below_a_page_that_is_over(admin, home_page, secret):  # [25]
    secret.save_revision().publish()
    page = draft(secret, "page")
    Page.objects.filter(pk=secret.pk).update(expire_at=timezone.now())
    where = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert WARNING in said(admin.post(where, form("Page", "page", **{"action-publish": "1"}), follow=True))


def test_not_where_everything_above_is_public(admin, home_page):
    page = draft(publish(home_page, "section"), "page")
    where = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = admin.post(where, form("Page", "page", **{"action-publish": "1"}), follow=True)
    assert "has been published" in said(answer)
    assert "visitors cannot" not in said(answer)
