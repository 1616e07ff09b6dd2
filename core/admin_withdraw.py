"""The admin's "Withdraw": one page that asks, and takes down what is live or scheduled."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from core.copies import elsewhere
from core.models import User
from core.publishing import WithdrawalRefusedError, can_withdraw, scheduled_revisions, withdraw


class WithdrawMenuItem(ActionMenuItem):
    """The item “Withdraw” among the actions at the foot of a page's form; shown though a schedule locks the form."""

    label = "Withdraw"
    name = "action-withdraw"
    icon_name = "download"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Show it for a page that is live or scheduled, to those who may publish it."""
        return context["view"] == "edit" and can_withdraw(context["page"], context["request"].user)

    def get_url(self, context: dict[str, Any]) -> str:
        """Return the address of the page that asks."""
        return reverse("core_withdraw", args=[context["page"].pk])


class WithdrawButton(PageMenuItem):
    """The button “Withdraw” in the menu of a page in lists and in its header."""

    label = "Withdraw"
    icon_name = "download"
    url_name = "core_withdraw"

    def is_shown(self, user: User) -> bool:
        """Show it where there is a schedule; for a page that is merely live Wagtail's "Unpublish" stands there."""
        return scheduled_revisions(self.page).exists() and can_withdraw(self.page, user)


def confirm_withdrawal(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask, and on POST withdraw the page, with what lies below it where that is ticked."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not can_withdraw(page, request.user):  # type: ignore[arg-type]  # the admin lets nobody else in
        raise PermissionDenied
    if request.method != "POST":
        context = {
            "page": page,
            "schedule": scheduled_revisions(page).order_by("approved_go_live_at").first(),
            "descendants": page.get_descendants().count(),
            "elsewhere": elsewhere(page),
            "next_url": get_valid_next_url_from_request(request),
        }
        return render(request, "core/admin/confirm_withdraw.html", context)
    try:
        changed = withdraw(page, request.user, include_descendants="include_descendants" in request.POST)  # type: ignore[arg-type]  # see above
    except WithdrawalRefusedError as error:
        messages.error(request, str(error))
    else:
        more = f" and {len(changed) - 1} below it" if len(changed) > 1 else ""
        messages.success(
            request, f"“{page.get_admin_display_title()}”{more} withdrawn: nothing of it goes live by itself."
        )
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_pages:edit", args=[page.pk]))
