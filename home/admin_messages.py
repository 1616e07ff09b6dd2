"""What came through the contact form, in the admin: to be read, never to be changed."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy

from core.csv_export import csv_response
from home.models import ContactMessage

_HEADER = ["Reference", "Received", "About", "Name", "Email", "Message", "Mailed", "Receipt mailed"]


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Whoever may view may view; nobody may add, change or delete, a superuser included."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return "view" in actions and self.user_has_permission(user, "view")

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        return self.user_has_any_permission(user, actions)


class MessageIndexView(IndexView):
    """The list, with a table to save."""

    @property
    def header_buttons(self) -> list[Any]:
        """Offer the table."""
        return [HeaderButton("Save as CSV", url=reverse("contact_messages:csv"), icon_name="download")]


class ContactMessageViewSet(ModelViewSet):
    """Messages, newest first."""

    model = ContactMessage
    name = "contact_messages"
    url_prefix = "contact-messages"
    menu_label = "Messages"
    icon = "mail"
    menu_order = 250
    add_to_admin_menu = True
    index_view_class = MessageIndexView
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields: ClassVar[list[str]] = []
    list_display: ClassVar[list[Any]] = ["reference", DateColumn("received_at"), "topic", "name", "mail_state"]
    list_filter: ClassVar[list[str]] = ["topic"]
    search_fields: ClassVar[list[str]] = ["reference", "name", "email"]
    search_backend_name = None
    ordering: ClassVar[list[str]] = ["-received_at"]
    inspect_view_fields: ClassVar[list[str]] = [
        "reference", "received_at", "topic", "name", "email", "message", "mail_state",
    ]  # fmt: skip

    @property
    def permission_policy(self) -> ReadOnlyPolicy:
        """Nobody changes what somebody else wrote."""
        return ReadOnlyPolicy(self.model)

    def get_urlpatterns(self) -> list[Any]:
        """Leave out the addresses for adding, changing and deleting."""
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name not in {"add", "edit", "delete"}]
        return [*kept, path("csv/", self.csv, name="csv")]

    def csv(self, request: HttpRequest) -> HttpResponse:
        """Give all messages as a table."""
        if not self.permission_policy.user_has_permission(request.user, "view"):
            raise PermissionDenied
        rows = (
            (each.reference, each.received_at, each.get_topic_display(), each.name, each.email, each.message,
             each.forwarded_at, each.acknowledged_at)
            for each in ContactMessage.objects.iterator()
        )  # fmt: skip
        return csv_response(f"contact-messages-{timezone.localdate()}.csv", _HEADER, rows)


contact_messages = ContactMessageViewSet()
