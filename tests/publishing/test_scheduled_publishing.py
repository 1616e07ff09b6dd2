"""Scheduled publishing: publish, then expire, each on its own, and nobody twice at once.

Numbers in brackets: the routes of the publishing notes. No test waits: each is told what time it is, or finds a
schedule whose time has come.
"""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command, get_commands
from django.core.management.base import CommandError
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import page_published, page_unpublished

from core import scheduled_publishing
from core.jobs import publish_scheduled
from core.models import JobState
from core.scheduler import find_job
from core.visibility import is_visible
from home.models import StandardPage
from tests.draft_snippets.models import Leaflet
from tests.factories import draft, publish

MINUTE = timedelta(minutes=1)


@pytest.fixture
def start():
    """A moment just passed, at which things were due."""
    return timezone.now() - MINUTE


def due(page, start, *, expire_at=None):
    """Approve the page's draft for a moment that has come by now."""
    page.go_live_at, page.expire_at = start, expire_at
    page.has_unpublished_changes = True
    return page.save_revision(approved_go_live_at=start)


def stamp(page, **state):
    Page.objects.filter(pk=page.pk).update(**state)


def is_live(page):
    return Page.objects.get(pk=page.pk).live


@pytest.fixture
def failing():
    """A signal handler of some app that fails for pages whose slug starts with "bad"."""

    def fail(instance, **kwargs):
        if instance.slug.startswith("bad"):
            raise ValueError("no disk left")

    page_published.connect(fail)
    page_unpublished.connect(fail)
    yield
    page_published.disconnect(fail)
    page_unpublished.disconnect(fail)


def test_our_command_takes_the_place_of_wagtails():
    assert get_commands()["publish_scheduled"] == "core"


def test_the_scheduler_runs_it_twice_a_minute():
    assert find_job("publish_scheduled").every <= MINUTE / 2


def test_a_scheduled_page_appears_at_the_first_run_after_its_time(home_page, start):
    page = draft(home_page, "plan")
    due(page, start)
    scheduled_publishing.run(now=start - timedelta(seconds=1))
    assert not is_visible(page)
    outcome = scheduled_publishing.run(now=start)
    assert outcome.published == [f"“Plan” (standardpage {page.pk})"]
    assert is_visible(page)
    assert scheduled_publishing.run(now=start + MINUTE).published == []


def test_a_scheduled_page_is_not_seen_before_the_run(client, home_page, start):  # [29]
    page = draft(home_page, "plan")
    due(page, start)
    assert client.get("/plan/").status_code == 404


def test_what_was_approved_goes_live_and_not_the_later_draft(home_page, start):  # [29]
    page = draft(home_page, "plan", title="Approved")
    due(page, start)
    page.title, page.go_live_at = "Later thought", None
    page.save_revision()
    scheduled_publishing.run()
    page = StandardPage.objects.get(pk=page.pk)
    assert (page.live, page.title, page.has_unpublished_changes) == (True, "Approved", True)


def test_an_update_scheduled_for_a_live_page_replaces_it(home_page, start):
    page = publish(home_page, "plan", title="First")
    page.title = "Second"
    due(page, start)
    assert StandardPage.objects.get(pk=page.pk).title == "First"
    scheduled_publishing.run()
    assert StandardPage.objects.get(pk=page.pk).title == "Second"


def test_an_expired_page_is_taken_down_and_logged(home_page, start):
    page = publish(home_page, "over")
    stamp(page, expire_at=start)
    assert scheduled_publishing.run(now=start - timedelta(seconds=1)).expired == []
    assert is_live(page)
    scheduled_publishing.run(now=start)
    assert not is_live(page)
    assert Page.objects.get(pk=page.pk).expired
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.unpublish.scheduled").count() == 1


def test_a_page_whose_start_and_end_have_passed_is_never_seen(home_page, start):  # [27]
    seen = []

    def look(instance, **kwargs):
        seen.append(is_visible(instance))

    page = draft(home_page, "missed")
    due(page, start - MINUTE, expire_at=start)
    page_published.connect(look)
    try:
        outcome = scheduled_publishing.run()
    finally:
        page_published.disconnect(look)
    assert len(outcome.published) == len(outcome.expired) == 1
    assert seen == [False]
    assert not is_live(page)


def test_a_version_approved_for_a_later_day_outlives_the_expiry(home_page, start):
    page = publish(home_page, "season")
    stamp(page, expire_at=start)
    later = timezone.now() + MINUTE
    page.go_live_at, page.expire_at = later, None
    revision = page.save_revision(approved_go_live_at=later)
    scheduled_publishing.run()
    assert not is_live(page)
    revision.refresh_from_db()
    assert revision.approved_go_live_at == later


