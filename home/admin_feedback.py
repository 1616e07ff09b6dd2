"""What visitors say of pages, in the admin: yes and no by page, and the comments on each."""

from datetime import date, timedelta
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, F, FloatField, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy

from core.admin_columns import PostColumn
from core.admin_reports import Table, TableReportView
from core.audit import record
from home.enums import FeedbackPeriod
from home.models import FeedbackComment, FeedbackCount

VIEW = "home.view_feedbackcomment"
DELETE = "home.delete_feedbackcomment"


def chosen_period(period: str | None) -> FeedbackPeriod:
    """Return the period that this parameter names; a quarter when it names none."""
    return FeedbackPeriod(period) if period in FeedbackPeriod.values else FeedbackPeriod.QUARTER


def since(period: str | None) -> date | None:
    """Return the first day of this period; None for all time."""
    days = {FeedbackPeriod.MONTH: 30, FeedbackPeriod.QUARTER: 91, FeedbackPeriod.YEAR: 365}
    length = days.get(chosen_period(period))
    return timezone.localdate() - timedelta(days=length) if length else None


def by_page(begin: date | None) -> QuerySet[Page]:
    """Return the pages that were answered about since then, with `yes`, `no`, `share` (0 to 1) and `comments`."""
    counts = FeedbackCount.objects.filter(page=OuterRef("pk"), **({"day__gte": begin} if begin else {}))
    comments = FeedbackComment.objects.filter(
        page=OuterRef("pk"), **({"received_at__date__gte": begin} if begin else {})
    )

    def total(of: QuerySet[Any], aggregate: Any) -> Coalesce:
        found = of.order_by().values("page").annotate(total=aggregate).values("total")
        return Coalesce(Subquery(found, output_field=IntegerField()), Value(0))

    pages = Page.objects.annotate(
        yes=total(counts, Sum("yes")), no=total(counts, Sum("no")), comments=total(comments, Count("pk"))
    ).filter(Q(yes__gt=0) | Q(no__gt=0) | Q(comments__gt=0))
    answers = F("yes") + F("no")
    share = Case(When(Q(yes=0, no=0), then=None), default=F("yes") * 1.0 / answers, output_field=FloatField())
    return pages.annotate(share=share)


def name_of(period: str | None) -> str:
    """Return the period that is counted, in words that go on in a sentence."""
    return str(chosen_period(period).label).lower()


def percent(share: float | None) -> str:
    """Return a share as people read it."""
    return "" if share is None else f"{round(share * 100)} %"


