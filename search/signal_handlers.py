"""Entries written in the transaction of the change that they follow.

What signals do not tell of, and what lies below a page with very many pages below it, the job of search.jobs finds
within seconds. A fault here stops nobody from publishing: it is logged, and made good by the same job.
"""

import logging
from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from core.findable import Kind, kinds
from search.entries import follow

logger = logging.getLogger(__name__)

# Below a page with more pages than this, only the page itself is written at once.
MOST_BELOW = 300


def watch() -> None:
    """Listen for what changes what can be found."""
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(_page_changed, dispatch_uid="search.entries")
    for signal in (post_save, post_delete):
        signal.connect(_restriction_changed, sender=PageViewRestriction, dispatch_uid="search.entries")
    post_save.connect(_page_saved, dispatch_uid="search.entries.pages")
    post_delete.connect(_page_deleted, sender=Page, dispatch_uid="search.entries.pages")
    for kind in kinds():
        for model in kind.watched:
            changed = partial(_row_changed, kind)
            post_save.connect(changed, sender=model, weak=False, dispatch_uid=f"search.entries.{kind.name}")
            post_delete.connect(changed, sender=model, weak=False, dispatch_uid=f"search.entries.{kind.name}")


def _page_changed(instance: Page, **_: Any) -> None:
    """A page was published, taken down or moved: what lies below it comes or goes with it."""
    below = Page.objects.filter(path__startswith=instance.path).values_list("pk", flat=True)[: MOST_BELOW + 1]
    ids = set(below)
    _pages(ids if len(ids) <= MOST_BELOW else {instance.pk}, anyway={instance.pk})


def _page_saved(instance: Any, *, raw: bool = False, update_fields: Any = None, **_: Any) -> None:
    """A whole page was saved past the editor: by an import, or as a copy or an alias. Drafts save some fields only."""
    if isinstance(instance, Page) and not raw and update_fields is None:
        _pages({instance.pk}, anyway={instance.pk})


def _page_deleted(instance: Page, **_: Any) -> None:
    _pages({instance.pk})


def _restriction_changed(instance: PageViewRestriction, **_: Any) -> None:
    _page_changed(instance.page)


def _row_changed(kind: Kind, instance: Any, **_: Any) -> None:
    def act() -> None:
        keys = set(kind.keys_of(instance))
        follow(kind, keys, anyway=keys)

    _unharmed(f"{type(instance).__name__} {instance.pk}", act)


def _pages(ids: Collection[int], anyway: Collection[int] = ()) -> None:
    def act() -> None:
        for kind in kinds():
            follow(kind, kind.concerned(ids), anyway=kind.concerned(anyway) if anyway else ())

    _unharmed(f"pages {sorted(ids)[:5]}", act)


def _unharmed(about: str, act: Callable[[], None]) -> None:
    """Act in a savepoint: what goes wrong is logged and undone, and the change that it follows is not."""
    try:
        with transaction.atomic():
            act()
    except Exception:
        logger.exception("The search entries of %s were not written", about)
