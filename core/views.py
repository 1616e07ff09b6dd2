"""Views that belong to no app."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form could not be accepted and what to do; nothing of the reason is shown."""
    return render(request, "403_csrf.html", status=403)
