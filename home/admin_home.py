"""What an editor sees first after signing in: what is going on and what waits for them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision, WorkflowState
from wagtail.permissions import page_permission_policy

from core.models import User
from core.reviews.services import SOON, due_pages
from home.enums import NoticeState
from home.querysets import notices

# How many rows a part of the first page shows.
ROWS = 8


class EditorsPanel(Component):
    """A part of the first page, for the person who is signed in."""

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Give the request, its form token, and what the part shows."""
        parent = parent_context or {}
        request = parent["request"]
        return {"request": request, "csrf_token": parent.get("csrf_token"), **self.content(request.user)}

    def content(self, user: User) -> dict[str, Any]:
        """Return what the part shows to this person."""
        raise NotImplementedError


class NoticesPanel(EditorsPanel):
    """The notices showing now, and the button that puts up another."""

    name = "notices"
    order = 50
    template_name = "home/admin/notices_panel.html"

    def content(self, user: User) -> dict[str, Any]:
        """Return the notices and what this person may do with them."""
        return {
            "notices": notices(NoticeState.SHOWING).select_related("branch").order_by("-starts_at", "-pk"),
            "may_add": user.has_perm("home.add_notice"),
            "may_change": user.has_perm("home.change_notice"),
        }


class MyWorkPanel(EditorsPanel):
    """My drafts, what became of what I submitted, what is scheduled next, and which of my pages come due."""

    name = "my_work"
    order = 225  # after Wagtail's own list of what waits for my approval and of what I have in moderation
    template_name = "home/admin/my_work_panel.html"

    def content(self, user: User) -> dict[str, Any]:
        """Return the lists."""
        return {
            "drafts": drafts_of(user),
            "answered": answered_to(user),
            "scheduled": scheduled_for(user),
            "due": list(due_pages(timezone.localdate() + SOON).filter(content_review__owner=user)[:ROWS]),
            "today": timezone.localdate(),
        }


def drafts_of(user: User) -> list[Page]:
    """Return the pages of which this person wrote the last version, unpublished and not submitted, newest first."""
    in_workflow = WorkflowState.objects.active().values_list("object_id", flat=True)
    mine = Page.objects.filter(has_unpublished_changes=True, latest_revision__user=user)
    unscheduled = mine.filter(latest_revision__approved_go_live_at__isnull=True)
    return list(unscheduled.exclude(pk__in=_numbers(in_workflow)).order_by("-latest_revision_created_at")[:ROWS])


def answered_to(user: User) -> list[WorkflowState]:
    """Return what this person submitted and what somebody approved or sent back, latest first."""
    decided = WorkflowState.objects.filter(
        Q(status=WorkflowState.STATUS_APPROVED) | Q(status=WorkflowState.STATUS_NEEDS_CHANGES), requested_by=user
    )
    found = decided.select_related("current_task_state").prefetch_related("content_object").order_by("-pk")[:ROWS]
    return [state for state in found if state.content_object]


def scheduled_for(user: User) -> list[dict[str, Any]]:
    """Return what goes live next, of the pages that this person may edit, soonest first."""
    planned = Revision.page_revisions.filter(approved_go_live_at__gt=timezone.now()).order_by("approved_go_live_at")
    mine = page_permission_policy.instances_user_has_permission_for(user, "change")
    pages = mine.in_bulk(_numbers(planned.values_list("object_id", flat=True)))
    found = [(pages.get(int(revision.object_id)), revision.approved_go_live_at) for revision in planned]
    return [{"page": page, "when": when} for page, when in found if page][:ROWS]


def _numbers(ids: QuerySet[Any]) -> list[int]:
    """The object ids of a generic relation, kept as text, as the numbers that a page's key is."""
    return [int(one) for one in ids if str(one).isdigit()]
