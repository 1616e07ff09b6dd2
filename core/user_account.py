"""The page about oneself in the admin, without a picture of oneself: nobody needs one here, and none is kept."""

from typing import Any

from wagtail.admin.views.account import AccountView, AvatarSettingsPanel, BaseSettingsPanel

DEFAULT_PICTURE = "wagtailadmin/images/default-user-avatar.png"


class AccountWithoutPictureView(AccountView):
    """Wagtail's, but for the picture."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        """Leave the picture out."""
        return [panel for panel in super().get_panels() if not isinstance(panel, AvatarSettingsPanel)]


def picture_of_everybody(user: Any, size: int) -> str:
    """Return the address of the one picture, for people who had one of their own before."""
    from wagtail.admin.staticfiles import versioned_static

    return str(versioned_static(DEFAULT_PICTURE))
