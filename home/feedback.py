"""What keeps the answers to "Is this page useful?" and the comments on them."""

from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from home.masking import masked
from home.models import FeedbackComment, FeedbackCount

_SALT = "home.feedback.answer"
# How long somebody may write a comment after the answer.
ANSWER_SECONDS = 60 * 60


class Answer(NamedTuple):
    """One yes or no, known again by its number when its comment comes."""

    page_id: int
    useful: bool
    number: UUID


class AnswerTooOldError(Exception):
    """The answer is ours, but its time for a comment is over."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


def count_answer(page: Page, *, useful: bool) -> Answer:
    """Count a yes or a no for this page."""
    row, _ = FeedbackCount.objects.get_or_create(page_id=page.pk, day=timezone.localdate())
    name = "yes" if useful else "no"
    FeedbackCount.objects.filter(pk=row.pk).update(**{name: F(name) + 1})
    return Answer(page.pk, useful, uuid4())


def signed(answer: Answer) -> str:
    """Return what stands for this answer in the address of the page that thanks for it."""
    return signing.dumps([answer.page_id, answer.useful, answer.number.hex], salt=_SALT)


def read_signed(text: str, page: Page) -> Answer | None:
    """Return the answer that this text stands for; None for what we did not sign for this page.

    Raises AnswerTooOldError an hour after the answer.
    """
    try:
        try:
            answer = _answer(signing.loads(text, salt=_SALT, max_age=ANSWER_SECONDS))
        except signing.SignatureExpired:
            answer = _answer(signing.loads(text, salt=_SALT))
            if answer.page_id == page.pk:
                raise AnswerTooOldError(answer) from None
    except signing.BadSignature:
        return None
    return answer if answer.page_id == page.pk else None


def _answer(parts: Any) -> Answer:
    page_id, useful, number = parts
    return Answer(page_id, useful, UUID(number))


def keep_comment(answer: Answer, words: str) -> bool:
    """Keep a comment on an answer, once however often it is sent; return whether something was taken out of it."""
    kept = masked(words)
    try:
        with transaction.atomic():
            FeedbackComment.objects.create(
                page_id=answer.page_id, useful=answer.useful, answer=answer.number, comment=kept
            )
    except IntegrityError:
        pass  # the same form, sent before: its comment is kept
    return kept != words


def delete_old_comments() -> int:
    """Delete the comments that are older than FEEDBACK_COMMENT_DAYS and say how many there were."""
    before = timezone.now() - timedelta(days=settings.FEEDBACK_COMMENT_DAYS)
    deleted, _ = FeedbackComment.objects.filter(received_at__lt=before).delete()
    return deleted
