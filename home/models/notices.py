"""Notices: banners over the whole site or a branch of it."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from home.enums import NoticeLevel

# A notice without another end goes after this long.
USUAL_LENGTH = timedelta(days=1)


def usual_end() -> datetime:
    """Return the end that a new notice is given."""
    return timezone.now() + USUAL_LENGTH


class Notice(models.Model):
    """A banner, shown from its start to its end and gone by itself after it."""

    level = models.CharField(max_length=12, choices=NoticeLevel.choices, default=NoticeLevel.IMPORTANT)
    title = models.CharField(max_length=120, help_text="What has happened, in one line.")
    text = models.TextField(max_length=500, blank=True, help_text="What people should do. One or two sentences.")
    link_page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name="more on page", help_text="Shown as a link while that page is public.",
    )  # fmt: skip
    branch = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.CASCADE, related_name="+",
        help_text="Show it only on this page and the pages below it. Leave empty for the whole site.",
    )  # fmt: skip
    starts_at = models.DateTimeField("from", default=timezone.now, db_index=True)
    ends_at = models.DateTimeField("until", default=usual_end, db_index=True)

    class Meta:
        ordering = ["-starts_at"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="notice_ends_after_start")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse an end before the start."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": "The end must come after the start."})
