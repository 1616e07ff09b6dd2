"""The report of pages to review: what is due, whose it is, and one click for what still holds."""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

import django_filters
from django.db.models import F, Q, QuerySet, TextChoices
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets import HeaderButton
from wagtail.models import Page, Site
from wagtail.permissions import page_permission_policy

from core.admin_columns import PostColumn
from core.admin_reports import Table, TableReportView, owner_in_words
from core.models import User
from core.reviews.services import SOON, reviewable
from core.reviews.views import HAND_OVER_PERMISSION
from core.visibility import visible_children

NOBODY = "nobody"
_CSV_HEADER = [
    "Page",
    "Address",
    "Section",
    "Owner",
    "Owner may sign in",
    "Last reviewed",
    "Next review",
    "State",
    "Note",
]


class ReviewState(TextChoices):
    """Where a page stands between two reviews."""

    OVERDUE = "overdue", "Overdue"
    SOON = "soon", "Due soon"
    LATER = "later", "Later"
    NONE = "none", "No date"


def state_of(next_review: date | None, today: date) -> ReviewState:
    """Return where a page stands; on its day it is still only due soon."""
    if next_review is None:
        return ReviewState.NONE
    if next_review < today:
        return ReviewState.OVERDUE
    return ReviewState.SOON if next_review <= today + SOON else ReviewState.LATER


def in_state(pages: QuerySet[Page], state: str, today: date) -> QuerySet[Page]:
    """Return those of these pages that stand so."""
    day = "content_review__next_review"
    conditions = {
        ReviewState.OVERDUE: Q(**{f"{day}__lt": today}),
        ReviewState.SOON: Q(**{f"{day}__gte": today, f"{day}__lte": today + SOON}),
        ReviewState.LATER: Q(**{f"{day}__gt": today + SOON}),
        ReviewState.NONE: Q(**{f"{day}__isnull": True}),
    }
    return pages.filter(conditions[ReviewState(state)])


def _sections() -> list[tuple[str, str]]:
    sites = Site.objects.select_related("root_page")
    return [(page.path, page.title) for site in sites for page in visible_children(site.root_page).order_by("path")]


def _owners() -> list[tuple[str, str]]:
    people = User.objects.filter(pages_in_care__isnull=False).distinct().order_by("first_name", "last_name", "username")
    return [(NOBODY, "Nobody"), *((str(person.pk), str(person)) for person in people)]


class ReviewFilterSet(WagtailFilterSet):
    """Filters of the report."""

    state = django_filters.ChoiceFilter(label="State", choices=ReviewState.choices, method="with_state")
    owner = django_filters.ChoiceFilter(label="Owner", choices=_owners, method="with_owner")
    section = django_filters.ChoiceFilter(label="Section", choices=_sections, method="with_section")

    class Meta:
        model = Page
        fields: ClassVar[list[str]] = []

    def with_state(self, pages: QuerySet[Page], name: str, value: str) -> QuerySet[Page]:
        """Return the pages in this state."""
        return in_state(pages, value, timezone.localdate())

    def with_owner(self, pages: QuerySet[Page], name: str, value: str) -> QuerySet[Page]:
        """Return the pages of this person; "nobody" has also those whose owner can no longer sign in."""
        if value == NOBODY:
            return pages.filter(Q(content_review__owner=None) | Q(content_review__owner__is_active=False))
        return pages.filter(content_review__owner=value)

    def with_section(self, pages: QuerySet[Page], name: str, value: str) -> QuerySet[Page]:
        """Return the pages in the branch of this section."""
        return pages.filter(path__startswith=value)


class DayColumn(Column):
    """A day as a date: Wagtail's own column says "just now" of all days to come."""

    def get_value(self, instance: Any) -> str:
        """Return the day in words, short enough for a table."""
        day = super().get_value(instance)
        return date_format(day, "j M Y") if day else ""


class MarkColumn(PostColumn):
    """The button that says that a page still holds."""

    cell_template_name = "core/admin/mark_reviewed_cell.html"


class StateColumn(Column):
    """The state as a tag, whose colour says no more than its words."""

    cell_template_name = "core/admin/review_state_cell.html"


class ReviewReportView(TableReportView):
    """Public pages with their owners and dates, what is due first; each editor sees the pages that they may edit."""

    page_title = "Pages to review"
    header_icon = "calendar-check"
    index_url_name = "core_review_report"
    index_results_url_name = "core_review_report_results"
    filterset_class = ReviewFilterSet
    permission_policy = page_permission_policy
    any_permission_required: ClassVar[list[str]] = ["add", "change", "publish"]
    verbose_name_plural = "pages"
    csv_name = "pages-to-review"

    @property
    def columns(self) -> list[Any]:
        """Return the table's columns."""
        return [
            TitleColumn("title", label="Page", url_name="wagtailadmin_pages:edit", accessor="get_admin_display_title"),
            Column("section", label="Section"),
            Column("owner", label="Owner", accessor=owner_in_words),
            DayColumn("last", label="Last reviewed", accessor="content_review.last_reviewed"),
            DayColumn("next", label="Next review", accessor="content_review.next_review",
                sort_key="content_review__next_review",
            ),
            StateColumn("review_state", label="State"),
            MarkColumn("mark", label="", accessor="pk"),
        ]  # fmt: skip

    @property
    def header_buttons(self) -> list[Any]:
        """Offer the table, and to whom it is allowed, to hand pages over."""
        buttons = super().header_buttons
        if self.request.user.has_perm(HAND_OVER_PERMISSION):
            buttons.append(HeaderButton("Hand over pages", url=reverse("core_hand_over"), icon_name="user"))
        return buttons

    def get_base_queryset(self) -> QuerySet[Page]:
        """Return the pages that this person may edit and the public sees."""
        mine = page_permission_policy.instances_user_has_permission_for(self.request.user, "change")
        return reviewable(mine).select_related("content_review__owner")

    def order_queryset(self, queryset: QuerySet[Page]) -> QuerySet[Page]:
        """Put first what is due first, and last what has no date, whichever way the column is sorted."""
        day = F("content_review__next_review")
        last_first = self.ordering == "-content_review__next_review"
        return queryset.order_by(day.desc(nulls_last=True) if last_first else day.asc(nulls_last=True), "path")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Tell each page its section and its state."""
        return list(decorated(object_list))

    def csv_table(self, rows: QuerySet[Page]) -> Table:
        """Return the pages."""
        return _CSV_HEADER, (
            (page.get_admin_display_title(), page.get_full_url(), page.section, review.owner if review else "",
             bool(review and review.owner and review.owner.is_active), review and review.last_reviewed,
             review and review.next_review, page.review_state.label, review.note if review else "")
            for page in decorated(rows)
            for review in [getattr(page, "content_review", None)]
        )  # fmt: skip


def decorated(pages: Any) -> Iterator[Any]:
    """Give each page the name of its section and its state."""
    today, sections = timezone.localdate(), _sections()
    for page in pages:
        review = getattr(page, "content_review", None)
        page.section = next((title for path, title in sections if page.path.startswith(path)), "")
        page.review_state = state_of(review.next_review if review else None, today)
        yield page
