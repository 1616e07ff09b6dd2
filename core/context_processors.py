"""What every page needs around its content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """Say whether somebody with a session looks (the user bar may be drawn) and where the site is."""
    return {
        "has_session": settings.SESSION_COOKIE_NAME in request.COOKIES,
        "site_url": settings.SITE_URL,
        "environment_name": settings.ENVIRONMENT_NAME,
    }
