"""The audit log in the admin's reports: to be read and saved, never to be changed."""

from typing import Any, ClassVar

import django_filters
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import cached_property
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from core.audit.records import label_of
from core.csv_export import harmless
from core.models import AuditRecord

policy = ModelPermissionPolicy(AuditRecord)


def actions_found() -> list[tuple[str, str]]:
    """Return the actions that the log holds, each with its words, by them."""
    found = AuditRecord.objects.order_by().values_list("action", flat=True).distinct()
    return sorted(((name, label_of(name)) for name in found), key=lambda choice: choice[1])


class AuditFilterSet(WagtailFilterSet):
    """By what was done, by whom, to whom, from where and when."""

    action = django_filters.MultipleChoiceFilter(
        label="What was done", choices=actions_found, widget=CheckboxSelectMultiple
    )
    actor_name = django_filters.CharFilter(label="Who did it", lookup_expr="icontains")
    about_name = django_filters.CharFilter(label="To whom or what", lookup_expr="icontains")
    address_hash = django_filters.CharFilter(label="From where", lookup_expr="iexact")
    at = django_filters.DateFromToRangeFilter(label="When", widget=DateRangePickerWidget)

    class Meta:
        model = AuditRecord
        fields: ClassVar[list[str]] = []


class AuditReport(ReportView):
    """The report; Wagtail's list of reports offers it to those who may view audit records."""

    model = AuditRecord
    permission_policy = policy
    any_permission_required: ClassVar[list[str]] = ["view"]
    page_title = "Audit log"
    header_icon = "history"
    index_url_name = "audit_log"
    index_results_url_name = "audit_log_results"
    filterset_class = AuditFilterSet
    default_ordering = "-at"
    is_searchable = False
    list_export: ClassVar[list[str]] = [
        "at", "action_label", "actor_name", "about_name", "detail", "address_hash",
    ]  # fmt: skip
    export_headings: ClassVar[dict[str, str]] = {
        "at": "When",
        "action_label": "What was done",
        "actor_name": "Who did it",
        "about_name": "To whom or what",
        "detail": "Detail",
        "address_hash": "From where",
    }
    custom_value_preprocess: ClassVar[dict[Any, Any]] = ReportView.custom_value_preprocess | {
        str: {ReportView.FORMAT_CSV: harmless}
    }

    @cached_property
    def columns(self) -> list[Column]:
        """Every field, none of them a link: people and things may be gone."""
        return [
            Column("at", label="When", sort_key="at", accessor=_exact_time),
            *(
                Column(name, label=self.export_headings[name])
                for name in ("action_label", "actor_name", "about_name", "detail", "address_hash")
            ),
        ]

    def get_filename(self) -> str:
        """Name the file by the day."""
        return f"audit-log-{timezone.localdate()}"


class AuditMenuItem(MenuItem):
    """The report's place in the menu, for those who may read it."""

    def __init__(self) -> None:
        super().__init__("Audit log", reverse("audit_log"), name="audit-log", icon_name="history", order=1100)

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether whoever asks may read the log."""
        return bool(policy.user_has_permission(request.user, "view"))


def _exact_time(row: AuditRecord) -> str:
    return formats.date_format(timezone.localtime(row.at), "j M Y, H:i:s")
