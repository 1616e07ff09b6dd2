"""Groups in the admin: what Wagtail's form adds in bulk goes into the audit log too."""

from django.http import HttpResponse
from wagtail.users.views.groups import CreateView as WagtailCreateView
from wagtail.users.views.groups import EditView as WagtailEditView
from wagtail.users.views.groups import GroupViewSet as WagtailGroupViewSet

from core.audit.permissions import noticing_new_rows


class AuditedMixin:
    """Look at the group's permissions before and after."""

    def process_form(self) -> HttpResponse:
        """Save, and record what was given."""
        with noticing_new_rows(self.object):  # type: ignore[attr-defined]  # of Wagtail's view
            return super().process_form()  # type: ignore[misc]  # the same


class CreateView(AuditedMixin, WagtailCreateView):
    """A new group."""


class EditView(AuditedMixin, WagtailEditView):
    """A group there is."""


class GroupViewSet(WagtailGroupViewSet):
    """Wagtail's, with our views."""

    add_view_class = CreateView
    edit_view_class = EditView
