"""What the public may see: the one place that decides it (docs/decisions/0014-one-predicate.md).

A page is public when all of these hold at this moment:

- it is live, and so is every ancestor up to the root of a site that it belongs to;
- now lies within its dates (go live, expiry) and within those of these ancestors;
- no view restriction is set on it or on any ancestor;
- if it is an alias, the same holds for its source and that source's ancestors (their dates, their state, their
  restrictions; the source need not have an address).

Ancestors are found by the prefixes of the page's own path, each a look-up in the index of paths: the cost grows with
the rows asked about, not with the size of the tree.

Everything that serves, lists, links, feeds, indexes or caches pages asks here. Nothing else may filter on `live`.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.query import PageQuerySet

# A page deeper than this, the tree's root included, is never public: the predicate looks at this many ancestors.
MAX_DEPTH = 16
# An alias of an alias is looked through this many times; beyond that it is never public.
MAX_ALIAS_HOPS = 2


def _within_dates(now: datetime) -> Q:
    expired = Q(expire_at__isnull=False, expire_at__lte=now)
    not_yet = Q(go_live_at__isnull=False, go_live_at__gt=now)
    return ~expired & ~not_yet


def _prefixes(path: str) -> list[Substr]:
    """The paths of a page (given by the name of its path column in the outer query) and of all its ancestors."""
    return [Substr(OuterRef(path), 1, Page.steplen * depth) for depth in range(1, MAX_DEPTH + 1)]


def _restricted(path: str) -> Exists:
    return Exists(PageViewRestriction.objects.filter(page__path__in=_prefixes(path)))


def _closed(path: str, now: datetime, root_depth: int) -> Exists:
    """Whether the page at `path`, or an ancestor no higher than `root_depth`, is unpublished or out of its dates."""
    return Exists(
        Page.objects.order_by()
        .filter(path__in=_prefixes(path), depth__gte=root_depth)
        .exclude(Q(live=True) & _within_dates(now)),
    )


def _aliases_closed(now: datetime) -> Q:
    """Aliases whose source, or that source's own source, is not open to the public."""
    closed = Q()
    for hop in range(1, MAX_ALIAS_HOPS + 1):
        source = "__".join(["alias_of"] * hop)
        # The tree's own root (depth 1) has no state of its own; below it every ancestor of the source counts.
        closed |= Q(**{f"{source}__isnull": False}) & (
            Q(_restricted(f"{source}__path")) | Q(_closed(f"{source}__path", now, root_depth=2))
        )
    too_long = "__".join(["alias_of"] * (MAX_ALIAS_HOPS + 1)) + "__isnull"
    return closed | Q(**{too_long: False})


def _open_under_a_site(now: datetime, site: Site | None) -> Q:
    roots = [(site.root_page.path, site.root_page.depth)] if site else _site_roots()
    under = Q(pk__in=[])
    for path, depth in roots:
        under |= Q(path__startswith=path) & ~Q(_closed("path", now, root_depth=depth))
    return under


def _site_roots() -> list[tuple[str, int]]:
    return list(Site.objects.order_by().values_list("root_page__path", "root_page__depth").distinct())


def visible_pages(
    pages: QuerySet[Page] | None = None, *, site: Site | None = None, now: datetime | None = None
) -> PageQuerySet:
    """Return those of `pages` (any queryset of pages; all when None) that an anonymous visitor may see now.

    `site` narrows it to the pages that this site serves.
    """
    now = now or timezone.now()
    queryset = Page.objects.all() if pages is None else pages
    return (
        queryset.filter(Q(live=True, depth__lte=MAX_DEPTH) & _within_dates(now))
        .filter(_open_under_a_site(now, site))
        .exclude(Q(_restricted("path")))
        .exclude(Q(alias_of__isnull=False) & _aliases_closed(now))
    )


def is_visible(page: Page, *, site: Site | None = None, now: datetime | None = None) -> bool:
    """Whether an anonymous visitor may see this page now. One query; the row in the database is asked, not `page`."""
    if page.pk is None:
        return False
    return visible_pages(Page.objects.filter(pk=page.pk), site=site, now=now).exists()


def visible_ids(ids: Iterable[int], *, now: datetime | None = None) -> set[int]:
    """Return those of these page ids that an anonymous visitor may see now, in one query."""
    return set(visible_pages(Page.objects.filter(pk__in=set(ids)), now=now).values_list("pk", flat=True))
