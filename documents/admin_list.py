"""Wagtail's list of documents with where each one stands and what was read of it."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from wagtail.admin.ui.tables import Column
from wagtail.documents.views.documents import DocumentsFilterSet, IndexView

from documents.enums import AccessibilityFault, ReadingState
from documents.models import Document
from documents.querysets import in_reading_states, readings_of, with_fault, with_faults
from documents.reading.panel import LOOKS, UNDER_WAY
from documents.states import states_of

ANY_FAULT = "any"
_READ = [
    (ReadingState.WAITING.value, "Waiting or being read"),
    *((each.value, each.label) for each in ReadingState if each not in UNDER_WAY),
]


def fault_choices() -> list[tuple[str, str]]:
    """Return the faults as choices of a filter."""
    return [(fault.value, fault.label.capitalize()) for fault in AccessibilityFault]


class ReadingFilterSet(DocumentsFilterSet):
    """Wagtail's filters, and two for what was read."""

    reading = django_filters.ChoiceFilter(label="Text of the file", choices=_READ, method="with_state")
    fault = django_filters.ChoiceFilter(
        label="Accessibility", choices=[(ANY_FAULT, "Has any fault"), *fault_choices()], method="with_this_fault"
    )

    def with_state(self, documents: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        """Return the documents whose reading stands so."""
        return in_reading_states(documents, UNDER_WAY if value == ReadingState.WAITING else {value})

    def with_this_fault(self, documents: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        """Return the documents with this fault, or with any."""
        if value == ANY_FAULT:
            return documents.filter(pk__in=with_faults().values("pk"))
        return with_fault(documents, value)


class ReadingColumn(Column):
    """How reading the newest file stands, and the number of its faults."""

    cell_template_name = "documents/admin/reading_cell.html"

    def get_value(self, instance: Any) -> dict[str, Any]:
        """Return what the cell shows."""
        reading = instance.newest_reading
        if reading is None:
            return {"label": "Not read", "look": "unused", "faults": 0}
        state = ReadingState(reading.state)
        return {"label": state.label, "look": LOOKS[state], "faults": len(reading.faults)}


class DocumentsView(IndexView):
    """The list, at the addresses of Wagtail's own."""

    filterset_class = ReadingFilterSet

    @property
    def columns(self) -> list[Column]:
        """Add the state and what was read behind the file."""
        columns = list(super().columns)
        ours = [Column("state", label="State", accessor="state_label"), ReadingColumn("reading", label="Text")]
        return [*columns[:3], *ours, *columns[3:]]

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Ask for the states and readings of the documents on this page at once."""
        shown = super().decorate_paginated_queryset(object_list)
        states, readings = states_of(shown), readings_of(shown)
        for each in shown:
            each.state_label = states[each.pk].label
            each.newest_reading = readings.get(each.pk)
        return shown
