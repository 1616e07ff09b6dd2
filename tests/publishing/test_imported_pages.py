"""A live page that an import made has no live version; scheduling an update of it must not take it down.

Numbers in brackets: the routes of the publishing notes.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import publishing, scheduled_publishing
from core.models import User
from core.visibility import is_visible
from home.models import StandardPage
from tests.editors.actions import form
from tests.factories import draft

DAY = timedelta(days=1)


@pytest.fixture
def imported(home_page):
    page = StandardPage(title="Imported", slug="imported", live=True)
    home_page.add_child(instance=page)
    assert page.live_revision is None
    return page


def fresh(page):
    return StandardPage.objects.get(pk=page.pk)


def plan_update(page, when, title="Update"):
    page = fresh(page)
    page.title, page.go_live_at = title, when
    page.save_revision().publish()


def a_day_passes(page):
    revision = publishing.scheduled_revisions(page).get()
    due = revision.approved_go_live_at - DAY
    revision.content = revision.content | {"go_live_at": due.isoformat()}
    revision.approved_go_live_at = due
    revision.save()


def test_the_page_stays_as_it_is_until_the_update_is_due(client, imported):  # [30]
    plan_update(imported, timezone.now() + DAY)
    assert is_visible(imported)
    assert "<h1" in client.get("/imported/").content.decode()
    assert (fresh(imported).live, fresh(imported).title) == (True, "Imported")
    a_day_passes(imported)
    scheduled_publishing.run()
    assert (fresh(imported).live, fresh(imported).title) == (True, "Update")


def test_what_was_public_is_kept_as_the_live_version(imported):  # [30]
    plan_update(imported, timezone.now() + DAY)
    page = fresh(imported)
    assert page.live_revision.content["title"] == "Imported"
    assert page.get_latest_revision_as_object().title == "Update"


def test_in_the_pages_form_too(client, imported):  # [30]
    client.force_login(User.objects.create_superuser("publisher", "publisher@example.org", "a long pass phrase"))
    when = timezone.localtime(timezone.now() + DAY).strftime("%Y-%m-%d %H:%M")
    sent = form("Update", "imported", **{"action-publish": "1", "go_live_at": when})
    client.post(reverse("wagtailadmin_pages:edit", args=[imported.pk]), sent)
    page = fresh(imported)
    assert (page.live, page.title, page.live_revision.content["title"]) == (True, "Imported", "Imported")
    assert publishing.scheduled_revisions(page).get().content["title"] == "Update"
    assert is_visible(page)


def test_an_earlier_draft_of_it_stays_a_draft(imported):  # [30]
    page = fresh(imported)
    page.title = "Half a thought"
    page.save_revision()
    plan_update(imported, timezone.now() + DAY)
    assert fresh(imported).title == "Imported"
    assert fresh(imported).live_revision.content["title"] == "Imported"


def test_no_version_is_added_where_nothing_is_scheduled(imported):
    fresh(imported).save_revision().publish()
    assert fresh(imported).revisions.count() == 1


def test_a_draft_is_scheduled_as_ever(home_page):
    page = draft(home_page, "plan")
    plan_update(page, timezone.now() + DAY)
    assert not is_visible(page)
    assert fresh(page).live_revision is None
    assert fresh(page).revisions.count() == 1
