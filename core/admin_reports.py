"""What our reports in the admin have in common: the same rows as a table to save, and owners in words."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import HeaderButton
from wagtail.models import Page

from core.csv_export import csv_response

Table = tuple[list[str], Iterable[Sequence[Any]]]


class TableReportView(ReportView):
    """A report whose rows, all that the filters choose, can be saved as a CSV."""

    # The day is added to it.
    csv_name = "report"

    @property
    def header_buttons(self) -> list[Any]:
        """Offer the table."""
        parameters = self.request.GET.copy()
        parameters["format"] = "csv"
        return [HeaderButton("Save as CSV", url=f"?{parameters.urlencode()}", icon_name="download")]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the report, or give its rows as a file."""
        if request.GET.get("format") == "csv":
            header, rows = self.csv_table(self.get_filtered_queryset())
            return csv_response(f"{self.csv_name}-{timezone.localdate()}.csv", header, rows)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def csv_table(self, rows: Any) -> Table:
        """Return the header and the rows of the file."""
        raise NotImplementedError


def owner_in_words(page: Page | None) -> str:
    """Return whose page it is, and whether they have left."""
    owner = getattr(getattr(page, "content_review", None), "owner", None)
    if owner is None:
        return "Nobody"
    return str(owner) if owner.is_active else f"{owner} (can no longer sign in)"
