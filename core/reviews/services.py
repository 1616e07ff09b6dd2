"""The reviews of pages: their dates as the public sees them, and what changes them.

A page's first publication is its first review, because somebody has just read all of it; later ones are not, since
they may change a comma. An alias shows what the page that it mirrors shows; a copy or a translation begins anew.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, get_page_models
from wagtail.signals import page_published

from core.audit import record
from core.models import ContentReview, ReviewReminder, User
from core.visibility import visible_pages

# How long before the day an owner is told, and from when the page counts as due soon.
SOON = timedelta(days=14)
MONTHS_A_YEAR = 12
# The log entries (registered in core.reviews.hooks).
REVIEWED = "lasweb.reviewed"
REVIEW_CHANGED = "lasweb.review_changed"
# The line of the audit log.
HANDED_OVER = "pages_handed_over"


@dataclass(frozen=True)
class ReviewDates:
    """What stands at the foot of a page."""

    last: date | None = None
    next: date | None = None

    def __bool__(self) -> bool:
        return bool(self.last)


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later; the last of the month where it has no such day."""
    years, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def shown(last: date | None, upcoming: date | None) -> ReviewDates:
    """Return what the public is told: nothing before the day of the review, and no next date without a last one."""
    if last is None or last > timezone.localdate():
        return ReviewDates()
    return ReviewDates(last, upcoming)


def with_review_dates(pages: "QuerySet[Page]") -> "QuerySet[Page]":
    """Have the dates of these pages read together with them, for `dates_of`. An alias has no review of its own."""
    return pages.annotate(
        read_last_reviewed=Coalesce("alias_of__content_review__last_reviewed", "content_review__last_reviewed"),
        read_next_review=Coalesce("alias_of__content_review__next_review", "content_review__next_review"),
    )


def dates_of(page: Page) -> ReviewDates:
    """Return what stands at the foot of this page; asks the database where it was not read `with_review_dates`."""
    typed = getattr(page, "typed_review", None)
    if typed is not None:  # a preview shows what the form says
        return shown(typed["last_reviewed"], typed["next_review"])
    if not hasattr(page, "read_last_reviewed"):
        page = with_review_dates(Page.objects.filter(pk=page.pk)).first() if page.pk else None
    return shown(page.read_last_reviewed, page.read_next_review) if page else ReviewDates()


def usual_months(page: Page) -> int | None:
    """Return after how many months a page of this type is due again; None where it never is."""
    return getattr(page.specific_class, "review_months", None)


def review_of(page: Page) -> ContentReview:
    """Return the review of this page, not yet saved where there is none."""
    found = ContentReview.objects.filter(page_id=page.pk).select_related("owner").first() if page.pk else None
    return found or ContentReview(page_id=page.pk, owner_id=page.owner_id)


def next_after(review: ContentReview, page: Page, day: date) -> date | None:
    """Return when a page reviewed on this day is due again: after as long as before, else as usual for its type."""
    if review.last_reviewed and review.next_review:
        months = max(1, round((review.next_review - review.last_reviewed).days * MONTHS_A_YEAR / 365.25))
        return add_months(day, months)
    months_of_type = usual_months(page)
    return add_months(day, months_of_type) if months_of_type else None


@transaction.atomic
def mark_reviewed(page: Page, user: User) -> ContentReview:
    """Record that this person has read the whole page today and that it is right as it stands."""
    today = timezone.localdate()
    review = review_of(page)
    if review.last_reviewed != today:
        review.next_review = next_after(review, page, today)
        review.last_reviewed = today
    review.save()
    log(instance=page, action=REVIEWED, user=user, data={"next_review": _text(review.next_review)})
    return review


