"""What visitors say at the foot of a page: whether it is useful, and why."""

from django.db import models
from django.utils import timezone


class FeedbackCount(models.Model):
    """How many said yes and no of one page on one day; nothing of who they were."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="feedback_counts")
    day = models.DateField(db_index=True)
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)

    never_public = True  # saving one drops no cached page (core.caching.changes)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "day"], name="one_feedback_count_a_day")]

    def __str__(self) -> str:
        return f"Page {self.page_id}, {self.day}: {self.yes} yes, {self.no} no"


class FeedbackComment(models.Model):
    """Why somebody said so, with what looked personal taken out; deleted after FEEDBACK_COMMENT_DAYS."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="feedback_comments")
    useful = models.BooleanField()
    comment = models.TextField(max_length=1_000)
    received_at = models.DateTimeField(default=timezone.now, db_index=True)
    # Of the answer that it belongs to: sending the form twice makes one comment.
    answer = models.UUIDField(unique=True, editable=False)

    never_public = True  # saving one drops no cached page (core.caching.changes)

    class Meta:
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return f"Comment on page {self.page_id}, {self.received_at:%Y-%m-%d}"
