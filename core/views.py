"""Views that belong to no app: what is answered when a request cannot be."""

import sys
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from core.caching.headers import forbid_storing

# When the database does not answer: how long a visitor or crawler should wait before asking again (seconds).
RETRY_AFTER = 60


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form could not be accepted and what to do; nothing of the reason is shown."""
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest, *_: Any) -> HttpResponse:
    """Answer when something failed: 503 when it was the database that could not be reached, else 500.

    Nothing here asks the database: the templates are rendered without a request.
    """
    error = sys.exc_info()[1]
    # A damaged SQLite file is a plain DatabaseError; its other subclasses are faults of ours.
    if isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError:
        response = HttpResponse(loader.render_to_string("503.html"), status=503)
        response["Retry-After"] = str(RETRY_AFTER)
    else:
        response = HttpResponse(loader.render_to_string("500.html"), status=500)
    forbid_storing(response)
    return response
