"""The frame around a page: main navigation and breadcrumbs, from what the public may see of the page tree."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page, Site

from core.caching.kept import kept
from core.links import remember_urls
from core.request_scope import memo
from core.routing import pages_on_the_way
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


@dataclass(frozen=True)
class _Menu:
    """What is the same around every page of a site: links with the paths of their pages, and addresses by page id."""

    links: tuple[tuple[str, str, str], ...]
    home: Crumb | None
    urls: dict[int, str]


def frame_of(request: HttpRequest, page: Page | None, also: Iterable[int] = ()) -> Frame:
    """Return the navigation and breadcrumbs for this page (None: a view that is no page of the tree).

    The menu is read once until something changes; with it are read the addresses of the pages `also` given by id, so
    that core.links knows them. A page further down costs one query for its breadcrumbs.
    """
    known = memo("frames")
    key = page.path if page else ""
    if known is not None and key in known:
        return known[key]
    site = Site.find_for_request(request)
    frame = _frame(request, site, page, frozenset(also)) if site else Frame()
    if known is not None:
        known[key] = frame
    return frame


def _frame(request: HttpRequest, site: Site, page: Page | None, also: frozenset[int]) -> Frame:
    menu = kept(("menu", site.pk, also), lambda: _read_menu(request, site, also))
    remember_urls(also, menu.urls)
    links = tuple(NavigationLink(title, url, _current(path, page)) for title, url, path in menu.links)
    if page is not None and page.path == site.root_page.path:
        return Frame(links)
    return Frame(links, (*((menu.home,) if menu.home else ()), *_read_crumbs(request, site, page)))


def _read_menu(request: HttpRequest, site: Site, also: frozenset[int]) -> _Menu:
    root = site.root_page
    in_menu = Q(path__startswith=root.path, depth=root.depth + 1, show_in_menus=True)
    rows = visible_pages(Page.objects.filter(in_menu | Q(path=root.path) | Q(pk__in=also)), site=site)
    links, home, urls = [], None, {}
    for row in rows.only("path", "depth", "title", "url_path", "show_in_menus").order_by("path"):
        url = urls[row.pk] = row.get_url(request) or ""
        if row.depth == root.depth + 1 and row.show_in_menus:
            links.append((row.title, url, row.path))
        if row.path == root.path:
            home = Crumb(HOME_TITLE, url)
    return _Menu(tuple(links), home, urls)


def _read_crumbs(request: HttpRequest, site: Site, page: Page | None) -> list[Crumb]:
    """Read the public pages between the site's root and this page."""
    if page is None or not page.path:
        return []
    on_the_way = pages_on_the_way(site, page)
    if on_the_way is not None:
        return [Crumb(row.title, row.get_url(request) or "") for row in on_the_way[1:-1]]
    start = len(site.root_page.path) + Page.steplen
    paths = [page.path[:end] for end in range(start, len(page.path), Page.steplen)]
    if not paths:
        return []
    rows = visible_pages(Page.objects.filter(path__in=paths), site=site).only("path", "depth", "title", "url_path")
    return [Crumb(row.title, row.get_url(request) or "") for row in rows.order_by("depth")]


def _current(path: str, page: Page | None) -> str:
    if page is None or not page.path.startswith(path):
        return ""
    return "page" if page.path == path else "true"
