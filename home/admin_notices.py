"""Notices in the admin: two clicks to put one up, one to take it down."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, StatusTagColumn
from wagtail.admin.widgets.button import BaseButton
from wagtail.log_actions import log
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet

from home.enums import NoticeState
from home.models import Notice
from home.querysets import notices

END_ACTION = "home.end_notice"


class PublishNoticeItem(ActionMenuItem):
    """The button of the form. A notice has no draft: it is public from its start, and the button says so."""

    order = 0
    name = "action-save"
    label = "Publish"
    icon_name = "upload"


class NoticeFilterSet(WagtailFilterSet):
    """Filters of the list."""

    state = django_filters.ChoiceFilter(label="State", choices=NoticeState.choices, method="in_state")

    class Meta:
        model = Notice
        fields = ["state", "level"]

    def in_state(self, queryset: QuerySet[Notice], name: str, value: str) -> QuerySet[Notice]:
        """Return the notices in the chosen state."""
        return queryset & notices(NoticeState(value))


class NoticeIndexView(IndexView):
    """The list, with a button that ends what is showing."""

    add_item_label = "Put up a notice"

    def get_list_more_buttons(self, instance: Notice) -> list[Any]:
        """Add "End now" to a notice that is showing, for those who may change it."""
        buttons = super().get_list_more_buttons(instance)
        if instance.state == NoticeState.SHOWING and self.user_has_permission("change"):
            buttons.append(end_button(instance))
        return buttons


def _how_it_stands(notice: Notice) -> str:
    """What the editor is told after saving."""
    said = {
        NoticeState.SHOWING: "is on the site",
        NoticeState.PLANNED: f"is saved and will show from {date_format(localtime(notice.starts_at), 'j F Y, H:i')}",
        NoticeState.OVER: "is saved; it is over and does not show",
    }
    return f"Notice “{notice}” {said[notice.state]}."


class NoticeCreateView(CreateView):
    """The form of a new notice."""

    page_title = "Put up a notice"

    def get_success_message(self, instance: Notice | None = None) -> str:
        """Say whether it shows."""
        return _how_it_stands(self.object)


class NoticeEditView(EditView):
    """The form of a notice there is."""

    def get_success_message(self, instance: Notice | None = None) -> str:
        """Say whether it shows."""
        return _how_it_stands(self.object)


class NoticeViewSet(SnippetViewSet):
    """Notices, with a main-menu item of their own."""

    model = Notice
    icon = "warning"
    menu_label = "Notices"
    menu_order = 150  # right after Pages
    add_to_admin_menu = True
    base_url_path = "notices"
    copy_view_enabled = False  # a copy would carry dates that have passed
    index_view_class = NoticeIndexView
    add_view_class = NoticeCreateView
    edit_view_class = NoticeEditView
    filterset_class = NoticeFilterSet
    ordering = ("-ends_at", "-pk")
    search_fields = ("title", "text")
    list_display: tuple[str | BaseColumn, ...] = (
        "title",
        StatusTagColumn(
            "state",
            label="State",
            accessor=lambda notice: notice.state.label,
            primary=lambda notice: notice.state == NoticeState.SHOWING,
        ),
        "level",
        Column("branch", label="Where", accessor=lambda notice: notice.branch or "Whole site"),
        DateColumn("starts_at", label="From", sort_key="starts_at"),
        DateColumn("ends_at", label="Until", sort_key="ends_at"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        """Fetch the branches together with their notices."""
        return Notice.objects.select_related("branch")

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the address behind "End now"."""
        return [*super().get_urlpatterns(), path("end/<int:pk>/", end_notice, name="end")]


def end_url(notice: Notice) -> str:
    """Return the address to which "End now" posts."""
    return reverse("wagtailsnippets_home_notice:end", args=[notice.pk])


class PostButton(BaseButton):
    """A button in a row of a list that posts: nothing changes by following a link."""

    template_name = "home/admin/post_button.html"


def end_button(notice: Notice) -> PostButton:
    """Return the button that takes a notice down."""
    return PostButton(
        "End now",
        icon_name="cross",
        attrs={
            "aria-label": f"End “{notice}” now",
            "data-controller": "w-action",
            "data-action": "w-action#post",
            "data-w-action-url-value": end_url(notice),
        },
        priority=5,
    )


@require_POST
def end_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a notice down."""
    if not request.user.has_perm("home.change_notice"):
        raise PermissionDenied
    notice = get_object_or_404(Notice, pk=pk)
    if notice.end_now():
        log(instance=notice, action=END_ACTION)
        messages.success(request, f"Notice “{notice}” has ended. It is off the site.")
    else:
        messages.warning(request, f"Notice “{notice}” is not showing: there was nothing to end.")
    return redirect("wagtailadmin_home" if request.POST.get("next") == "home" else "wagtailsnippets_home_notice:list")
