"""Publish what is due, then expire what is over (docs/decisions/0023-publishing-actions.md).

Each page or snippet is done in a transaction of its own, on a row locked and asked again: one that fails keeps its
schedule, is logged as an error, and stops no other. What the public sees never waits for the expiry: the predicate
has the clock. So a page whose start and end have both passed is not seen between the two steps.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

logger = logging.getLogger(__name__)


@dataclass
class Outcome:
    """What one run did (or, on a dry run, would do); each entry names the page or snippet."""

    published: list[str] = field(default_factory=list)
    expired: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        parts = [(self.published, "published"), (self.expired, "expired"), (self.failed, "failed")]
        return "; ".join(f"{len(names)} {done}: {', '.join(names)}" for names, done in parts if names)


class SomeFailedError(Exception):
    """Something due could not be published or expired; everything else was done."""


def run(now: datetime | None = None, *, dry_run: bool = False) -> Outcome:
    """Publish every revision whose time has come, then take down every page and snippet whose time is over."""
    now = now or timezone.now()
    outcome = Outcome()
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    for revision in list(due):
        name = _name(revision.object_str, revision.content_type.model, revision.object_id)
        if dry_run:
            outcome.published.append(name)
        else:
            _attempt(name, partial(_publish, revision.pk, now), outcome.published, outcome.failed)
    for model in draft_state_models():
        over = model._default_manager.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk")
        for each in list(over):
            name = _name(str(each), each._meta.model_name or "", each.pk)
            if dry_run:
                outcome.expired.append(name)
            else:
                _attempt(name, partial(_expire, model, each.pk, now), outcome.expired, outcome.failed)
    return outcome


def draft_state_models() -> list[type[models.Model]]:
    """Return Page (for all page types) and every snippet that has drafts."""
    snippets = [
        model for model in apps.get_models() if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    return [Page, *snippets]


def _name(title: str, kind: str, pk: object) -> str:
    return f"“{title}” ({kind} {pk})"


def _attempt(name: str, act: Callable[[], bool], done: list[str], failed: list[str]) -> None:
    """Do one thing in its own transaction; whatever it raises is logged and told, and the rest goes on."""
    try:
        with transaction.atomic():
            if act():
                done.append(name)
    except Exception:  # a signal handler of any app may raise anything
        logger.exception("%s could not be published or expired on time; it is tried again", name)
        failed.append(name)


def _publish(pk: int, now: datetime) -> bool:
    """Publish this revision unless its schedule was withdrawn, or it was published, while we worked."""
    revision = Revision.objects.select_for_update().filter(pk=pk, approved_go_live_at__lte=now).first()
    if revision is None:
        return False
    revision.publish(log_action="wagtail.publish.scheduled")
    return True


def _expire(model: type[models.Model], pk: object, now: datetime) -> bool:
    """Take this object down unless somebody has moved its end or taken it down while we worked."""
    found = model._default_manager.select_for_update().filter(pk=pk, live=True, expire_at__lte=now).first()
    if found is None:
        return False
    # Of the specific type, so that the handlers of that type hear of it.
    over: Any = found.specific if isinstance(found, Page) else found
    # Wagtail drops every schedule on the way; a version approved for a later day is not over.
    coming = list(over.revisions.filter(approved_go_live_at__gt=now).values_list("pk", "approved_go_live_at"))
    over.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for revision, go_live_at in coming:
        Revision.objects.filter(pk=revision).update(approved_go_live_at=go_live_at)
    return True
