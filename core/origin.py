"""Whether a form was sent from a page of ours, for forms on cached pages: these carry no token and set no cookie.

Browsers say where a request comes from in headers that no script of another site can change: `Sec-Fetch-Site` (all of
them since 2023), before it `Origin` (since 2020 on every POST), before it `Referer`.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def is_from_this_site(request: HttpRequest) -> bool:
    """Whether the browser says that this request comes from one of our own pages; without a word from it, not."""
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site == "same-origin"
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    return _host_of(source) in {request.get_host().lower(), _host_of(settings.SITE_URL)} - {""}


def _host_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.netloc.lower() if parts.scheme in {"http", "https"} else ""
