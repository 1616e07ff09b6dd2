"""Columns that several of our lists in the admin have."""

from typing import Any

from django.middleware.csrf import get_token
from wagtail.admin.ui.tables import Column


class PostColumn(Column):
    """A column with a form in each row: its cells know the form's token, and the list to come back to."""

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Add the token, and the address of the whole list as it is filtered: rows alone are fetched by a script."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        request = context["request"]
        query = request.GET.urlencode()
        back = f"{context['table'].base_url}?{query}" if query else context["table"].base_url
        return context | {"csrf_token": get_token(request), "back": back}
