"""Redirects that tell nothing of what the public may not see."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect

from core.links import public_url

# A redirect may be mended or withdrawn: nobody keeps one longer than this (seconds).
REDIRECT_MAX_AGE = 300


class VisibleRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects, followed only to an outside address or to a page that the public may see."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Turn a 404 into a redirect where there is one; Wagtail's own look-up finds it."""
        if response.status_code != 404:
            return response
        redirect = find_redirect(request)
        if redirect is not None and redirect.redirect_page_id and not public_url(redirect.redirect_page_id):
            return response
        answer = super().process_response(request, response)
        if answer is not response:
            answer["Cache-Control"] = f"public, max-age=0, s-maxage={REDIRECT_MAX_AGE}"
        return answer


def find_redirect(request: HttpRequest) -> Redirect | None:
    """Return the redirect for this address: with its query string first, as Wagtail looks, then without."""
    path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    return get_redirect(request, path) or get_redirect(request, path.partition("?")[0])