def test_what_fails_keeps_its_schedule_and_stops_nothing(home_page, start, failing, caplog):  # [28]
    bad, good = draft(home_page, "bad-start"), draft(home_page, "good-start")
    for page, moment in ((bad, start - MINUTE), (good, start)):
        due(page, moment)
    bad_end, good_end = publish(home_page, "ok-end"), publish(home_page, "good-end")
    stamp(bad_end, slug="bad-end", expire_at=start - MINUTE)
    stamp(good_end, expire_at=start)

    outcome = scheduled_publishing.run()

    assert len(outcome.failed) == 2
    assert (is_live(bad), is_live(good), is_live(bad_end), is_live(good_end)) == (False, True, True, False)
    assert Revision.objects.filter(object_id=str(bad.pk), approved_go_live_at__isnull=False).exists()
    assert not is_visible(bad_end)  # the clock closes it all the same
    errors = [record for record in caplog.records if record.levelname == "ERROR"]
    assert len(errors) == 2
    assert all("no disk left" in str(record.exc_info[1]) for record in errors)


def test_what_failed_is_done_at_the_next_run(home_page, start):
    page = draft(home_page, "bad-start")
    due(page, start)

    def fail(**kwargs):
        raise ValueError("no disk left")

    page_published.connect(fail)
    assert scheduled_publishing.run().failed
    page_published.disconnect(fail)
    assert not scheduled_publishing.run().failed
    assert is_live(page)


def test_a_failure_is_told_by_command_and_job(home_page, start, failing):
    due(draft(home_page, "bad-start"), start)
    with pytest.raises(CommandError, match="1 failed: “Bad start”"):
        call_command("publish_scheduled")
    state = JobState.objects.get(name="publish_scheduled")
    assert state.last_failed_at is not None
    assert "Bad start" in state.last_error
    assert state.leased_until is None
    with pytest.raises(scheduled_publishing.SomeFailedError):
        publish_scheduled()


def test_the_command_says_what_it_did(home_page, start):
    due(draft(home_page, "plan"), start)
    out = StringIO()
    call_command("publish_scheduled", stdout=out)
    call_command("publish_scheduled", stdout=out)
    assert out.getvalue().splitlines()[0].startswith("1 published: “Plan”")
    assert out.getvalue().splitlines()[1] == "Nothing was due."


def test_a_dry_run_tells_and_changes_nothing(home_page, start):
    coming, over = draft(home_page, "plan"), publish(home_page, "over")
    due(coming, start)
    stamp(over, expire_at=start)
    for flag in ("--dry-run", "--dryrun"):
        out = StringIO()
        call_command("publish_scheduled", flag, stdout=out)
        assert "would be published: “Plan”" in out.getvalue()
        assert "would be expired: “Over”" in out.getvalue()
    assert (is_live(coming), is_live(over)) == (False, True)


def test_two_machines_never_publish_at_once(home_page, start):
    page = draft(home_page, "plan")
    due(page, start)
    JobState.objects.create(name="publish_scheduled", leased_until=timezone.now() + MINUTE)
    with pytest.raises(CommandError, match="Another process"):
        call_command("publish_scheduled")
    assert not is_live(page)


def test_the_lease_of_a_machine_that_died_runs_out(home_page, start):
    page = draft(home_page, "plan")
    due(page, start)
    JobState.objects.create(name="publish_scheduled", leased_until=timezone.now() - MINUTE)
    call_command("publish_scheduled", stdout=StringIO())
    assert is_live(page)


def test_a_schedule_withdrawn_while_it_ran_is_not_published(home_page, start):
    first, second = draft(home_page, "first"), draft(home_page, "second")
    due(first, start - MINUTE)
    revision = due(second, start)

    def withdraw(instance, **kwargs):
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)

    page_published.connect(withdraw)
    try:
        outcome = scheduled_publishing.run()
    finally:
        page_published.disconnect(withdraw)
    assert len(outcome.published) == 1
    assert not is_live(second)


def test_aliases_follow_their_source_up_and_down(home_page, start):
    page = draft(home_page, "plan")
    due(page, start)
    alias = page.create_alias(parent=home_page, update_slug="mirror")
    scheduled_publishing.run()
    assert is_live(alias)
    stamp(page, expire_at=start)
    assert scheduled_publishing.run().failed == []
    assert not is_live(alias)


def test_snippets_with_drafts_are_published_and_expired_too(db, start):
    coming = Leaflet.objects.create(text="Coming", live=False)
    coming.go_live_at = start
    coming.save_revision(approved_go_live_at=start)
    Leaflet.objects.create(text="Over", live=True, expire_at=start)
    outcome = scheduled_publishing.run()
    assert len(outcome.published) == len(outcome.expired) == 1
    assert [each.text for each in Leaflet.objects.filter(live=True)] == ["Coming"]
