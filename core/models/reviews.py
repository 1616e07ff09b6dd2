"""Who keeps a page true, when it was last read as a whole, and when it is due again."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class ContentReview(models.Model):
    """The review of one page; the two dates stand at its foot, all else is for editors.

    A row beside the page instead of fields in it: it changes without a version of the page, and without approval.
    An alias has none, it shows that of the page it mirrors.
    """

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="content_review")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="pages_in_care"
    )
    last_reviewed = models.DateField(null=True, blank=True)
    next_review = models.DateField(null=True, blank=True, db_index=True)
    note = models.TextField(max_length=1_000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(next_review__isnull=True) | Q(last_reviewed__isnull=True)
                | Q(next_review__gt=F("last_reviewed")),
                name="next_review_after_last",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Review of page {self.page_id}"


class ReviewReminder(models.Model):
    """One page that one owner is told about, once for each date on which it is due (core.reviews.mail).

    Rows with one digest stand in one mail. What has no `sent_at` may or may not have gone out, when a machine died in
    between: it is mailed again under the same message id, which mail programs show once.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    next_review = models.DateField()
    digest = models.UUIDField(db_index=True)
    # Until then nobody else mails it.
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    never_public = True  # saving one drops no cached page (core.caching.changes)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "owner", "next_review"], name="one_reminder_a_due_date"),
        ]

    def __str__(self) -> str:
        return f"Page {self.page_id}, due {self.next_review}"
