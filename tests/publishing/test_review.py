"""Reviews and automatic saving as the browser sends them: what goes public is what somebody saw and approved.

Numbers in brackets: the routes of the publishing notes.
"""

import re

import pytest
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from core.models import User
from home.models import StandardPage
from tests.editors.actions import form
from tests.factories import draft, publish

AUTOSAVE = {"Accept": "application/json"}


@pytest.fixture
def reviewer(client, db):
    client.force_login(User.objects.create_superuser("reviewer", "reviewer@example.org", "a long pass phrase"))
    return client


@pytest.fixture
def author(db):
    return User.objects.create_superuser("author", "author@example.org", "a long pass phrase")


@pytest.fixture
def page(home_page, author):
    """A page handed in for the one approval that it needs."""
    workflow = Workflow.objects.create(name="Two pairs of eyes")
    task = GroupApprovalTask.objects.create(name="Approve")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=home_page, defaults={"workflow": workflow})
    page = draft(home_page, "plan", title="Seen words")
    page.save_revision(user=author)
    workflow.start(page, author)
    return page


def fresh(page):
    return StandardPage.objects.get(pk=page.pk)


def address(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def open_form(client, page):
    """Open the page's form; return what the browser would send back of its hidden fields."""
    html = client.get(address(page)).content.decode()
    return {
        name: re.search(rf'name="{name}" value="([^"]*)"', html)[1]
        for name in ("loaded_revision_id", "loaded_revision_created_at")
    }


def approve(client, page, opened, title="Seen words"):
    decision = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    return client.post(address(page), form(title, page.slug, **opened, **decision), follow=True)


def author_saves(page, author, title="Unseen words"):
    page = fresh(page)
    page.title = title
    return page.save_revision(user=author)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_approving_what_was_seen_publishes_it(reviewer, page):  # [34]
    approve(reviewer, page, open_form(reviewer, page))
    assert (fresh(page).live, fresh(page).title) == (True, "Seen words")


def test_an_approval_of_an_older_version_is_refused_and_changes_nothing(reviewer, page, author):  # [34]
    opened = open_form(reviewer, page)
    newer = author_saves(page, author)
    answer = approve(reviewer, page, opened)
    assert "changed the page since you opened it" in said(answer)
    assert "Unseen words" in answer.content.decode()
    assert not fresh(page).live
    assert fresh(page).latest_revision == newer
    assert page.current_workflow_task_state.status == "in_progress"


def test_so_is_one_from_a_form_that_does_not_say_what_it_showed(reviewer, page):  # [34]
    assert "changed the page since" in said(approve(reviewer, page, {}))
    assert not fresh(page).live


def test_after_a_second_look_the_newer_version_is_published(reviewer, page, author):  # [34]
    author_saves(page, author)
    first = approve(reviewer, page, open_form(reviewer, page), "Unseen words")
    assert "no longer as it was submitted" in said(first)
    assert not fresh(page).live
    approve(reviewer, page, open_form(reviewer, page), "Unseen words")
    assert (fresh(page).live, fresh(page).title) == (True, "Unseen words")


def test_what_the_reviewer_mends_while_approving_needs_another_look(reviewer, page):  # [34]
    answer = approve(reviewer, page, open_form(reviewer, page), "Mended words")
    assert "no longer as it was submitted" in said(answer)
    assert not fresh(page).live
    approve(reviewer, page, open_form(reviewer, page), "Mended words")
    assert (fresh(page).live, fresh(page).title) == (True, "Mended words")


@pytest.mark.parametrize("dialogue", [{}, {"X-Requested-With": "XMLHttpRequest"}])
class TestFromTheMenu:
    def decide(self, client, page, state, headers):
        where = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
        client.post(where, {"comment": ""}, headers=headers)
        return client.get(address(page))

    def test_an_approval_of_an_older_version_says_why_nothing_went_public(  # [34]
        self, reviewer, page, author, dialogue
    ):
        state = page.current_workflow_task_state
        author_saves(page, author)
        assert "no longer as it was submitted" in said(self.decide(reviewer, page, state, dialogue))
        assert not fresh(page).live

    def test_a_review_that_is_over_is_told_so(self, reviewer, page, author, dialogue):
        state = page.current_workflow_task_state
        author_saves(page, author)
        self.decide(reviewer, page, state, dialogue)
        assert "This review is over" in said(self.decide(reviewer, page, state, dialogue))
        assert not fresh(page).live

    def test_a_review_of_another_page_is_not_found(self, reviewer, home_page, page, author, dialogue):
        other = draft(home_page, "other")
        other.save_revision(user=author)
        Workflow.objects.get(name="Two pairs of eyes").start(other, author)
        where = reverse(
            "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", other.current_workflow_task_state.pk]
        )
        assert reviewer.post(where, {"comment": ""}, headers=dialogue).status_code in {302, 404}
        assert not fresh(other).live


