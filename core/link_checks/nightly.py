"""Each night: find all links on what is public, look at each, and keep what was found."""

import logging
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Case, F, IntegerField, Model, Q, QuerySet, When
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from core.enums import LinkKind, LinkState
from core.link_checks import inside, outside
from core.link_checks.found import FoundLink, links_in
from core.link_checks.sources import public_things
from core.link_checks.verdicts import Verdict, broken
from core.models import LinkCheck, LinkUse
from core.visibility import is_visible, visible_pages

logger = logging.getLogger(__name__)

# Other sites have bad evenings: a link is broken when it failed on so many nights.
NIGHTS = 2
# All other sites together may take so long in one night (seconds).
LONGEST = 2 * 60 * 60
CHUNK = 500

Uses = list[tuple[FoundLink, LinkUse]]
_FOUND = ("state", "message", "status", "moved_to", "nights_failed", "first_failed_at", "last_checked_at")


def run(*, asker: outside.Asker | None = None) -> str:
    """Do all of it; other sites are asked only where LINK_CHECK_EXTERNAL says so. Return what was found in words."""
    keep_uses(_all_uses())
    _look_inside(LinkCheck.objects.exclude(kind=LinkKind.OUTSIDE))
    _look_at_what_is_no_address()
    asked = _look_outside(asker or outside.Asker()) if settings.LINK_CHECK_EXTERNAL else 0
    count = LinkCheck.objects.count()
    bad = LinkCheck.objects.filter(state=LinkState.BROKEN).count()
    return f"{count} links, {bad} broken, {asked} asked of other sites"


def refresh_page(page: Page) -> None:
    """Find the links of one page anew, after it was published or taken down, and look at those that lead to us."""
    found = _uses_of_page(page.specific) if is_visible(page) else []
    keep_uses(found, LinkUse.objects.filter(page_id=page.pk))
    used = LinkCheck.objects.filter(uses__page_id=page.pk, state=LinkState.UNCHECKED).distinct()
    _look_inside(used.exclude(kind=LinkKind.OUTSIDE))


def watch_pages() -> None:
    """Find the links of a page anew whenever it is published or taken down: the report shows what is mended."""
    for signal in (page_published, page_unpublished):
        signal.connect(_after_a_change, dispatch_uid="core.link_checks")


def _after_a_change(instance: Page, **_: Any) -> None:
    # Whatever goes wrong here, the page was published; the next night finds all links again.
    transaction.on_commit(lambda: refresh_page(instance), robust=True)


def _all_uses() -> Uses:
    found: Uses = []
    for page in visible_pages().specific().iterator(chunk_size=100):
        found += _uses_of_page(page)
    for thing, left_out in public_things():
        found += _uses_of_thing(thing, left_out)
    return found


def _uses_of_page(page: Page) -> Uses:
    return [(link, LinkUse(page_id=page.pk, place=page.title[:255], words=link.words[:255])) for link in links_in(page)]


def _uses_of_thing(thing: Model, left_out: frozenset[str]) -> Uses:
    kind = ContentType.objects.get_for_model(thing)
    return [
        (link, LinkUse(content_type=kind, object_id=str(thing.pk), place=str(thing)[:255], words=link.words[:255]))
        for link in links_in(thing, left_out)
    ]


@transaction.atomic
def keep_uses(found: Uses, stale: "QuerySet[LinkUse] | None" = None) -> None:
    """Keep these uses in the place of the `stale` ones (all when None), and forget what nothing leads to any more."""
    (LinkUse.objects.all() if stale is None else stale).delete()
    wanted = {(link.kind, LinkCheck.hash_of(link.target)): link for link, _ in found}
    hashes = sorted({target_hash for _, target_hash in wanted})
    rows = {(row.kind, row.target_hash): row for part in _parts(hashes)
            for row in LinkCheck.objects.filter(target_hash__in=part)}  # fmt: skip
    new = [LinkCheck(kind=kind, target=link.target, target_hash=target_hash)
           for (kind, target_hash), link in wanted.items() if (kind, target_hash) not in rows]  # fmt: skip
    # Another process may have found the same address at this moment.
    LinkCheck.objects.bulk_create(new, ignore_conflicts=True, batch_size=CHUNK)
    for part in _parts([row.target_hash for row in new]):
        rows |= {(row.kind, row.target_hash): row for row in LinkCheck.objects.filter(target_hash__in=part)}
    for link, use in found:
        use.check_row = rows[(link.kind, LinkCheck.hash_of(link.target))]
    LinkUse.objects.bulk_create([use for _, use in found], batch_size=CHUNK)
    LinkCheck.objects.filter(uses=None).delete()


def _parts(values: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def _look_inside(rows: "QuerySet[LinkCheck]") -> None:
    by_kind: dict[str, dict[str, LinkCheck]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, {})[row.target] = row
    for kind, targets in by_kind.items():
        for part in _parts(list(targets)):
            for target, verdict in inside.verdicts(LinkKind(kind), part).items():
                keep_verdict(targets[target], verdict, timezone.now())


def _look_at_what_is_no_address() -> None:
    for row in LinkCheck.objects.filter(kind=LinkKind.OUTSIDE):
        if fault := outside.fault_of(row.target):
            keep_verdict(row, broken(fault, permanent=True), timezone.now())


def _look_outside(asker: outside.Asker) -> int:
    """Ask other sites, those that failed first, then those not asked for the longest; return how many were asked."""
    failed_first = Case(When(Q(state=LinkState.FAILED_ONCE), then=0), default=1, output_field=IntegerField())
    rows = LinkCheck.objects.filter(kind=LinkKind.OUTSIDE).order_by(
        failed_first, F("last_checked_at").asc(nulls_first=True), "pk"
    )
    asked, until = 0, time.monotonic() + LONGEST
    for row in list(rows[: settings.LINK_CHECK_LIMIT]):
        if time.monotonic() > until:
            logger.warning("the links to other sites took longer than %s s; the rest is asked next night", LONGEST)
            break
        keep_verdict(row, asker.ask(row.target), timezone.now())
        asked += 1
    return asked


def keep_verdict(row: LinkCheck, verdict: Verdict, now: datetime) -> None:
    """Keep what was found of a link; a failure that may pass counts as broken when it is found on a second night."""
    before = row.last_checked_at
    row.last_checked_at = now
    if verdict.state is not None:
        row.message, row.status, row.moved_to = verdict.message, verdict.status, verdict.moved_to
        if verdict.state == LinkState.BROKEN:
            _count_failure(row, verdict, before, now)
        else:
            row.state, row.nights_failed = verdict.state, 0
            row.first_failed_at = None if verdict.state == LinkState.WORKS else row.first_failed_at or now
    # Not save(): a row that nothing leads to any more has been deleted, and stays so.
    LinkCheck.objects.filter(pk=row.pk).update(**{name: getattr(row, name) for name in _FOUND})


def _count_failure(row: LinkCheck, verdict: Verdict, before: datetime | None, now: datetime) -> None:
    another_night = before is None or timezone.localdate(before) != timezone.localdate(now)
    if not row.nights_failed or another_night:
        row.nights_failed = min(row.nights_failed + 1, 30_000)
    row.first_failed_at = row.first_failed_at or now
    counts = verdict.permanent or row.nights_failed >= NIGHTS or row.state == LinkState.BROKEN
    row.state = LinkState.BROKEN if counts else LinkState.FAILED_ONCE
