"""Views that belong to no app: what is answered when a request cannot be."""

import sys
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from core.caching.headers import forbid_storing
from core.unavailable import RETRY_AFTER, ServiceUnavailableError


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form could not be accepted and what to do; nothing of the reason is shown."""
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest, *_: Any) -> HttpResponse:
    """Answer when something failed: 503 when the database or the file store could not be reached, else 500."""
    error = sys.exc_info()[1]
    # A damaged SQLite file is a plain DatabaseError; its other subclasses are faults of ours.
    away = isinstance(error, OperationalError | InterfaceError | ServiceUnavailableError)
    if away or type(error) is DatabaseError:
        return unavailable()
    response = HttpResponse(loader.render_to_string("500.html"), status=500)
    forbid_storing(response)
    return response


def unavailable() -> HttpResponse:
    """Answer that the site cannot do this now and when to ask again; nothing here asks the database."""
    response = HttpResponse(loader.render_to_string("503.html"), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    forbid_storing(response)
    return response
