"""Publishing and unpublishing many pages at once, without publishing or leaving public what nobody looked at."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction
from wagtail.models import Page

from core.publishing import WithdrawalRefusedError, stop_mirroring, withdraw


class PublishChosenPages(PublishBulkAction):
    """Publish the pages chosen and no others; none whose end has passed."""

    def object_context(self, obj: Page) -> dict[str, Any]:
        """Offer nothing for what lies below: those are drafts that somebody may still be writing."""
        context: dict[str, Any] = super().object_context(obj)
        return context | {"draft_descendant_count": 0}

    def prepare_action(self, objects: list[Page], objects_without_access: dict[str, list[Page]]) -> HttpResponse | None:
        """Refuse drafts below the pages chosen, and pages whose end has passed, with a message that says so."""
        if self.cleaned_form.cleaned_data.get("include_descendants"):
            return self._refuse("Drafts below a page are published one by one, each by somebody who has read it.")
        over = [page for page in objects if _is_over(page)]
        if over:
            names = ", ".join(f"“{page.get_admin_display_title()}”" for page in over)
            return self._refuse(f"The end date of {names} has passed. Open the page and set a new one.")
        return None

    def _refuse(self, why: str) -> HttpResponse:
        messages.error(self.request, why)
        return redirect(self.next_url)


class UnpublishChosenPages(UnpublishBulkAction):
    """Take down the pages chosen, and with "include subpages" cancel what is scheduled below them too."""

    def prepare_action(self, objects: list[Page], objects_without_access: dict[str, list[Page]]) -> HttpResponse | None:
        """Let aliases stop mirroring; withdraw whole branches here, or refuse where rights are missing below."""
        if not self.cleaned_form.cleaned_data.get("include_descendants"):
            for index, page in enumerate(objects):
                objects[index] = stop_mirroring(page, self.request.user)
            return None
        try:
            user = self.request.user
            changed = [each for page in objects for each in withdraw(page, user, include_descendants=True)]
        except WithdrawalRefusedError as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, f"{len({page.pk for page in changed})} pages have been unpublished.")
        return redirect(self.next_url)


def _is_over(page: Page) -> bool:
    latest = page.get_latest_revision_as_object()
    return bool(latest.expire_at and latest.expire_at <= timezone.now())
