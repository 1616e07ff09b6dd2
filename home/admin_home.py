"""What an editor sees first after signing in: what is going on and what waits for them."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from home.enums import NoticeState
from home.querysets import notices


class NoticesPanel(Component):
    """The notices showing now, and the button that puts up another."""

    name = "notices"
    order = 50
    template_name = "home/admin/notices_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Give the notices showing now."""
        request = (parent_context or {})["request"]
        return {
            "notices": notices(NoticeState.SHOWING).select_related("branch").order_by("-starts_at", "-pk"),
            "may_add": request.user.has_perm("home.add_notice"),
            "may_change": request.user.has_perm("home.change_notice"),
            "csrf_token": (parent_context or {}).get("csrf_token"),
            "request": request,
        }
