"""The part of a document's form that asks about its versions."""

from typing import Any

from django import forms
from wagtail.documents.forms import BaseDocumentForm

from documents.services import log_replacement


class VersionForm(BaseDocumentForm):
    """Ask what changed when the file of a document is replaced, and keep the one that was there."""

    change_note = forms.CharField(
        required=False,
        max_length=300,
        label="What changed",
        help_text="Only with a new file. One sentence for the public, such as: Figures for May corrected.",
    )
    keep_replaced_open = forms.BooleanField(
        required=False,
        label="Visitors may go on opening the file that is replaced",
        help_text="Only with a new file. Never tick it when the file there gave away what it should not.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = kwargs.get("user")
        if not self.instance.pk or "file" not in self.fields:
            del self.fields["change_note"], self.fields["keep_replaced_open"]
        else:
            self.order_fields(["title", "file", "change_note", "keep_replaced_open"])

    def save(self, commit: bool = True) -> Any:  # noqa: FBT002  # Django's signature
        """Save; the file that is replaced stays in the store as an earlier version."""
        # Wagtail's form would delete it.
        self.original_file = None
        replaced = bool(self.instance.pk) and "file" in self.changed_data
        if replaced:
            self.instance.changed_by = self._user
            self.instance.change_note = self.cleaned_data["change_note"]
            self.instance.keep_replaced_open = self.cleaned_data["keep_replaced_open"]
        saved = super().save(commit=commit)
        if replaced and commit:
            log_replacement(saved, self._user, self.cleaned_data["change_note"])
        return saved
