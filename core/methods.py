"""Which methods an address answers."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils.log import log_response
from django.views.decorators.csrf import csrf_exempt

READ_METHODS = ("GET", "HEAD", "OPTIONS")

View = Callable[..., HttpResponseBase]


def read_only(view: View) -> View:
    """Answer GET and HEAD by the view, OPTIONS by the methods there are, and refuse every other method (405).

    Nothing that these views do needs a form token, so a forged one must not be what is complained of.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(headers={"Allow": ", ".join(READ_METHODS)})
        if request.method not in READ_METHODS:
            return refuse_method(request, READ_METHODS)
        return view(request, *args, **kwargs)

    return csrf_exempt(wrapped)


def refuse_method(request: HttpRequest, allowed: tuple[str, ...]) -> HttpResponse:
    """Return a 405 that says which methods this address answers."""
    response = HttpResponseNotAllowed(
        allowed, f"This address answers {', '.join(allowed)} only.", content_type="text/plain; charset=utf-8"
    )
    log_response("Method Not Allowed (%s): %s", request.method, request.path, response=response, request=request)
    return response
