"""What the home app adds to the admin."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.models import register_snippet

from home.admin_home import NoticesPanel
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
def put_notices_first(request: HttpRequest, panels: list[Any]) -> None:
    """Show the notices on the admin's first page."""
    panels.append(NoticesPanel())


@hooks.register("register_log_actions")
def register_notice_actions(actions: LogActionRegistry) -> None:
    """Name what is written to a notice's history."""

    @actions.register_action(END_ACTION)
    class EndNotice(LogFormatter):
        label = "End"
        message = "Ended before its time"
