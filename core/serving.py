"""How a page of the tree is served."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt
from wagtail import hooks
from wagtail.models import Page


@csrf_exempt  # asked for below, once the page has said that it takes a form: any other page answers 405
def serve_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve the page at this path as Wagtail does, but for Wagtail's look at page privacy.

    The first of the hooks asks core.visibility, which lets no restricted page through; two queries on every page
    would ask the same again.
    """
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
