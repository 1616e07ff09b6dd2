"""Which page answers at an address: all pages on the way to it in one query, and the page itself in another.

Wagtail asks for each part of the address in turn, twice. Here the pages on the way are found at once, narrowed to what
the public may see; a page whose class answers for more than its own address (lists with a feed, forms with a page of
thanks) is asked as Wagtail would ask it.
"""

from collections.abc import Sequence

from django.db.models import Q
from django.http import Http404, HttpRequest
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from core.request_scope import memo
from core.reviews.services import with_review_dates
from core.visibility import is_visible, visible_pages

# What menus and breadcrumbs need of the pages on the way.
ON_THE_WAY = ("path", "depth", "title", "slug", "url_path", "content_type")


def find_public_route(request: HttpRequest, site: Site, path: str) -> RouteResult:
    """Return the public page for this address with the arguments of its view; raise Http404 when there is none."""
    parts = [part for part in path.split("/") if part]
    way = _read_way(site, parts)
    for place, page in enumerate(way):
        if page is way[-1] or _may_answer_for(page, parts[place:]):
            return _ask(request, site, page, parts[place:])
    raise Http404


def pages_on_the_way(site: Site, page: Page) -> list[Page] | None:
    """Return the public pages above this one and it, where this request was routed to it; None where it was not."""
    known = memo("ways")
    return known.get((site.pk, page.path)) if known is not None else None


def _read_way(site: Site, parts: Sequence[str]) -> list[Page]:
    """Read the public pages from the site's root down to the deepest one at this address."""
    root: Page = site.root_page
    wanted, url_path = Q(pk=root.pk), root.url_path
    for part in parts:
        url_path = f"{url_path}{part}/"
        # The slug has an index; the whole address has none.
        wanted |= Q(slug=part, url_path=url_path)
    rows = visible_pages(Page.objects.filter(wanted), site=site).only(*ON_THE_WAY).order_by("depth")
    pages: list[Page] = []
    for row in rows:
        if pages and (row.depth != pages[-1].depth + 1 or not row.path.startswith(pages[-1].path)):
            break
        pages.append(row)
    known = memo("ways")
    if known is not None and pages:
        known[(site.pk, pages[-1].path)] = pages
    return pages


def _may_answer_for(page: Page, below: Sequence[str]) -> bool:
    """Whether the class of this page may answer for an address below it before any page below is asked."""
    model = page.specific_class
    if model is None or model.route is Page.route:
        return False
    if model.route is not RoutablePageMixin.route:
        return True
    try:
        model.get_resolver().resolve(f"/{'/'.join(below)}/")
    except Http404:
        return False
    return True


def _ask(request: HttpRequest, site: Site, page: Page, below: Sequence[str]) -> RouteResult:
    """Read the whole page and let it answer, or find who does below it."""
    model = page.specific_class or Page
    readable = model.objects.select_related(*getattr(model, "shown_with", ()))
    whole = with_review_dates(readable).filter(pk=page.pk).first()
    if whole is None:
        raise Http404
    found = whole.route(request, list(below))
    # What was found further down was not among what the public may see when the way was read.
    if found.page.pk != page.pk and not is_visible(found.page, site=site):
        raise Http404
    return found
