"""Notices: banners over the whole site or a branch of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel

from core.links import public_url
from home.enums import NoticeLevel, NoticeState

# A notice without another end goes after this long.
USUAL_LENGTH = timedelta(days=1)


def usual_end() -> datetime:
    """Return the end that a new notice is given."""
    return timezone.now() + USUAL_LENGTH


class Notice(models.Model):
    """A banner, shown from its start to its end and gone by itself after it."""

    level = models.CharField(
        max_length=12, choices=NoticeLevel.choices, default=NoticeLevel.IMPORTANT,
        help_text="Emergency: only when people may come to harm unless they act now, such as a major incident or a "
        "failure of 999 lines. Important: a service is changed or not to be had. Information: good to know.",
    )  # fmt: skip
    title = models.CharField(
        max_length=120, help_text="What has happened, in one line. For example: Our phone lines are down in Croydon"
    )
    text = models.TextField(
        max_length=500, blank=True, help_text="What people should do now, in one or two sentences. No personal details."
    )
    link_page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name="more on page", help_text="Shown as a link while that page is public.",
    )  # fmt: skip
    branch = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.CASCADE, related_name="+",
        help_text="Show it only on this page and the pages below it. Leave empty for the whole site.",
    )  # fmt: skip
    starts_at = models.DateTimeField(
        "from", default=timezone.now, db_index=True, help_text="London time. As it stands, it shows at once."
    )
    ends_at = models.DateTimeField(
        "until", default=usual_end, db_index=True, help_text="London time. It goes by itself then."
    )

    panels: Sequence[Panel] = [
        FieldPanel("level"),
        FieldPanel("title"),
        FieldPanel("text"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")])], heading="When"),
        MultiFieldPanel([FieldPanel("branch"), FieldPanel("link_page")], heading="Where, and a link"),
    ]

    class Meta:
        ordering = ["-starts_at"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="notice_ends_after_start")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse an end before the start, and a new notice whose end has passed: nobody would see it."""
        super().clean()
        if not (self.starts_at and self.ends_at):
            return
        if self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": "The end must come after the start."})
        if self._state.adding and self.ends_at <= timezone.now():
            raise ValidationError({"ends_at": "This time has passed: nobody would see the notice. Choose a later one."})

    @property
    def state(self) -> NoticeState:
        """Where the notice stands now."""
        now = timezone.now()
        if self.ends_at <= now:
            return NoticeState.OVER
        return NoticeState.SHOWING if self.starts_at <= now else NoticeState.PLANNED

    @property
    def link_url(self) -> str:
        """The address of the page with more, or the empty string while the public may not see that page."""
        return public_url(self.link_page_id)

    def end_now(self) -> bool:
        """Take the notice down if it is showing, and say whether it was."""
        if self.state != NoticeState.SHOWING:
            return False
        # Never at or before the start, which the database refuses, even in the microsecond in which it starts.
        self.ends_at = max(timezone.now(), self.starts_at + timedelta(microseconds=1))
        self.save(update_fields=["ends_at"])
        return True
