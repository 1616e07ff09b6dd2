"""The admin's own API, without the actions that pass by the admin's forms and hooks.

Wagtail's admin only lists pages through it; copying, aliasing and publishing go through the views, whose rules hold.
"""

from typing import Any, ClassVar

from wagtail.admin.api.views import PagesAdminAPIViewSet


class ReadOnlyPagesAdminAPI(PagesAdminAPIViewSet):
    """Pages for the admin's own lists and choosers."""

    actions: ClassVar[dict[str, Any]] = {}
