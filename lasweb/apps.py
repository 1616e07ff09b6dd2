"""Apps of others, configured for this project."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's users and groups, with forms that know who may make a superuser and views that keep the audit log."""

    user_viewset = "core.user_admin.UserViewSet"
    group_viewset = "core.group_admin.GroupViewSet"
