"""Apps of others, configured for this project."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's users, with forms that know who may make a superuser."""

    user_viewset = "core.user_admin.UserViewSet"
