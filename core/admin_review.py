"""What reviewers and publishers are told: that the words have changed, that visitors do not see the page yet."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.views.pages.workflow import WorkflowAction
from wagtail.models import Page, TaskState

from core.publishing import closed_above

CHANGED_SINCE_OPENED = (
    "Nothing was approved or saved: somebody has changed the page since you opened it. This is how it reads now."
)
DECIDED = "Not saved a second time: your decision is on its way."
NEEDS_ANOTHER_LOOK = (
    "Not published: the page is no longer as it was submitted. Look at this version, then approve it once more."
)


def refuse_repeated_decision(request: HttpRequest) -> HttpResponse | None:
    """Refuse a decision that the form's automatic saving sends.

    When the answer to a decision is slow, Wagtail's script takes the decision for something typed and sends it once
    more, which would write the page's row as it was before.
    """
    automatic = request.accepts("application/json") and not request.accepts("text/html")
    if not (request.method == "POST" and automatic and any(name.startswith("action-") for name in request.POST)):
        return None
    return JsonResponse({"success": False, "error_code": "decided", "error_message": DECIDED}, status=400)


def refuse_stale_decision(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse an approval, or a rejection, that was sent from a form showing an older version of the page."""
    if request.method != "POST" or "action-workflow-action" not in request.POST or not _is_stale(request, page):
        return None
    messages.error(request, CHANGED_SINCE_OPENED)
    return redirect("wagtailadmin_pages:edit", page.pk)


def _is_stale(request: HttpRequest, page: Page) -> bool:
    """Whether the form was filled from another version than the latest: told by its number and time of saving."""
    latest = page.latest_revision
    if latest is None:
        return False
    own = request.POST.get("overwrite_revision_id")
    if own:
        return own != str(latest.pk)
    seen = request.POST.get("loaded_revision_id"), request.POST.get("loaded_revision_created_at")
    return seen != (str(latest.pk), latest.created_at.isoformat())


def tell_if_approval_was_not_enough(request: HttpRequest, page: Page) -> None:
    """Say why a page that was just approved is not published: the approval held for an older version."""
    state = Page.objects.get(pk=page.pk).specific.current_workflow_state
    current = state and state.current_task_state
    if current is None or current.status != TaskState.STATUS_IN_PROGRESS:
        return
    approved = state.task_states.filter(task=current.task, status=TaskState.STATUS_APPROVED)
    if approved.exclude(revision=current.revision).exists():
        messages.warning(request, NEEDS_ANOTHER_LOOK)


def tell_if_hidden(request: HttpRequest, page: Page) -> None:
    """Warn whoever publishes below a page that the public may not see."""
    page = Page.objects.get(pk=page.pk)
    above = closed_above(page) if page.live else None
    if above is None:
        return
    name, title = page.get_admin_display_title(), above.get_admin_display_title()
    messages.warning(request, f"“{name}” is published, but visitors cannot see it until “{title}” above it is public.")


class TellingWorkflowAction(WorkflowAction):
    """Wagtail's approval from the page's menu, which says what came of it."""

    def get_task_state(self) -> TaskState:
        """Return the review meant, which has to be one of this page."""
        state: TaskState = super().get_task_state()
        if state.workflow_state.object_id != str(self.object.pk):
            raise Http404
        return state

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act, then tell."""
        if self.task_state.status != TaskState.STATUS_IN_PROGRESS:
            messages.error(request, "This review is over: somebody else has decided, or it was taken back.")
            return self._to(reverse("wagtailadmin_pages:edit", args=[self.object.pk]))
        response: HttpResponse = super().post(request, *args, **kwargs)
        if self.action_name == "approve":
            tell_if_approval_was_not_enough(request, self.object)
            tell_if_hidden(request, self.object)
        return response

    def _to(self, url: str) -> HttpResponse:
        """Lead the browser on, from the dialogue too."""
        if self.request.headers.get("x-requested-with") == "XMLHttpRequest":
            answer: HttpResponse = self.render_modal_json(self.request, {"step": "success", "redirect": url})
            return answer
        return redirect(url)
