"""What the home app adds to the admin."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.models import register_snippet

from core.user_admin import refuse_superusers
from home import admin_feedback
from home.admin_guide import guide
from home.admin_home import MyWorkPanel, NoticesPanel
from home.admin_messages import ContactMessageViewSet, contact_messages
from home.admin_notices import END_ACTION, NoticeViewSet, PublishNoticeItem
from home.models import Notice

register_snippet(NoticeViewSet)


@hooks.register("construct_snippet_action_menu")
def name_the_button_of_a_notice(
    menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Say "Publish" on a notice's form, because that is what it does."""
    if context["model"] is Notice:
        menu_items[:] = [PublishNoticeItem() if item.name == "action-save" else item for item in menu_items]


@hooks.register("construct_homepage_panels")
def fill_the_first_page(request: HttpRequest, panels: list[Any]) -> None:
    """Show the notices and one's own work on the admin's first page."""
    panels += [NoticesPanel(), MyWorkPanel()]


@hooks.register("register_log_actions")
def register_notice_actions(actions: LogActionRegistry) -> None:
    """Name what is written to a notice's history."""

    @actions.register_action(END_ACTION)
    class EndNotice(LogFormatter):
        label = "End"
        message = "Ended before its time"


@hooks.register("register_admin_urls")
def register_guide() -> list[URLPattern]:
    """Serve the editors' guide to everybody who may enter the admin."""
    return [
        path("guide/", guide, name="editors_guide"),
        path("guide/<slug:name>/", guide, name="editors_guide_page"),
    ]


@hooks.register("insert_global_admin_css")
def add_our_style() -> SafeString:
    """Add the few rules of our own parts of the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("lasweb/admin.css"))


@hooks.register("construct_help_menu")
def put_our_guide_into_help(request: HttpRequest, items: list[Any]) -> None:
    """Offer our guide under Help instead of pages on other hosts."""
    items[:] = [MenuItem("Editors’ guide", reverse("editors_guide"), icon_name="help")]


@hooks.register("before_bulk_action")
def keep_superusers_out_of_bulk_actions(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> None:
    """Refuse to switch off, delete or regroup superusers in bulk, unless a superuser asks."""
    refuse_superusers(request, list(objects))


@hooks.register("register_admin_viewset")
def list_the_messages() -> ContactMessageViewSet:
    """Show what came through the contact form."""
    return contact_messages


hooks.register("register_admin_urls", admin_feedback.addresses)
hooks.register("register_reports_menu_item", admin_feedback.menu_item)


@hooks.register("register_permissions")
def let_groups_read_comments() -> QuerySet[Permission]:
    """Offer the permissions for comments on pages in the form of a group."""
    return Permission.objects.filter(
        content_type__app_label="home", codename__in=["view_feedbackcomment", "delete_feedbackcomment"]
    )
