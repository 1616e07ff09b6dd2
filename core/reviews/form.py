"""The review of a page among the fields of the page's form: saved with it at once, published or not."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.widgets import AdminDateInput

from core.models import User
from core.reviews.services import review_of

# The form's names of the fields of a ContentReview.
FIELDS = {
    "review_owner": "owner",
    "review_last": "last_reviewed",
    "review_next": "next_review",
    "review_note": "note",
}
HELP = {
    "review_owner": "Whoever keeps the page true. They are mailed two weeks before it is due for review.",
    "review_last": "The day on which somebody last read all of the page and found it right. Shown at its foot.",
    "review_next": "The day by which it is read again. Empty for what never changes, such as news. Shown at its foot.",
    "review_note": "What whoever reviews the page should know or ask, and whom. Visitors do not see it.",
}


class PublicPageForm(WagtailAdminPageForm):
    """The form of a page with its review beside the page's own fields."""

    review_owner = forms.ModelChoiceField(User.objects.none(), required=False, label="Owner", empty_label="Nobody")
    review_last = forms.DateField(required=False, label="Last reviewed", widget=AdminDateInput)
    review_next = forms.DateField(required=False, label="Next review", widget=AdminDateInput)
    review_note = forms.CharField(
        required=False, label="Note", max_length=1_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        review = review_of(self.instance)
        if self.instance.pk is None:
            review.owner = self.for_user
        for name, field in FIELDS.items():
            self.initial[name] = review.owner_id if field == "owner" else getattr(review, field)
        owner: Any = self.fields["review_owner"]
        owner.queryset = possible_owners(review.owner_id)

    def has_changed(self) -> bool:
        """Whether the page itself was changed: a review needs no approval and is no new version."""
        children = [form for formset in self.formsets.values() for form in formset.forms]
        return bool(set(self.changed_data) - set(FIELDS)) or any(form.has_changed() for form in children)

    def clean(self) -> dict[str, Any]:
        """Refuse a review in the future, and a next one that comes before it."""
        cleaned: dict[str, Any] = super().clean()
        last, upcoming = cleaned.get("review_last"), cleaned.get("review_next")
        if last and last > timezone.localdate():
            self.add_error("review_last", "This day is still to come. Enter the day on which the page was read.")
        if last and upcoming and upcoming <= last:
            self.add_error("review_next", "The next review must come after the last one.")
        return cleaned

    def save(self, commit: bool = True) -> Any:  # noqa: FBT002  # Django's signature
        """Hand what was typed to the page, which saves it with its next version (core.mixins)."""
        page = super().save(commit=commit)
        if not page.alias_of_id and any(self.add_prefix(name) in self.data for name in FIELDS):
            page.typed_review = {field: self.cleaned_data.get(name) for name, field in FIELDS.items()}
            page.only_review_changed = bool(set(self.changed_data) & set(FIELDS)) and not self.has_changed()
        return page


def possible_owners(current: int | None = None) -> Any:
    """Return the people who may be given a page: all who can sign in; and whoever owns it now."""
    return User.objects.filter(Q(is_active=True) | Q(pk=current)).order_by("first_name", "last_name", "username")


REVIEW_PANEL = MultiFieldPanel(
    [
        HelpPanel(template="core/admin/review_panel.html"),
        *(FieldPanel(name, help_text=HELP[name], disable_comments=True) for name in FIELDS),
    ],
    heading="Review",
    help_text="Saved as soon as the page is saved, without being published or approved.",
)
