"""The report on the accessibility of files: what keeps people from which document, and whose it is."""

from collections.abc import Iterable
from typing import Any, ClassVar

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.documents.permissions import permission_policy

from core.admin_reports import Table, TableReportView
from documents.admin_list import fault_choices
from documents.enums import ReadingState
from documents.models import Document
from documents.querysets import in_reading_states, readings_of, with_fault, with_faults
from documents.reading.panel import shown_faults
from documents.states import DocumentState, states_of
from documents.visibility import public_ids

_MAY_CHANGE = ["change", "delete"]
_CSV_HEADER = ["Document", "Address", "State", "Version", "File", "What keeps people from it", "What to do", "Since",
               "Uploaded by"]  # fmt: skip


class FaultFilterSet(WagtailFilterSet):
    """Filters of the report."""

    fault = django_filters.ChoiceFilter(label="Fault", choices=fault_choices, method="with_this_fault")
    state = django_filters.ChoiceFilter(label="State", choices=DocumentState.choices, method="with_state")

    class Meta:
        model = Document
        fields: ClassVar[list[str]] = []

    def with_this_fault(self, documents: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        """Return the documents with this fault."""
        return with_fault(documents, value)

    def with_state(self, documents: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        """Return the documents that stand so now."""
        if value == DocumentState.WITHDRAWN:
            return documents.exclude(withdrawn_at=None)
        public = public_ids(Document, documents.values_list("pk", flat=True))
        if value == DocumentState.PUBLIC:
            return documents.filter(pk__in=public)
        return documents.filter(withdrawn_at=None).exclude(pk__in=public)


class FaultsColumn(Column):
    """The faults of a document in words, one below the other."""

    cell_template_name = "documents/admin/faults_cell.html"


class AccessibilityReportView(TableReportView):
    """The documents with faults; each editor sees those that they may change."""

    page_title = "Accessibility of files"
    header_icon = "view"
    index_url_name = "documents_accessibility_report"
    index_results_url_name = "documents_accessibility_report_results"
    results_template_name = "documents/admin/accessibility_report_results.html"
    filterset_class = FaultFilterSet
    permission_policy = permission_policy
    any_permission_required: ClassVar[list[str]] = ["add", *_MAY_CHANGE]
    verbose_name_plural = "documents"
    csv_name = "accessibility-of-files"
    default_ordering = "title"
    columns: ClassVar[list[Any]] = [
        TitleColumn("title", label="Document", url_name="documents_history", sort_key="title"),
        Column("state", label="State", accessor="state_label"),
        Column("link_facts", label="File"),
        FaultsColumn("faults", label="What keeps people from it", accessor="faults_in_words"),
        DateColumn("since", label="File since", accessor="file_changed_at", sort_key="file_changed_at"),
        Column("uploader", label="Uploaded by"),
    ]

    def get_base_queryset(self) -> QuerySet[Document]:
        """Return the documents with faults that this person may change."""
        return with_faults().filter(pk__in=self._mine().values("pk")).select_related("uploaded_by_user")

    def _mine(self) -> QuerySet[Document]:
        mine: QuerySet[Document] = permission_policy.instances_user_has_any_permission_for(
            self.request.user, _MAY_CHANGE
        )
        return mine

    def order_queryset(self, queryset: QuerySet[Document]) -> QuerySet[Document]:
        """Sort by the column, and what is alike in it by title."""
        return queryset.order_by(str(self.ordering), "title", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many documents are not here because a limit of ours kept their files from being read."""
        unknown = in_reading_states(self._mine(), {ReadingState.TOO_LARGE}).exclude(pk__in=with_faults().values("pk"))
        return super().get_context_data(**kwargs) | {"unknown": unknown.count()}

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Tell each document its state and its faults."""
        return decorated(object_list)

    def csv_table(self, rows: QuerySet[Document]) -> Table:
        """Return the documents."""
        return _CSV_HEADER, (
            (row.title, settings.SITE_URL + row.url, row.state_label, row.version, row.link_facts,
             "\n".join(fault.what for fault in row.shown_faults), "\n".join(fault.to_do for fault in row.shown_faults),
             row.file_changed_at, row.uploader)
            for row in decorated(rows)
        )  # fmt: skip


def decorated(documents: Iterable[Document]) -> list[Any]:
    """Give each document its state, the faults of its newest file, and who brought it."""
    found: list[Any] = list(documents)
    states, readings = states_of(found), readings_of(found)
    for each in found:
        reading = readings.get(each.pk)
        each.state_label = states[each.pk].label
        each.shown_faults = shown_faults(reading.faults, each.file_extension) if reading else []
        each.faults_in_words = [fault.what for fault in each.shown_faults]
        each.uploader = str((reading and reading.version.created_by) or each.uploaded_by_user or "")
    return found


class AccessibilityMenuItem(MenuItem):
    """The report among the reports, for those who work with documents."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may add or change documents."""
        return bool(permission_policy.user_has_any_permission(request.user, ["add", *_MAY_CHANGE]))


def menu_item() -> AccessibilityMenuItem:
    """Return the report's item of the menu."""
    address = reverse("documents_accessibility_report")
    return AccessibilityMenuItem(
        "Accessibility of files", address, name="accessibility-of-files", icon_name="view", order=620
    )
