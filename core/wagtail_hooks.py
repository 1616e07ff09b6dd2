"""Hooks that hold for every app: links are asked of the one predicate; what publishes is safe."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.users.views.bulk_actions import SetActiveStateBulkAction

from core import admin_review, admin_withdraw, publishing
from core.admin_api import ReadOnlyPagesAdminAPI
from core.admin_bulk_actions import PublishChosenPages, UnpublishChosenPages
from core.audit import people
from core.audit.report import AuditMenuItem, AuditReport
from core.health import admin as health
from core.link_checks import hooks as link_hooks
from core.models import User
from core.reviews import hooks as review_hooks
from core.rich_text import PublicPageLinkHandler
from core.sign_in import account, reset
from core.user_account import picture_of_everybody


@hooks.register("register_rich_text_features", order=100)  # after Wagtail's own handler, which it takes the place of
def link_only_to_what_is_public(features: FeatureRegistry) -> None:
    """Take over the links to pages inside rich text."""
    features.register_link_type(PublicPageLinkHandler)


@hooks.register("register_log_actions")
def name_the_withdrawal(actions: LogActionRegistry) -> None:
    """Name in the history what was withdrawn."""
    actions.register_action(publishing.WITHDRAW, "Withdraw", "Withdrawn: taken down, schedules and reviews cancelled")


@hooks.register("register_admin_urls")
def withdraw_address() -> list[URLPattern]:
    """Add the page that asks before withdrawing."""
    return [path("pages/<int:page_id>/withdraw/", admin_withdraw.confirm_withdrawal, name="core_withdraw")]


@hooks.register("register_admin_urls")
def import_addresses() -> list[URLPattern | URLResolver]:
    """Add the pages on which many things are brought in at once."""
    return [path("imports/", include("core.importing.urls"))]


@hooks.register("register_page_action_menu_item")
def withdraw_menu_item() -> admin_withdraw.WithdrawMenuItem:
    """Offer "Withdraw" in the page's form."""
    return admin_withdraw.WithdrawMenuItem(order=25)


@hooks.register("register_page_listing_more_buttons")
def withdraw_in_lists(page: Page, user: User, next_url: str | None = None) -> Iterator[admin_withdraw.WithdrawButton]:
    """Offer "Withdraw" in lists of pages."""
    yield admin_withdraw.WithdrawButton(page=page, next_url=next_url, priority=41)


@hooks.register("register_page_header_buttons")
def withdraw_in_header(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[admin_withdraw.WithdrawButton]:
    """Offer "Withdraw" in the page's header."""
    yield admin_withdraw.WithdrawButton(page=page, next_url=next_url, priority=61)


@hooks.register("before_unpublish_page")
def unpublish_for_good(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Let "including subpages" cancel what is scheduled below, and an alias taken down stay down."""
    if "include_descendants" not in request.POST and not page.alias_of_id:
        return None
    below = bool(request.POST.get("include_descendants"))
    try:
        changed = publishing.withdraw(page, request.user, include_descendants=below)  # type: ignore[arg-type]  # an editor
    except publishing.WithdrawalRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{len(changed)} page{'s' if len(changed) > 1 else ''} unpublished.")
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_edit_page")
def decide_on_what_was_seen(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Let a reviewer decide only once, and only on the version that was shown."""
    return admin_review.refuse_repeated_decision(request) or admin_review.refuse_stale_decision(request, page)


@hooks.register("after_edit_page")
def tell_what_came_of_an_approval(request: HttpRequest, page: Page) -> None:
    """Tell a reviewer who approved in the page's form why it is not public."""
    if request.POST.get("workflow-action-name") == "approve" and "action-workflow-action" in request.POST:
        admin_review.tell_if_approval_was_not_enough(request, page)
        admin_review.tell_if_hidden(request, page)


@hooks.register("after_publish_page")
def tell_whoever_publishes(request: HttpRequest, page: Page) -> None:
    """Tell whoever publishes below a page that is not public."""
    admin_review.tell_if_hidden(request, page)


@hooks.register("after_bulk_action")
def tell_whoever_publishes_many(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """Tell it for each page published in bulk."""
    if isinstance(action, PublishChosenPages):
        for page in objects:
            admin_review.tell_if_hidden(request, page)


# After Wagtail's own, whose places they take.
hooks.register("register_bulk_action", PublishChosenPages, order=100)
hooks.register("register_bulk_action", UnpublishChosenPages, order=100)


@hooks.register("construct_admin_api", order=100)
def only_list_pages(router: WagtailAPIRouter) -> None:
    """Take the place of the admin API whose actions pass by the rules above."""
    router.register_endpoint("pages", ReadOnlyPagesAdminAPI)


@hooks.register("register_admin_urls")
def audit_log_addresses() -> list[URLPattern]:
    """Add the audit log to the reports."""
    return [
        path("reports/audit-log/", AuditReport.as_view(), name="audit_log"),
        path("reports/audit-log/results/", AuditReport.as_view(results_only=True), name="audit_log_results"),
    ]


hooks.register("register_reports_menu_item", AuditMenuItem)


@hooks.register("register_permissions")
def let_groups_read_the_audit_log() -> QuerySet[Permission]:
    """Offer the permission to read the audit log in the form of a group."""
    return Permission.objects.filter(content_type__app_label="core", codename="view_auditrecord")


@hooks.register("after_bulk_action")
def record_activations(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """Write into the audit log who was switched off or on in bulk."""
    if isinstance(action, SetActiveStateBulkAction):
        changed = [person for person in objects if person.pk != request.user.pk]
        people.record_activation(changed, active=action.cleaned_form.cleaned_data["mark_as_active"])


@hooks.register("register_admin_urls")
def second_factor_addresses() -> list[URLPattern]:
    """Add the pages on which people keep their second factor, and administrators reset that of others."""
    return [
        path("account/security/", account.overview, name="second_factor"),
        path("account/security/phone/", account.set_up, name="second_factor_set_up"),
        path("account/security/recovery-codes/", account.recovery_codes, name="second_factor_codes"),
        path("account/security/off/", account.switch_off, name="second_factor_off"),
        path("users/reset-second-factor/<int:pk>/", reset.confirm_reset, name="reset_second_factor"),
    ]


hooks.register("get_avatar_url", picture_of_everybody)


@hooks.register("register_account_menu_item")
def security_in_the_account(request: HttpRequest) -> dict[str, str]:
    """Offer the second factor under Account."""
    return {
        "url": reverse("second_factor"),
        "label": "Security",
        "help_text": "The phone that signing in asks for, and your recovery codes.",
    }


hooks.register("register_user_listing_buttons", reset.listing_button)

# What belongs to the reviews of pages stands in a file of its own.
review_hooks.register()
link_hooks.register()
health.register()
