"""One name for a request, from the proxy to the last line it leaves in any log."""

import re
from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core.log_context import log_context
from core.proxies import is_proxy

HEADER = "X-Request-ID"
_META = "HTTP_X_REQUEST_ID"
# What proxies and balancers make: nothing that could break a line or be mistaken for something else.
_LOOKS_LIKE_ONE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:=-]{7,63}")


class RequestIdMiddleware:
    """Give each request a name, or keep the one that our own proxy gave it; say it in the answer and in the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Run the request under its name."""
        given = str(request.META.get(_META, ""))
        believed = given and _LOOKS_LIKE_ONE.fullmatch(given) and is_proxy(str(request.META.get("REMOTE_ADDR", "")))
        name = given if believed else uuid4().hex
        request.request_id = name  # type: ignore[attr-defined]  # for core.logs
        with log_context(request_id=name):
            response = self.get_response(request)
        response[HEADER] = name
        return response
