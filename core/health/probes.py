"""What probes and monitors ask: /healthz (the process is up), /readyz (it can serve), /readyz/all (all parts are well).

Answered before anything else: probes come by the machine's number, without https, and must be answered whatever is
down. Names of parts and their states only; what is wrong with them stands in the log and on the status page.
"""

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseNotAllowed

from core.health.registry import State, report

# When a proxy that got 503 should ask again (seconds).
RETRY_AFTER = 5


class ProbeMiddleware:
    """Answer the probes; everything else goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a probe's address."""
        probe = PROBES.get(request.path_info)
        if probe is None:
            return self.get_response(request)
        response = probe() if request.method in {"GET", "HEAD"} else HttpResponseNotAllowed(["GET", "HEAD"])
        response["Cache-Control"] = "no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response


def _process_is_up() -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def _can_serve() -> HttpResponse:
    return _readiness(required_only=True)


def _all_is_well() -> HttpResponse:
    return _readiness(required_only=False)


def _readiness(*, required_only: bool) -> HttpResponse:
    parts = report()
    failed = any(part.health.state == State.FAILED and (part.required or not required_only) for part in parts)
    body = {
        "status": State.FAILED if failed else State.WELL,
        "parts": {part.name: part.health.state for part in parts},
    }
    response = HttpResponse(json.dumps(body) + "\n", content_type="application/json", status=503 if failed else 200)
    if failed:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


PROBES: dict[str, Callable[[], HttpResponse]] = {
    "/healthz": _process_is_up,
    "/readyz": _can_serve,
    "/readyz/all": _all_is_well,
}
