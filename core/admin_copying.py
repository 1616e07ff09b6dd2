"""The copy form of our pages: a copy is a draft, and an alias mirrors only what is public."""

from typing import Any

from wagtail.admin.forms.pages import CopyForm

from core.publishing import reason_against_alias


class SafeCopyForm(CopyForm):
    """Wagtail's form without "publish copies", which would publish other people's drafts and dates unread."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("publish_copies", None)

    def clean(self) -> dict[str, Any]:
        """Refuse an alias of what the public may not see."""
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("alias"):
            reason = reason_against_alias(self.page, with_descendants=bool(cleaned.get("copy_subpages")))
            if reason:
                self.add_error("alias", reason)
        return cleaned
