"""Redirects that tell nothing of what the public may not see."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from core.caching.boundaries import next_boundary
from core.caching.headers import public_cache_control
from core.links import public_url
from core.visibility import visible_pages


class VisibleRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects, followed only to an outside address or to a page that the public may see."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Turn a 404 into a redirect where there is one to follow."""
        if response.status_code != 404:
            return response
        redirect = find_redirect(request)
        target = target_of(redirect, request) if redirect else ""
        if redirect is None or not target:
            return response
        answer = (HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect)(target)
        # Without it a browser keeps a permanent redirect for good; a redirect may be mended, its page withdrawn.
        boundary = next_boundary()
        answer["Cache-Control"] = public_cache_control(boundary.timestamp() if boundary else None)
        return answer


def find_redirect(request: HttpRequest) -> Redirect | None:
    """Return the redirect for this address: with its query string first, as Wagtail looks, then without."""
    path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    without_query = path.partition("?")[0]
    found = get_redirect(request, path)
    if found is None and without_query != path:
        found = get_redirect(request, without_query)
    return found


def target_of(redirect: Redirect, request: HttpRequest) -> str:
    """Return where a redirect leads, or the empty string when that is a page the public may not see."""
    if redirect.redirect_page_id:
        url = public_url(redirect.redirect_page_id)
        return url.rstrip("/") + redirect.redirect_page_route_path if url and redirect.redirect_page_route_path else url
    link = str(redirect.redirect_link or "")
    return "" if _leads_to_a_hidden_page(link, request) else link


def _leads_to_a_hidden_page(link: str, request: HttpRequest) -> bool:
    """Whether a typed address is that of one of our own pages which the public may not see."""
    parts = urlsplit(link)
    site = Site.find_for_request(request)
    if site is None or (parts.netloc and parts.netloc != request.get_host()):
        return False
    url_path = site.root_page.url_path + "/".join(part for part in parts.path.split("/") if part)
    page = Page.objects.filter(url_path=url_path.rstrip("/") + "/")
    return page.exists() and not visible_pages(page, site=site).exists()