class PeriodFilterSet(WagtailFilterSet):
    """The period that a report is about; the report itself asks for it, because it counts by it."""

    period = django_filters.ChoiceFilter(label="Period", choices=FeedbackPeriod.choices, method="counted_by_the_report")

    def counted_by_the_report(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Leave the rows as they are: they were counted for this period."""
        return queryset


class PageFilterSet(PeriodFilterSet):
    """Filters of the report by page."""

    class Meta:
        model = Page
        fields: ClassVar[list[str]] = []


class CommentFilterSet(PeriodFilterSet):
    """Filters of the comments."""

    useful = django_filters.ChoiceFilter(label="Answer", choices=[("True", "Yes"), ("False", "No")])

    class Meta:
        model = FeedbackComment
        fields: ClassVar[list[str]] = ["useful"]


class FeedbackReport(TableReportView):
    """What both reports have in common: who may see them, the period, the table to save."""

    header_icon = "comment"
    permission_policy = ModelPermissionPolicy(FeedbackComment)
    permission_required = "view"
    csv_name = "feedback"

    @cached_property
    def begin(self) -> date | None:
        """The first day of the period that is asked for."""
        return since(self.request.GET.get("period"))


class PagesReport(FeedbackReport):
    """Yes and no by page, the most noes first."""

    page_title = "Is this page useful?"
    index_url_name = "feedback_report"
    index_results_url_name = "feedback_report_results"
    filterset_class = PageFilterSet
    verbose_name_plural = "answers"
    default_ordering = "-no"
    columns: ClassVar[list[Any]] = [
        TitleColumn("title", label="Page", url_name="feedback_of_page"),
        NumberColumn("yes", label="Yes", sort_key="yes"),
        NumberColumn("no", label="No", sort_key="no"),
        Column("share", label="Useful", accessor=lambda page: percent(page.share), sort_key="share"),
        NumberColumn("comments", label="Comments", sort_key="comments"),
    ]

    def get_page_subtitle(self) -> str:
        """Say which period is counted."""
        return name_of(self.request.GET.get("period"))

    def order_queryset(self, queryset: QuerySet[Page]) -> QuerySet[Page]:
        """Put last what has no share, whichever way it is sorted."""
        name = str(self.ordering)
        column = F(name.removeprefix("-"))
        return queryset.order_by(
            column.desc(nulls_last=True) if name.startswith("-") else column.asc(nulls_last=True), "title"
        )

    def get_base_queryset(self) -> QuerySet[Page]:
        """Count for the period."""
        return by_page(self.begin)

    def csv_table(self, rows: QuerySet[Any]) -> Table:
        """Return the counts of each page."""
        header = ["Page", "Address", "Yes", "No", "Useful", "Comments"]
        return header, (
            (row.title, row.get_full_url(), row.yes, row.no, percent(row.share), row.comments) for row in rows
        )


class CommentColumn(Column):
    """A comment as it was written."""

    cell_template_name = "home/admin/comment_cell.html"


class DeleteColumn(PostColumn):
    """The button that deletes a comment."""

    cell_template_name = "home/admin/delete_comment_cell.html"


class PageReport(FeedbackReport):
    """The comments on one page, newest first."""

    filterset_class = CommentFilterSet
    verbose_name_plural = "comments"
    csv_name = "comments"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the page."""
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(Page, pk=kwargs["pk"])

    @property
    def columns(self) -> list[Any]:
        """Return the table's columns; the button only for those who may delete."""
        shown = [
            CommentColumn("comment", label="Comment"),
            Column("useful", label="Useful", accessor=lambda row: "Yes" if row.useful else "No"),
            Column(
                "received_at",
                label="Received",
                accessor=lambda row: f"{timezone.localtime(row.received_at):%-d %b %Y, %H:%M}",
            ),
        ]
        return (
            [*shown, DeleteColumn("delete", label="", accessor="pk")] if self.request.user.has_perm(DELETE) else shown
        )

    def get_page_title(self) -> str:
        """Name the page."""
        return f"Is it useful? {self.page.get_admin_display_title()}"

    def get_page_subtitle(self) -> str:
        """Say how often it was answered yes and no."""
        counted = by_page(self.begin).filter(pk=self.page.pk).first()
        answers = f"{counted.yes} yes, {counted.no} no" if counted else "no answers"
        return f"{answers}, {name_of(self.request.GET.get('period'))}"

    def get_index_url(self) -> str:
        """Return the address of this report."""
        return reverse("feedback_of_page", args=[self.page.pk])

    def get_index_results_url(self) -> str:
        """Return the address of its rows alone."""
        return reverse("feedback_of_page_results", args=[self.page.pk])

    def get_base_queryset(self) -> QuerySet[FeedbackComment]:
        """Return the comments of the period."""
        begin = {"received_at__date__gte": self.begin} if self.begin else {}
        return FeedbackComment.objects.filter(page=self.page, **begin)

    def csv_table(self, rows: QuerySet[Any]) -> Table:
        """Return the comments."""
        return ["Received", "Useful", "Comment"], ((row.received_at, row.useful, row.comment) for row in rows)


@require_POST
def delete_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete one comment, because it says something personal all the same."""
    if not request.user.has_perm(DELETE):
        raise PermissionDenied
    comment = get_object_or_404(FeedbackComment.objects.select_related("page"), pk=pk)
    page = comment.page
    comment.delete()
    record("page_comment_deleted", user=request.user, about=page)
    messages.success(request, "The comment is deleted.")
    return redirect(get_valid_next_url_from_request(request) or reverse("feedback_of_page", args=[page.pk]))


class FeedbackMenuItem(MenuItem):
    """The report among the reports, for those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return bool(request.user.has_perm(VIEW))


def menu_item() -> FeedbackMenuItem:
    """Return the report's item of the menu."""
    return FeedbackMenuItem(
        "Is this page useful?", reverse("feedback_report"), name="feedback", icon_name="comment", order=610
    )


def addresses() -> list[URLPattern]:
    """Return the addresses of the reports."""
    return [
        path("reports/feedback/", PagesReport.as_view(), name="feedback_report"),
        path("reports/feedback/results/", PagesReport.as_view(results_only=True), name="feedback_report_results"),
        path("reports/feedback/<int:pk>/", PageReport.as_view(), name="feedback_of_page"),
        path(
            "reports/feedback/<int:pk>/results/",
            PageReport.as_view(results_only=True),
            name="feedback_of_page_results",
        ),
        path("reports/feedback/comments/<int:pk>/delete/", delete_comment, name="delete_feedback_comment"),
    ]
