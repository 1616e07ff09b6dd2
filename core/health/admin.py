"""What editors see of how the site is: a page of its own, and a word on the first page when something is wrong."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from core.health.registry import PartReport, State, report
from core.models import User

# Whoever may see what the scheduler remembers may see how the site is (core.roles: publishers).
PERMISSION = "core.view_jobstate"
TITLE = "Status of the site"
# What each state is called, and how it looks (admin.css).
WORDS = {
    State.WELL: ("Well", "well"),
    State.NOT_SET_UP: ("Not used", "unused"),
    State.POOR: ("Look into it", "soon"),
    State.FAILED: ("Failed", "overdue"),
}
_URGENCY = {State.FAILED: 0, State.POOR: 1, State.WELL: 2, State.NOT_SET_UP: 3}


class StatusMenuItem(MenuItem):
    """The way to the page, for those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may see it."""
        return bool(request.user.has_perm(PERMISSION))


class TroublePanel(Component):
    """What is wrong, on the admin's first page; nothing when nothing is."""

    name = "trouble"
    order = 10
    template_name = "core/admin/trouble_panel.html"

    def __init__(self, parts: list[PartReport]) -> None:
        self.parts = parts

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Give what is wrong and the address of the page that tells more."""
        return {"parts": rows(self.parts), "title": TITLE, "address": reverse("core_status")}


def rows(parts: list[PartReport]) -> list[dict[str, Any]]:
    """Return the parts as the templates show them, the worst first."""
    ordered = sorted(parts, key=lambda part: _URGENCY[part.health.state])
    return [
        {"part": part, "word": WORDS[part.health.state][0], "look": WORDS[part.health.state][1]} for part in ordered
    ]


def register() -> None:
    """Register all of it; called once, by core.wagtail_hooks."""
    hooks.register("register_admin_urls", _addresses)
    hooks.register("register_reports_menu_item", _in_menu)
    hooks.register("register_permissions", _let_groups_see_it)
    hooks.register("construct_homepage_panels", _tell_of_trouble)


def status(request: HttpRequest) -> HttpResponse:
    """Show how every part of the site is, the worst first."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    parts = report()
    wrong = sum(part.health.state in {State.FAILED, State.POOR} for part in parts)
    context = {"rows": rows(parts), "wrong": wrong, "title": TITLE, "now": timezone.localtime()}
    return render(request, "core/admin/status.html", context)


def _addresses() -> list[URLPattern]:
    return [path("reports/status/", status, name="core_status")]


def _in_menu() -> MenuItem:
    return StatusMenuItem(TITLE, reverse("core_status"), name="status", icon_name="success", order=50)


def _let_groups_see_it() -> QuerySet[Permission]:
    app_label, codename = PERMISSION.split(".")
    return Permission.objects.filter(content_type__app_label=app_label, codename=codename)


def _tell_of_trouble(request: HttpRequest, panels: list[Any]) -> None:
    user: Any = request.user
    if not isinstance(user, User) or not user.has_perm(PERMISSION):
        return
    failed = [part for part in report() if part.health.state in {State.FAILED, State.POOR}]
    if failed:
        panels.append(TroublePanel(failed))
