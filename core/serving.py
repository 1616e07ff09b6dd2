"""How a page of the tree is served."""

from copy import copy

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt
from wagtail import hooks
from wagtail.models import Site

from core.caching.kept import kept
from core.routing import find_public_route


@csrf_exempt  # asked for below, once the page has said that it takes a form: any other page answers 405
def serve_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve the page at this path as Wagtail does, if the public may see it now; else answer 404.

    Editors look at drafts in the admin's previews. Wagtail's look at page privacy is left out: what core.visibility
    lets through has none.
    """
    site = _find_site(request)
    if site is None:
        raise Http404
    page, args, kwargs = find_public_route(request, site, path)
    for hook in hooks.get_hooks("before_serve_page"):
        answer = hook(page, request, args, kwargs)
        if isinstance(answer, HttpResponse):
            return answer
    refused = CsrfViewMiddleware(page.serve).process_view(request, page.serve, (), {})
    return refused or page.serve(request, *args, **kwargs)


def _find_site(request: HttpRequest) -> Site | None:
    """Return the site asked for, kept until something changes; the request gets a copy, its root page's included."""
    key = ("site", request._get_raw_host(), request.get_port())  # type: ignore[attr-defined]  # as Wagtail asks for it
    found = kept(key, lambda: Site.find_for_request(request))
    if found is not None:
        site = copy(found)
        site.root_page = copy(found.root_page)
        request._wagtail_site = site  # type: ignore[attr-defined]  # Wagtail's own name
        return site
    return None
