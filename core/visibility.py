"""What the public may see: the one place that decides it (docs/decisions/0014-one-predicate.md).

A page is public when all of these hold at this moment:

- it is, or lies below, the root page of a site;
- it and every ancestor up to that root are open: live, and now lies within their dates (go live, expiry);
- no view restriction is set on it or on any ancestor, the tree's own root included;
- where it or one of these ancestors is an alias, the page that is mirrored is open and unrestricted in the same way,
  with all of its ancestors; the mirrored page need not have an address.

So what is public never has an ancestor, up to its site's root, that is not. What cannot be decided (a page too deep,
an alias of an alias of an alias) is not public.

Everything that serves, lists, links, feeds, indexes or caches pages asks here. Nothing else may filter on `live`
(tests/house/test_public_code_asks.py). Row and clock are asked at the moment of the call; nothing is remembered.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Site
from wagtail.query import PageQuerySet

from core.visibility_sql import MAX_ALIAS_HOPS, MAX_DEPTH, OpenToEverybody

__all__ = ["MAX_ALIAS_HOPS", "MAX_DEPTH", "is_visible", "told_apart", "visible_ancestors", "visible_children",
           "visible_ids", "visible_pages", "visible_snippets"]  # fmt: skip


def visible_pages(
    pages: QuerySet[Page] | None = None, *, site: Site | None = None, now: datetime | None = None
) -> PageQuerySet:
    """Return those of `pages` (any queryset of pages; all when None) that an anonymous visitor may see now.

    `site` narrows it to the pages that this site serves.
    """
    queryset = Page.objects.all() if pages is None else pages
    seen_on = site.pk if site else None
    return queryset.filter(live=True, depth__lte=MAX_DEPTH).filter(
        OpenToEverybody("path", now=now or timezone.now(), site_id=seen_on)
    )


def visible_snippets(snippets: QuerySet[Any], *, now: datetime | None = None) -> QuerySet[Any]:
    """Return those of these snippets that a public page shows: published and within their dates, where they have any.

    A snippet without drafts is always shown by the page that it is on.
    """
    if not issubclass(snippets.model, DraftStateMixin):
        return snippets
    now = now or timezone.now()
    return snippets.filter(
        Q(go_live_at=None) | Q(go_live_at__lte=now), Q(expire_at=None) | Q(expire_at__gt=now), live=True
    )


def told_apart(pages: QuerySet[Page], *, now: datetime | None = None) -> dict[int, tuple[Page, bool]]:
    """Return all of these pages by id, each with whether an anonymous visitor may see it now; in one query."""
    rows = pages.annotate(open_to_everybody=OpenToEverybody("path", now=now or timezone.now()))
    return {page.pk: (page, page.live and page.depth <= MAX_DEPTH and page.open_to_everybody) for page in rows}


def visible_children(page: Page, *, now: datetime | None = None) -> PageQuerySet:
    """Return the public pages directly below this one, in the editors' order."""
    return visible_pages(page.get_children(), now=now)


def visible_ancestors(page: Page, *, inclusive: bool = False, now: datetime | None = None) -> PageQuerySet:
    """Return the public pages above this one, from its site's root downwards."""
    return visible_pages(page.get_ancestors(inclusive=inclusive), now=now).order_by("depth")


def is_visible(page: Page, *, site: Site | None = None, now: datetime | None = None) -> bool:
    """Whether an anonymous visitor may see this page now. One query; the row in the database is asked, not `page`."""
    if page.pk is None:
        return False
    return visible_pages(Page.objects.filter(pk=page.pk), site=site, now=now).exists()


def visible_ids(ids: Iterable[int], *, now: datetime | None = None) -> set[int]:
    """Return those of these page ids that an anonymous visitor may see now, in one query."""
    wanted = set(ids)
    if not wanted:
        return set()
    return set(visible_pages(Page.objects.filter(pk__in=wanted), now=now).values_list("pk", flat=True))
