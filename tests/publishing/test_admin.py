"""What an editor can do in the admin, and what is closed. Numbers in brackets: the routes of the publishing notes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import (
    GroupApprovalTask,
    Page,
    PageLogEntry,
    PageViewRestriction,
    Revision,
    Workflow,
    WorkflowTask,
)

from core import publishing, scheduled_publishing
from core.models import User
from core.visibility import is_visible
from home.models import StandardPage
from tests.factories import draft, publish

HOUR = timedelta(hours=1)


@pytest.fixture
def publisher(db):
    return User.objects.create_superuser("publisher", "publisher@example.org", "a long pass phrase")


@pytest.fixture
def nobody(db):
    return User.objects.create_user("nobody", "nobody@example.org", "a long pass phrase")


@pytest.fixture
def admin(client, publisher):
    client.force_login(publisher)
    return client


@pytest.fixture
def section(home_page):
    return publish(home_page, "section")


def schedule(page, moment=None):
    page.go_live_at = moment or timezone.now() + HOUR
    revision = page.save_revision()
    revision.publish()
    return type(page).objects.get(pk=page.pk)


def fresh(page):
    return StandardPage.objects.get(pk=page.pk)


def bulk(action, *pages):
    return (
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        + "?"
        + "&".join(f"id={page.pk}" for page in pages)
    )


def said(response):
    return " ".join(str(message) for message in response.context["messages"]) if response.context else ""


class TestWithdraw:
    def test_a_scheduled_draft_never_goes_live(self, home_page, publisher):  # [31]
        page = schedule(draft(home_page, "plan"))
        publishing.withdraw(page, publisher)
        page = fresh(page)
        assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
        assert page.go_live_at is None
        assert page.get_latest_revision_as_object().go_live_at is None
        scheduled_publishing.run(now=timezone.now() + 2 * HOUR)
        assert not fresh(page).live
        assert PageLogEntry.objects.filter(page=page, action=publishing.WITHDRAW, user=publisher).exists()

    def test_a_live_page_with_a_scheduled_update_is_taken_down_whole(self, section, publisher):
        publishing.withdraw(schedule(section), publisher)
        assert not fresh(section).live
        assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()

    def test_with_what_lies_below(self, section, publisher):  # trap 8
        live, coming, idle = publish(section, "live"), schedule(draft(section, "coming")), draft(section, "idle")
        changed = publishing.withdraw(section, publisher, include_descendants=True)
        assert {page.pk for page in changed} == {section.pk, live.pk, coming.pk}
        assert not any(fresh(page).live for page in (section, live, coming, idle))
        assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()

    def test_without_the_right_nothing_is_changed(self, section, nobody):  # [33]
        below = publish(section, "below")
        with pytest.raises(publishing.WithdrawalRefusedError, match=r"Section.*Below"):
            publishing.withdraw(section, nobody, include_descendants=True)
        assert fresh(section).live
        assert fresh(below).live

    def test_a_page_locked_by_somebody_else_is_left_alone(self, section, publisher, nobody):
        Page.objects.filter(pk=section.pk).update(locked=True, locked_by=nobody, locked_at=timezone.now())
        with pytest.raises(publishing.WithdrawalRefusedError):
            publishing.withdraw(fresh(section), publisher)

    def test_an_alias_taken_down_stays_down(self, home_page, section, publisher):  # [46]
        alias = section.create_alias(parent=home_page, update_slug="mirror")
        publishing.withdraw(fresh(alias), publisher)
        fresh(section).save_revision().publish()
        assert not fresh(alias).live

    def test_the_page_that_asks_changes_nothing_until_it_is_answered(self, admin, home_page):
        page = schedule(draft(home_page, "plan"))
        address = reverse("core_withdraw", args=[page.pk])
        assert b"is scheduled to go live" in admin.get(address).content
        assert Revision.objects.filter(approved_go_live_at__isnull=False).exists()
        answer = admin.post(address, follow=True)
        assert "withdrawn" in said(answer)
        assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
        assert admin.get(address).status_code in {302, 403}

    def test_it_is_offered_though_the_schedule_locks_the_form(self, admin, home_page):
        page = schedule(draft(home_page, "plan"))
        address = reverse("core_withdraw", args=[page.pk])
        assert address in admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    def test_it_is_refused_to_others(self, client, section, nobody):
        client.force_login(nobody)
        assert client.post(reverse("core_withdraw", args=[section.pk])).status_code in {302, 403}
        assert fresh(section).live


class TestUnpublishing:
    def test_including_subpages_cancels_what_is_scheduled_below(self, admin, section):  # trap 8
        coming = schedule(draft(section, "coming"))
        admin.post(reverse("wagtailadmin_pages:unpublish", args=[section.pk]), {"include_descendants": "on"})
        assert not fresh(section).live
        scheduled_publishing.run(now=timezone.now() + 2 * HOUR)
        assert not fresh(coming).live

    def test_in_bulk_too(self, admin, section):
        coming = schedule(draft(section, "coming"))
        admin.post(bulk("unpublish", section), {"include_descendants": "on"})
        assert not fresh(section).live
        assert not publishing.scheduled_revisions(coming).exists()

    @pytest.mark.parametrize("in_bulk", [True, False])
    def test_an_alias_unpublished_by_hand_does_not_come_back(self, admin, home_page, section, in_bulk):  # [46]
        alias = section.create_alias(parent=home_page, update_slug="mirror")
        admin.post(bulk("unpublish", alias) if in_bulk else reverse("wagtailadmin_pages:unpublish", args=[alias.pk]))
        assert not fresh(alias).live
        fresh(section).save_revision().publish()
        assert not fresh(alias).live

    def test_an_alias_closed_with_its_source_comes_back_with_it(self, home_page, section):
        alias = section.create_alias(parent=home_page, update_slug="mirror")
        section.unpublish()
        assert not is_visible(alias)
        fresh(section).save_revision().publish()
        assert is_visible(alias)


class TestBulkPublishing:
    def test_publishes_what_was_chosen(self, admin, home_page):
        page = draft(home_page, "plan")
        admin.post(bulk("publish", page))
        assert fresh(page).live

    def test_never_what_lies_below(self, admin, home_page):  # [32]
        page = draft(home_page, "plan")
        below = draft(page, "half-typed")
        assert b"include_descendants" not in admin.get(bulk("publish", page)).content
        answer = admin.post(bulk("publish", page), {"include_descendants": "on"}, follow=True)
        assert "one by one" in said(answer)
        assert not fresh(page).live
        assert not fresh(below).live

    def test_never_a_page_whose_end_has_passed(self, admin, home_page):  # [26]
        page = draft(home_page, "over", expire_at=timezone.now() - HOUR)
        answer = admin.post(bulk("publish", page), follow=True)
        assert "has passed" in said(answer)
        assert not fresh(page).live


class TestCopying:
    def form(self, page, parent, **more):
        return {"new_title": "Copy", "new_slug": "copy", "new_parent_page": parent.pk} | more

    def test_a_copy_is_a_draft_whatever_was_asked(self, admin, home_page, section):  # [45]
        address = reverse("wagtailadmin_pages:copy", args=[section.pk])
        assert b"publish_copies" not in admin.get(address).content
        admin.post(address, self.form(section, home_page, publish_copies="on"))
        assert not Page.objects.get(slug="copy").live

    def test_an_alias_of_a_public_page_may_be_made(self, admin, home_page, section):
        admin.post(reverse("wagtailadmin_pages:copy", args=[section.pk]), self.form(section, home_page, alias="on"))
        assert is_visible(Page.objects.get(slug="copy"))

    @pytest.mark.parametrize("why", ["draft", "restricted", "below a restricted page"])
    def test_an_alias_of_what_is_not_public_is_refused(self, admin, home_page, section, why):  # [44]
        source = draft(section, "source") if why == "draft" else publish(section, "source")
        if why != "draft":
            held = source if why == "restricted" else section
            PageViewRestriction.objects.create(page=held, restriction_type="login")
        answer = admin.post(
            reverse("wagtailadmin_pages:copy", args=[source.pk]), self.form(source, home_page, alias="on")
        )
        assert "the public may not see" in answer.content.decode()
        assert not Page.objects.filter(slug="copy").exists()

    @pytest.mark.parametrize("action", ["copy", "create_alias", "publish", "unpublish", "copy_for_translation"])
    def test_the_admins_own_api_offers_no_way_round(self, admin, section, action):
        answer = admin.post(f"/admin/api/main/pages/{section.pk}/action/{action}/", {})
        assert answer.status_code == 404


class TestPrivacy:
    def test_no_page_can_be_given_a_restriction(self, admin, section):  # [48]
        address = reverse("wagtailadmin_pages:set_privacy", args=[section.pk])
        for kind in ("login", "password", "groups"):
            admin.post(address, {"restriction_type": kind, "password": "x"})
        assert not PageViewRestriction.objects.exists()
        assert "restriction_type" not in admin.get(address).content.decode()


class TestReview:
    """A two-step workflow: what is published is what was approved, to the letter."""

    @pytest.fixture
    def steps(self, home_page):
        workflow = Workflow.objects.create(name="Two pairs of eyes")
        tasks = [GroupApprovalTask.objects.create(name=name) for name in ("Check", "Approve")]
        for order, task in enumerate(tasks):
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
        return workflow

    @pytest.fixture
    def page(self, home_page):
        page = draft(home_page, "plan", title="Approved words")
        page.save_revision()
        return page

    def approve(self, admin, state):
        admin.post(reverse("wagtailadmin_pages:workflow_action", args=[state.revision.object_id, "approve", state.pk]))

    def edit(self, page, title, **kwargs):
        page = fresh(page)
        page.title = title
        return page.save_revision(**kwargs)

    def test_two_approvals_publish_what_was_approved(self, admin, steps, page, publisher):
        state = steps.start(page, publisher)
        self.approve(admin, state.current_task_state)
        assert not fresh(page).live
        state.refresh_from_db()
        self.approve(admin, state.current_task_state)
        assert (fresh(page).live, fresh(page).title) == (True, "Approved words")

    @pytest.mark.parametrize("after_steps", [0, 1])
    def test_words_changed_while_the_reviewer_read_need_another_look(
        self, admin, steps, page, publisher, after_steps
    ):  # [34]
        state = steps.start(page, publisher)
        for _ in range(after_steps):
            self.approve(admin, state.current_task_state)
            state.refresh_from_db()
        opened = state.current_task_state
        self.edit(page, "Unreviewed words")
        self.approve(admin, opened)
        assert not fresh(page).live
        state.refresh_from_db()
        assert state.status == state.STATUS_IN_PROGRESS
        assert state.current_task_state.revision == fresh(page).latest_revision

    def test_the_version_under_review_is_never_rewritten_in_place(self, steps, page, publisher):  # [35]
        revision = page.save_revision(user=publisher)
        steps.start(page, publisher)
        with pytest.raises(PermissionDenied, match="submitted for review"):
            self.edit(page, "Unreviewed words", user=publisher, overwrite_revision=revision)
        revision.refresh_from_db()
        assert revision.content["title"] == "Approved words"

    def test_nor_the_public_one(self, section, publisher):  # [36]
        revision = section.save_revision(user=publisher)
        revision.publish()
        with pytest.raises(PermissionDenied, match="public one"):
            self.edit(section, "Draft words", user=publisher, overwrite_revision=revision)

    def test_nor_the_scheduled_one(self, page, publisher):  # [29]
        page.go_live_at = timezone.now() + HOUR
        revision = page.save_revision(user=publisher)
        revision.publish()
        revision.refresh_from_db()
        with pytest.raises(PermissionDenied, match="scheduled"):
            self.edit(page, "Draft words", user=publisher, overwrite_revision=revision)

    def test_ones_own_draft_may_be_saved_over(self, page, publisher):
        revision = page.save_revision(user=publisher)
        assert self.edit(page, "Draft words", user=publisher, overwrite_revision=revision) == revision

    def test_withdrawing_cancels_the_review(self, steps, page, publisher):
        state = steps.start(page, publisher)
        publishing.withdraw(page, publisher)
        state.refresh_from_db()
        assert state.status == state.STATUS_CANCELLED
