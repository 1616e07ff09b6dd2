"""The report of links: what does not work, where it stands, whose page it is, and what to do."""

from collections.abc import Iterable
from typing import Any, ClassVar

import django_filters
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from core.admin_reports import Table, TableReportView, owner_in_words
from core.enums import LINKS_TO_MEND, LinkKind, LinkState
from core.models import JobState, LinkUse, User

NOBODY, ALL, MOVED = "nobody", "all", "moved"
_STATES = [
    *((state.value, state.label) for state in LINKS_TO_MEND),
    (LinkState.FAILED_ONCE.value, LinkState.FAILED_ONCE.label), (MOVED, "Works, has moved"), (ALL, "All links"),
]  # fmt: skip
_CSV_HEADER = ["Where", "Address of the page", "Words of the link", "Leads to", "State", "What to do", "Since",
               "Last looked at", "Owner"]  # fmt: skip


def _owners() -> list[tuple[str, str]]:
    people = User.objects.filter(pages_in_care__isnull=False).distinct().order_by("first_name", "last_name", "username")
    return [(NOBODY, "Nobody"), *((str(person.pk), str(person)) for person in people)]


class LinkFilterSet(WagtailFilterSet):
    """Filters of the report. Without a state it shows what wants mending."""

    state = django_filters.ChoiceFilter(
        label="State", choices=_STATES, method="with_state", empty_label="All that want mending"
    )
    kind = django_filters.ChoiceFilter(
        label="Leads to", choices=LinkKind.choices, field_name="check_row__kind", empty_label="Anything"
    )
    owner = django_filters.ChoiceFilter(label="Owner", choices=_owners, method="with_owner", empty_label="Anybody")

    class Meta:
        model = LinkUse
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: QuerySet[LinkUse]) -> QuerySet[LinkUse]:
        """Leave out what works, unless a state is asked for."""
        found: QuerySet[LinkUse] = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.filter(check_row__state__in=LINKS_TO_MEND)

    def with_state(self, uses: QuerySet[LinkUse], name: str, value: str) -> QuerySet[LinkUse]:
        """Return the links in this state."""
        if value == ALL:
            return uses
        if value == MOVED:
            return uses.filter(check_row__state=LinkState.WORKS).exclude(check_row__moved_to="")
        return uses.filter(check_row__state=value)

    def with_owner(self, uses: QuerySet[LinkUse], name: str, value: str) -> QuerySet[LinkUse]:
        """Return the links on this person's pages; "nobody" has also those whose owner can no longer sign in."""
        review = "page__content_review__owner"
        if value == NOBODY:
            return uses.filter(Q(**{review: None}) | Q(**{f"{review}__is_active": False}))
        return uses.filter(**{review: value})


class TemplateColumn(Column):
    """A column with a template of ours."""

    def __init__(self, name: str, template: str, **options: Any) -> None:
        super().__init__(name, **options)
        self.cell_template_name = f"core/admin/{template}.html"


class LinkReportView(TableReportView):
    """Links on what is public; each editor sees those on the pages that they may edit."""

    page_title = "Links"
    header_icon = "link"
    index_url_name = "core_link_report"
    index_results_url_name = "core_link_report_results"
    results_template_name = "core/admin/link_report_results.html"
    filterset_class = LinkFilterSet
    permission_policy = page_permission_policy
    any_permission_required: ClassVar[list[str]] = ["add", "change", "publish"]
    verbose_name_plural = "links"
    csv_name = "links"

    @property
    def columns(self) -> list[Any]:
        """Return the table's columns."""
        return [
            TemplateColumn("place", "link_place_cell", label="On", accessor="place", width="16%"),
            Column("words", label="Words of the link", accessor="words"),
            TemplateColumn("target", "link_target_cell", label="Leads to", accessor="leads_to"),
            TemplateColumn("found", "link_state_cell", label="What was found", accessor="check_row"),
            DateColumn(
                "since", label="Since", accessor="check_row.first_failed_at", sort_key="check_row__first_failed_at"
            ),
            Column("owner", label="Owner", accessor=lambda use: owner_in_words(use.page)),
        ]

    def get_base_queryset(self) -> QuerySet[LinkUse]:
        """Return the links on pages, and in other things, that this person may edit."""
        user = self.request.user
        mine = page_permission_policy.instances_user_has_permission_for(user, "change")
        kinds = ContentType.objects.filter(pk__in=LinkUse.objects.exclude(content_type=None).values("content_type"))
        others = [kind.pk for kind in kinds if user.has_perm(f"{kind.app_label}.change_{kind.model}")]
        shown = LinkUse.objects.filter(Q(page__in=mine) | Q(content_type__in=others))
        return shown.select_related("check_row", "page__content_review__owner", "content_type")

    def order_queryset(self, queryset: QuerySet[LinkUse]) -> QuerySet[LinkUse]:
        """Put first what has been wrong for the longest, unless the column is sorted."""
        since = F("check_row__first_failed_at")
        last_first = self.ordering == "-check_row__first_failed_at"
        first = since.desc(nulls_last=True) if last_first else since.asc(nulls_last=True)
        return queryset.order_by(first, "place", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add when the links were looked at, and whether other sites are."""
        job = JobState.objects.filter(name="check_links").first()
        return super().get_context_data(**kwargs) | {
            "last_looked": job.last_succeeded_at if job else None,
            "asks_other_sites": settings.LINK_CHECK_EXTERNAL,
        }

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Tell each link where it stands and leads in words."""
        return decorated(object_list, AdminURLFinder(self.request.user))

    def csv_table(self, rows: QuerySet[LinkUse]) -> Table:
        """Return the links."""
        return _CSV_HEADER, (
            (use.place, use.page.get_full_url() if use.page else "", use.words, use.leads_to, row.get_state_display(),
             row.message, row.first_failed_at, row.last_checked_at, owner_in_words(use.page))
            for use in decorated(rows, AdminURLFinder(self.request.user))
            for row in [use.check_row]
        )  # fmt: skip


def decorated(uses: Iterable[LinkUse], finder: AdminURLFinder) -> list[Any]:
    """Give each link the title of what it leads to, and the address at which it can be changed."""
    found: list[Any] = list(uses)
    titles = _titles(LinkKind.PAGE, Page, found) | _titles(LinkKind.DOCUMENT, get_document_model(), found)
    for use in found:
        row = use.check_row
        is_address = row.kind == LinkKind.OUTSIDE and row.target.startswith(("http://", "https://"))
        use.outside = row.target if is_address else ""
        use.leads_to = titles.get((row.kind, row.target), row.target)
        use.edit_url = finder.get_edit_url(use.page or use.content_type.get_object_for_this_type(pk=use.object_id))
    return found


def _titles(kind: LinkKind, model: Any, uses: list[Any]) -> dict[tuple[str, str], str]:
    targets = {use.check_row.target for use in uses if use.check_row.kind == kind}
    known = dict(model.objects.filter(pk__in=targets).values_list("pk", "title"))
    return {(kind, target): known.get(int(target), f"a {kind.value} that was deleted") for target in targets}
