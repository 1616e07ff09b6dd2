"""The frame around a page: main navigation and breadcrumbs, from what the public may see of the page tree."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page, Site

from core.links import remember_urls
from core.request_scope import memo
from core.visibility import visible_pages

HOME_TITLE = "Home"


@dataclass(frozen=True)
class NavigationLink:
    """One link of the main navigation; `current` is "page" on its own page, "true" below it, else empty."""

    title: str
    url: str
    current: str = ""


@dataclass(frozen=True)
class Crumb:
    """One step from the home page down to the page shown, which is not among them."""

    title: str
    url: str


@dataclass(frozen=True)
class Frame:
    """What surrounds a page."""

    links: tuple[NavigationLink, ...] = ()
    crumbs: tuple[Crumb, ...] = ()


def frame_of(request: HttpRequest, page: Page | None, also: Iterable[int] = ()) -> Frame:
    """Return the navigation and breadcrumbs for this page (None: a view that is no page of the tree), in one query.

    The same query reads the addresses of the pages `also` given by id, so that core.links knows them.
    """
    known = memo("frames")
    key = page.path if page else ""
    if known is not None and key in known:
        return known[key]
    site = Site.find_for_request(request)
    frame = _frame(request, site, page, set(also)) if site else Frame()
    if known is not None:
        known[key] = frame
    return frame


def _frame(request: HttpRequest, site: Site, page: Page | None, also: set[int]) -> Frame:
    root = site.root_page
    ancestors = _ancestor_paths(root, page)
    in_menu = Q(path__startswith=root.path, depth=root.depth + 1, show_in_menus=True)
    wanted = Page.objects.filter(in_menu | Q(path__in=ancestors) | Q(pk__in=also))
    links, crumbs, urls = [], [], {}
    rows = visible_pages(wanted, site=site).only("path", "depth", "title", "url_path", "show_in_menus")
    for row in rows.order_by("path"):
        url = urls[row.pk] = row.get_url(request) or ""
        if row.depth == root.depth + 1 and row.show_in_menus:
            links.append(NavigationLink(row.title, url, _current(row, page)))
        if row.path in ancestors:
            crumbs.append(Crumb(HOME_TITLE if row.path == root.path else row.title, url))
    remember_urls(also, urls)
    return Frame(tuple(links), tuple(crumbs))


def _ancestor_paths(root: Page, page: Page | None) -> set[str]:
    """The paths from the site's root down to the page's parent; for a view that is no page, the root alone."""
    if page is None or not page.path:
        return {root.path}
    return {page.path[:end] for end in range(len(root.path), len(page.path), Page.steplen)}


def _current(row: Page, page: Page | None) -> str:
    if page is None or not page.path.startswith(row.path):
        return ""
    return "page" if page.path == row.path else "true"
