"""Mail each owner, in one mail, which of their pages come due for review; each page once for each date it is due.

What is to be said is written down first (core.models.ReviewReminder), then mailed, then marked as sent. A machine that
dies between the last two leaves it open whether the mail went: it is mailed again under the same message id. A mail
server that is down costs nothing but time. Pages without an owner, or whose owner can no longer sign in, are in the
report only: there is nobody who could be told.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from smtplib import SMTPConnectError, SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from core.models import ReviewReminder, User
from core.reviews.services import SOON, due_pages, ensure_reviews

logger = logging.getLogger(__name__)

# While one process mails, no other takes the same mail; a process that dies lets go after this long.
LEASE = timedelta(minutes=10)
_PERMANENT = 500


@dataclass(frozen=True)
class Outcome:
    """What a run did."""

    sent: int = 0
    waiting: int = 0

    def __str__(self) -> str:
        parts = [f"{self.sent} review reminder{'' if self.sent == 1 else 's'} mailed"] if self.sent else []
        return ", ".join(parts + ([f"{self.waiting} waiting for the mail server"] if self.waiting else []))


def remind() -> Outcome:
    """Write down what owners are to be told today, and mail it."""
    ensure_reviews()
    plan()
    return deliver()


def plan() -> None:
    """Write down the pages that come due and that their owner was not told of yet: one digest a person."""
    due = due_pages(timezone.localdate() + SOON).filter(content_review__owner__is_active=True)
    rows = due.order_by("content_review__owner", "pk").values_list(
        "content_review__owner", "pk", "content_review__next_review"
    )
    known = set(ReviewReminder.objects.values_list("owner", "page", "next_review"))
    for owner, pages in groupby((row for row in rows if row not in known), key=lambda row: row[0]):
        digest = uuid4()
        ReviewReminder.objects.bulk_create(
            [ReviewReminder(owner_id=owner, page_id=pk, next_review=day, digest=digest) for _, pk, day in pages],
            ignore_conflicts=True,
        )


def deliver() -> Outcome:
    """Mail what is written down and not sent, until the server is found to be down."""
    waiting = list(ReviewReminder.objects.filter(sent_at=None).values_list("digest", flat=True).distinct())
    sent = 0
    for digest in waiting:
        if not _claim(digest):
            continue
        try:
            sent += _mail(digest)
        except (SMTPException, OSError) as error:
            ReviewReminder.objects.filter(digest=digest, sent_at=None).update(claimed_until=None)
            logger.warning("Review reminder %s is not mailed yet (%s)", digest, type(error).__name__)
            if _server_is_down(error):
                break
    left = ReviewReminder.objects.filter(sent_at=None).values("digest").distinct().count()
    return Outcome(sent, left)


def _server_is_down(error: Exception) -> bool:
    spoke = isinstance(error, SMTPException) and not isinstance(error, SMTPConnectError | SMTPServerDisconnected)
    return not spoke


def _claim(digest: UUID) -> bool:
    """Take the mail for this process, unless another one has it."""
    now = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    rows = ReviewReminder.objects.filter(free, digest=digest, sent_at=None)
    return rows.update(claimed_until=now + LEASE) > 0


def _mail(digest: UUID) -> bool:
    """Mail one digest; False when nothing in it holds any longer."""
    reminders = ReviewReminder.objects.filter(digest=digest, sent_at=None)
    pages = _still_due(reminders)
    reminders.exclude(page__in=[page.pk for page in pages]).delete()
    if not pages:
        return False
    owner: User = pages[0].content_review.owner
    try:
        _message(digest, owner, pages).send()
    except SMTPRecipientsRefused as refused:
        if any(code < _PERMANENT for code, _ in refused.recipients.values()):
            raise
        # To ask again every hour would not change it; the pages stay in the report.
        logger.error("Review reminder %s: the mail server refuses the address of user %s", digest, owner.pk)  # noqa: TRY400  # its trace tells nothing more
    reminders.update(sent_at=timezone.now())
    return True


def _still_due(reminders: Any) -> list[Any]:
    """Return the pages of these reminders that are still public, due on that day and that person's."""
    holds = reminders.filter(
        page__content_review__owner=F("owner"),
        page__content_review__next_review=F("next_review"),
        owner__is_active=True,
    )
    return list(due_pages(timezone.localdate() + SOON).filter(pk__in=holds.values("page")))


def _message(digest: UUID, owner: User, pages: list[Any]) -> EmailMessage:
    count = len(pages)
    subject = "A page of yours is due for review" if count == 1 else f"{count} pages of yours are due for review"
    context = {
        "owner": owner,
        "pages": [{"page": page, "day": page.content_review.next_review, "url": _review_url(page)} for page in pages],
        "today": timezone.localdate(),
        "report_url": f"{settings.WAGTAILADMIN_BASE_URL}{reverse('core_review_report')}?owner={owner.pk}",
        "site_url": settings.SITE_URL,
    }
    domain = urlsplit(settings.SITE_URL).hostname or "localhost"
    return EmailMessage(
        subject=subject,
        body=render_to_string("core/mail/review_reminder.txt", context),
        to=[owner.email],
        # The same at each attempt, so that a mail sent twice is shown once.
        headers={"Message-ID": f"<review.{digest}@{domain}>", "Auto-Submitted": "auto-generated"},
    )


def _review_url(page: Page) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('core_mark_reviewed', args=[page.pk])}"
