"""How a page of the tree is served."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt
from wagtail import hooks
from wagtail.models import Page, Site

from core.caching.kept import kept


@csrf_exempt  # asked for below, once the page has said that it takes a form: any other page answers 405
def serve_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve the page at this path as Wagtail does, but for Wagtail's look at page privacy.

    The first of the hooks asks core.visibility, which lets no restricted page through; two queries on every page
    would ask the same again.
    """
    _find_site(request)
    route = Page.route_for_request(request, path)
    if route is None:
        raise Http404
    page, args, kwargs = route
    for hook in hooks.get_hooks("before_serve_page"):
        answer = hook(page, request, args, kwargs)
        if isinstance(answer, HttpResponse):
            return answer
    refused = CsrfViewMiddleware(page.serve).process_view(request, page.serve, (), {})
    return refused or page.serve(request, *args, **kwargs)


def _find_site(request: HttpRequest) -> None:
    """Give the request its site by primary key: Wagtail's search by host and port is kept until something changes."""
    key = ("site", request._get_raw_host(), request.get_port())  # type: ignore[attr-defined]  # as Wagtail asks for it
    found = kept(key, lambda: Site.find_for_request(request))
    if found is not None and not hasattr(request, "_wagtail_site"):
        request._wagtail_site = Site.objects.select_related("root_page").filter(pk=found.pk).first()  # type: ignore[attr-defined]  # Wagtail's own name
