"""What the reviews of pages add to the admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from core.models import User
from core.reviews.report import ReviewReportView
from core.reviews.services import REVIEW_CHANGED, REVIEWED, save_typed_review
from core.reviews.views import ReviewButton, hand_over_pages, offer_hand_over, refuse_to_delete_owners, review_page


def register() -> None:
    """Register all of them; called once, by core.wagtail_hooks."""
    hooks.register("register_admin_urls", addresses)
    hooks.register("register_reports_menu_item", report_in_menu)
    hooks.register("register_log_actions", name_the_actions)
    hooks.register("register_page_header_buttons", button_in_header)
    hooks.register("register_page_listing_more_buttons", button_in_lists)
    hooks.register("register_permissions", let_groups_hand_over)
    hooks.register("after_edit_page", keep_what_was_typed)
    hooks.register("after_edit_user", after_a_person_changed)
    hooks.register("before_delete_user", before_a_person_goes)
    hooks.register("before_bulk_action", before_people_go)
    hooks.register("after_bulk_action", after_people_changed)


def addresses() -> list[URLPattern]:
    """Add the addresses of the report, of one page's review, and of handing pages over."""
    return [
        path("reports/reviews/", ReviewReportView.as_view(), name="core_review_report"),
        path(
            "reports/reviews/results/", ReviewReportView.as_view(results_only=True), name="core_review_report_results"
        ),
        path("pages/<int:page_id>/review/", review_page, name="core_mark_reviewed"),
        path("reports/reviews/hand-over/", hand_over_pages, name="core_hand_over"),
    ]


def report_in_menu() -> MenuItem:
    """Offer the report to everybody who may enter the admin; each sees their own pages in it."""
    address = reverse("core_review_report")
    return MenuItem("Pages to review", address, name="review-dates", icon_name="calendar-check", order=600)


def name_the_actions(actions: LogActionRegistry) -> None:
    """Name in the history what was reviewed, and by whom it is kept."""
    actions.register_action(REVIEWED, "Review", "Reviewed: read as a whole, nothing to change")
    actions.register_action(REVIEW_CHANGED, "Change review", "Owner, review dates or note changed")


def let_groups_hand_over() -> QuerySet[Permission]:
    """Offer the permission to hand pages over in the form of a group."""
    return Permission.objects.filter(content_type__app_label="core", codename="change_contentreview")


def button_in_header(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[ReviewButton]:
    """Offer "Mark as reviewed" in the page's header."""
    yield ReviewButton(page=page, next_url=next_url, priority=62)


def button_in_lists(page: Page, user: User, next_url: str | None = None) -> Iterator[ReviewButton]:
    """Offer it in lists of pages."""
    yield ReviewButton(page=page, next_url=next_url, priority=42)


def keep_what_was_typed(request: HttpRequest, page: Page) -> None:
    """Save a review that came with a decision on the page, which saves no version when nothing else changed."""
    save_typed_review(page, request.user)  # type: ignore[arg-type]  # an editor


def after_a_person_changed(request: HttpRequest, user: User) -> None:
    """Offer to hand over the pages of somebody who can no longer sign in."""
    offer_hand_over(request, [user])


def before_a_person_goes(request: HttpRequest, user: User) -> HttpResponse | None:
    """Ask for an heir first."""
    return refuse_to_delete_owners(request, [user]) if request.method == "POST" else None


def before_people_go(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """Ask for an heir first, in bulk too."""
    return refuse_to_delete_owners(request, list(objects)) if action_type == "delete" else None


def after_people_changed(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """Offer the same after people were switched off in bulk."""
    people = [one.pk for one in objects if isinstance(one, User)]
    if people:
        offer_hand_over(request, list(User.objects.filter(pk__in=people)))