class TestAutosave:
    """The field `overwrite_revision_id` that automatic saving sends, also when it is written by hand."""

    def save_over(self, client, page, revision, title="Rewritten", headers=AUTOSAVE):
        sent = form(title, page.slug, overwrite_revision_id=str(revision.pk))
        return client.post(address(page), sent, headers=headers)

    def test_a_decision_is_not_sent_a_second_time_by_it(self, reviewer, page):
        """Given a slow answer to an approval, when the script sends the form again by itself, then nothing is saved."""
        opened = open_form(reviewer, page)
        decision = {"action-workflow-action": "true", "workflow-action-name": "approve"}
        again = reviewer.post(address(page), form("Seen words", page.slug, **opened, **decision), headers=AUTOSAVE)
        assert (again.status_code, again.json()["error_code"]) == (400, "decided")
        assert not fresh(page).live
        approve(reviewer, page, opened)
        assert fresh(page).live
        again = reviewer.post(address(page), form("Seen words", page.slug, **opened, **decision), headers=AUTOSAVE)
        assert again.status_code == 400
        assert fresh(page).live

    def test_ones_own_draft_is_saved_over(self, client, home_page, author):
        client.force_login(author)
        page = draft(home_page, "plan")
        revision = page.save_revision(user=author)
        answer = self.save_over(client, page, revision)
        assert answer.json()["revision_id"] == revision.pk
        assert fresh(page).get_latest_revision_as_object().title == "Rewritten"

    @pytest.mark.parametrize("headers", [AUTOSAVE, {}])
    def test_the_version_under_review_is_not(self, client, page, author, headers):  # [35]
        client.force_login(author)
        revision = fresh(page).latest_revision
        answer = self.save_over(client, page, revision, headers=headers)
        told = answer.json()["error_message"] if headers else said(answer)
        assert "submitted for review" in told
        revision.refresh_from_db()
        assert revision.content["title"] == "Seen words"
        assert fresh(page).title == "Seen words"

    def test_nor_the_public_one(self, client, home_page, author):  # [36]
        client.force_login(author)
        page = publish(home_page, "section")
        revision = page.save_revision(user=author)
        revision.publish()
        answer = self.save_over(client, page, revision)
        assert answer.status_code == 400
        assert "public one" in answer.json()["error_message"]
        revision.refresh_from_db()
        assert revision.content["title"] == "Section"
        assert fresh(page).title == "Section"
        assert "Rewritten" not in client.get("/section/").content.decode()

    def test_nor_one_that_somebody_else_saved(self, reviewer, home_page, author):  # [35]
        page = draft(home_page, "plan")
        revision = page.save_revision(user=author)
        assert self.save_over(reviewer, page, revision).status_code == 400
        revision.refresh_from_db()
        assert revision.content["title"] == "Plan"

    def test_what_is_typed_while_a_reviewer_reads_is_a_version_of_its_own(self, client, page, author):  # [34], [35]
        under_review = fresh(page).latest_revision
        client.force_login(author)
        opened = open_form(client, page)
        answer = client.post(address(page), form("Typing", page.slug, **opened), headers=AUTOSAVE)
        assert answer.json()["revision_id"] != under_review.pk
        under_review.refresh_from_db()
        assert under_review.content["title"] == "Seen words"
        assert Page.objects.get(pk=page.pk).current_workflow_task_state.revision == under_review