@transaction.atomic
def change_review(page: Page, user: User | None, **values: Any) -> ContentReview:
    """Save what an editor has typed; writes and logs nothing when it is what stands there."""
    review = review_of(page)
    before = {name: getattr(review, name) for name in values}
    if review.pk and before == values:
        return review
    for name, value in values.items():
        setattr(review, name, value)
    review.page_id = page.pk
    review.save()
    if before != values:
        changes = {name: [_text(before[name]), _text(value)] for name, value in values.items() if value != before[name]}
        log(instance=page, action=REVIEW_CHANGED, user=user, data=changes)
    return review


def save_typed_review(page: Any, user: User | None) -> bool:
    """Save what the page's form said of its review; False when it said nothing."""
    typed = getattr(page, "typed_review", None)
    if typed is None:
        return False
    del page.typed_review
    change_review(page, user, **typed)
    return True


def _text(value: Any) -> str:
    return "" if value is None else str(value)


@transaction.atomic
def hand_over(leaving: User, heir: User, *, by: User | None) -> int:
    """Give all pages of one person to another; return how many. What waits to be mailed to the first is not mailed."""
    ReviewReminder.objects.filter(owner=leaving, sent_at=None).delete()
    reviews = list(ContentReview.objects.filter(owner=leaving).select_related("page"))
    ContentReview.objects.filter(pk__in=[review.pk for review in reviews]).update(owner=heir)
    for review in reviews:
        log(instance=review.page, action=REVIEW_CHANGED, user=by, data={"owner": [str(leaving), str(heir)]})
    if reviews:
        record(HANDED_OVER, user=by, about=leaving, detail=f"{len(reviews)} pages to {heir.get_username()}")
    return len(reviews)


def reviewable(pages: "QuerySet[Page] | None" = None) -> "QuerySet[Page]":
    """Return those of these pages that the public sees and that are kept true by somebody: no aliases."""
    types = [model for model in get_page_models() if hasattr(model, "review_months")]
    queryset: Any = Page.objects.all() if pages is None else pages
    return visible_pages(queryset.filter(alias_of=None).exact_type(*types))


def due_pages(by: date) -> "QuerySet[Page]":
    """Return the public pages that are due for review by this day, the longest due first."""
    due = reviewable().filter(content_review__next_review__lte=by)
    return due.select_related("content_review__owner").order_by("content_review__next_review", "title")


def ensure_reviews() -> int:
    """Give a review to each page that has none, as imports leave it: its creator is its owner. Return how many."""
    types = [model for model in get_page_models() if hasattr(model, "review_months")]
    without = Page.objects.exact_type(*types).filter(alias_of=None, content_review=None)
    return len(_add_rows(without.only("pk", "owner_id")))


def _add_rows(pages: Iterable[Page]) -> list[ContentReview]:
    rows = [ContentReview(page_id=page.pk, owner_id=page.owner_id) for page in pages]
    return ContentReview.objects.bulk_create(rows, ignore_conflicts=True)


def page_saved(instance: Any, created: bool, raw: bool = False, **_: Any) -> None:  # noqa: FBT002  # Django's signal
    """Give a new page its review, owned by whoever made it."""
    if created and not raw and hasattr(instance, "review_months") and instance.alias_of_id is None:
        _add_rows([instance])


def page_went_public(instance: Any, **_: Any) -> None:
    """Count the first publication as a review, where pages of this type are reviewed at all."""
    if instance.alias_of_id or not usual_months(instance) or not _is_first_publication(instance):
        return
    review = review_of(instance)
    if review.last_reviewed is None:
        review.page_id = instance.pk
        review.last_reviewed = timezone.localdate()
        if review.next_review is None or review.next_review <= review.last_reviewed:
            review.next_review = next_after(review, instance, review.last_reviewed)
        review.save()


def _is_first_publication(page: Page) -> bool:
    """Whether it went public now and never before: Wagtail tells the same of a version that is only scheduled."""
    return Page.objects.filter(pk=page.pk, first_published_at=F("last_published_at")).exists()


def watch_pages() -> None:
    """Follow pages as they are made and published."""
    post_save.connect(page_saved, dispatch_uid="core.reviews.saved")
    page_published.connect(page_went_public, dispatch_uid="core.reviews.published")
