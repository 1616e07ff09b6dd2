"""What changes the public state of pages beyond Wagtail's own actions: withdrawing, and the rules on copies.

Whoever calls checks nothing of his own: each function asks the permissions of the person it acts for.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.locks import BasicLock
from wagtail.log_actions import log
from wagtail.models import Page, Revision, WorkflowState

from core.models import User
from core.visibility import is_visible, visible_ids

# The log entry of a withdrawal (registered in core.wagtail_hooks).
WITHDRAW = "lasweb.withdraw"


class WithdrawalRefusedError(Exception):
    """The person may not withdraw some of these pages; nothing was changed."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self.pages = list(pages)
        names = ", ".join(f"“{page.get_admin_display_title()}”" for page in self.pages)
        super().__init__(f"You may not withdraw {names}: ask a publisher, or have the lock taken off. Nothing changed.")


def scheduled_revisions(page: Page) -> Any:
    """Return the versions of this page that are approved to go live later."""
    return Revision.page_revisions.filter(object_id=str(page.pk), approved_go_live_at__isnull=False)


def can_withdraw(page: Page, user: User) -> bool:
    """Whether there is something to withdraw and this person may."""
    return (page.live or scheduled_revisions(page).exists()) and may_publish(page, user)


def may_publish(page: Page, user: User) -> bool:
    """Whether this person may publish this page and nobody else has locked it; a schedule is no lock to them."""
    lock = page.get_lock()
    locked = isinstance(lock, BasicLock) and lock.for_user(user)
    return bool(page.permissions_for_user(user).can_publish()) and not locked


@transaction.atomic
def withdraw(page: Page, user: User, *, include_descendants: bool = False) -> list[Page]:
    """Take a page down, whatever its state, so that nothing of it goes live by itself; return the pages changed.

    Live versions are unpublished, schedules and reviews under way cancelled, and the latest draft loses its start
    date. With `include_descendants` the same holds for everything below. Raises WithdrawalRefusedError, and changes
    nothing, when the person may not do it to every page concerned.
    """
    concerned = [each.specific for each in _concerned(page, include_descendants=include_descendants)]
    refused = [each for each in concerned if not may_publish(each, user)]
    if refused:
        raise WithdrawalRefusedError(refused)
    for each in concerned:
        _withdraw(each, user)
    return concerned


def _concerned(page: Page, *, include_descendants: bool) -> list[Page]:
    """The page itself, and of what lies below it all that is live, scheduled or under review."""
    if not include_descendants:
        return [page]
    scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False).values_list("object_id", flat=True)
    below = page.get_descendants()
    pages = ContentType.objects.get_for_model(Page)
    reviewed = WorkflowState.objects.active().filter(base_content_type=pages).values_list("object_id", flat=True)
    ids = {int(pk) for pk in [*scheduled, *reviewed]}
    return [page, *below.filter(Q(live=True) | Q(pk__in=ids)).order_by("path")]


def _withdraw(page: Page, user: User) -> None:
    page = stop_mirroring(page, user)
    state = page.current_workflow_state
    if state is not None:
        state.cancel(user=user)
    was_live, coming = page.live, scheduled_revisions(page).order_by("approved_go_live_at").first()
    starts = coming.approved_go_live_at if coming else None
    UnpublishPageAction(page, user=user).execute(skip_permission_checks=True)
    scheduled_revisions(page).update(approved_go_live_at=None)
    latest = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    if latest.go_live_at or starts:
        latest.go_live_at = None
        latest.save_revision(user=user, clean=False)
    type(page).objects.filter(pk=page.pk).update(go_live_at=None)
    page.refresh_from_db()
    log(page, WITHDRAW, user=user, data={"live": was_live, "go_live_at": starts.isoformat() if starts else None})


def stop_mirroring(page: Page, user: User) -> Page:
    """Make an alias a page of its own, so that taking it down lasts: publishing its source would bring it back."""
    if page.alias_of_id:
        ConvertAliasPageAction(page.specific, user=user).execute(skip_permission_checks=True)
        return type(page).objects.get(pk=page.pk).specific
    return page.specific


def reason_against_alias(page: Page, *, with_descendants: bool) -> str:
    """Return why no alias of this page may be made, or the empty string: an alias is public from its first moment."""
    source = page.get_descendants(inclusive=True) if with_descendants else [page]
    hidden = [each for each in source if not is_visible(each)]
    if not hidden:
        return ""
    names = ", ".join(f"“{each.get_admin_display_title()}”" for each in hidden[:3])
    return f"An alias shows what it mirrors to everybody, and the public may not see {names}. Publish first, or copy."


def closed_above(page: Page) -> Page | None:
    """Return the highest page above this one that keeps it from the public, or None."""
    if is_visible(page):
        return None
    above = list(page.get_ancestors().filter(depth__gt=1).order_by("depth"))
    public = visible_ids(each.pk for each in above)
    return next((each.specific for each in above if each.pk not in public), None)
