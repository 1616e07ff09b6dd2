"""The sitemap: the address of every page that the public may see, whatever its type (https://www.sitemaps.org)."""

from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import EmptyPage
from django.db.models import Max
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from core.caching.headers import public_view
from core.feeds import absolute
from core.methods import read_only
from core.visibility import visible_pages


class Host(NamedTuple):
    """The host that the addresses are of, in the shape that Django's sitemaps ask for."""

    domain: str


class PageSitemap(Sitemap):  # type: ignore[type-arg]  # generic in the stubs alone
    """The public pages of one site, in the order of the tree."""

    def __init__(self, request: HttpRequest, site: Site) -> None:
        self.request = request
        self.site = site
        self.limit = settings.SITEMAP_LIMIT

    def items(self) -> PageQuerySet:
        """Return the public pages with what their addresses are made of."""
        return visible_pages(site=self.site).order_by("path").only("path", "depth", "url_path", "last_published_at")

    def location(self, item: Page) -> str:
        """Return a page's path."""
        return item.get_url(self.request) or "/"

    def lastmod(self, item: Page) -> datetime | None:
        """Return when the page was last published; what it was before it was ever published is nobody's business."""
        return item.last_published_at

    def get_latest_lastmod(self) -> datetime | None:
        """Return when any of the pages was last published."""
        return self.items().aggregate(Max("last_published_at"))["last_published_at__max"]


@read_only
@public_view
def sitemap(request: HttpRequest, number: int | None = None) -> TemplateResponse:
    """Show the sitemap; where it has too many addresses for one file, an index of its parts."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    pages = PageSitemap(request, site)
    parts = pages.paginator.num_pages
    if number is None and parts > 1:
        return _xml(request, "sitemap_index.xml", {"sitemaps": _parts(parts, pages.get_latest_lastmod())})
    address = urlsplit(settings.SITE_URL)
    try:
        host: Any = Host(address.netloc + address.path)
        urls = pages.get_urls(1 if number is None else number, host, address.scheme)
    except EmptyPage:
        raise Http404 from None
    return _xml(request, "sitemap.xml", {"urlset": urls})


def _parts(count: int, changed: datetime | None) -> list[dict[str, Any]]:
    return [
        {"location": absolute(reverse("sitemap_part", args=[number])), "last_mod": changed}
        for number in range(1, count + 1)
    ]


def _xml(request: HttpRequest, template: str, context: dict[str, Any]) -> TemplateResponse:
    return TemplateResponse(request, template, context, content_type="application/xml")
