"""The predicate of core.visibility as one SQL condition, for SQLite and PostgreSQL.

Written by hand because the same condition built from Django's Exists and OuterRef takes 9 ms to compile, twenty
times what the database needs to answer it for one page.

Ancestors are found by the prefixes of the page's own path, each a look-up in the index of paths: the cost grows with
the rows asked about, not with the size of the tree (a join on "path starts with" takes seconds at 11,000 pages).
"""

from datetime import datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func
from django.db.models.sql.compiler import SQLCompiler
from wagtail.models import Page, PageViewRestriction, Site

# A page deeper than this, the tree's root included, is never public: the predicate looks at this many ancestors.
MAX_DEPTH = 12
# An alias of an alias is looked through this many times; beyond that it is never public.
MAX_ALIAS_HOPS = 2

# SQLite's parser holds a hundred tokens, and the queries around this one need some of them: so joins instead of
# nested conditions, and what is nested stands first.
_OPEN = """EXISTS (
  SELECT 1 FROM {site} s JOIN {page} r ON r.id = s.root_page_id AND SUBSTR({path}, 1, LENGTH(r.path)) = r.path
  WHERE NOT EXISTS (SELECT 1 FROM {page} a0 {closed}) {on_site})"""
# Page a{n} is at `path` or above it, and closes itself and all below it.
_CLOSED = """LEFT JOIN {restriction} v{n} ON v{n}.page_id = a{n}.id
  WHERE ({mirrors_closed} OR NOT a{n}.live OR a{n}.expire_at <= %s OR a{n}.go_live_at > %s OR v{n}.id IS NOT NULL)
  AND (a{n}.depth >= {root_depth} OR v{n}.id IS NOT NULL) AND a{n}.path IN ({prefixes})"""
_MIRRORS_CLOSED = "EXISTS (SELECT 1 FROM {page} m{n} JOIN {page} a{n} ON m{n}.id = a{before}.alias_of_id {closed})"
_MIRRORS = "a{before}.alias_of_id IS NOT NULL"

_PAGE = f'"{Page._meta.db_table}"'
_RESTRICTION = f'"{PageViewRestriction._meta.db_table}"'
_SITE = f'"{Site._meta.db_table}"'


def _closed(path: str, root_depth: str, n: int = 0) -> str:
    """Write the condition that page a{n} closes the page whose path column is `path`."""
    if n < MAX_ALIAS_HOPS:
        # The tree's own root (depth 1) has no state, only restrictions.
        closed = _closed(f"m{n + 1}.path", root_depth="2", n=n + 1)
        mirrors_closed = _MIRRORS_CLOSED.format(page=_PAGE, n=n + 1, before=n, closed=closed)
    else:
        mirrors_closed = _MIRRORS.format(before=n)
    return _CLOSED.format(
        restriction=_RESTRICTION,
        n=n,
        mirrors_closed=mirrors_closed,
        root_depth=root_depth,
        prefixes=", ".join(f"SUBSTR({path}, 1, {Page.steplen * depth})" for depth in range(1, MAX_DEPTH + 1)),
    )


class OpenToEverybody(Func):
    """Whether the page at this path is open to everybody at this moment, on one site or on any."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, path: str, *, now: datetime, site_id: int | None = None) -> None:
        super().__init__(F(path))
        self.now = now
        self.site_id = site_id

    def as_sql(  # type: ignore[override]  # the template that Func offers is not used
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """Write the condition around the outer query's path column."""
        path, _params = compiler.compile(self.source_expressions[0])
        closed = _closed(path, root_depth="r.depth")
        moments = (connection.ops.adapt_datetimefield_value(self.now),) * closed.count("%s")
        on_site, site = ("AND s.id = %s", (self.site_id,)) if self.site_id is not None else ("", ())
        return _OPEN.format(site=_SITE, page=_PAGE, path=path, closed=closed, on_site=on_site), (*moments, *site)
