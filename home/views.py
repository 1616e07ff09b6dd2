"""Small files that programs read: for search engines, security researchers and browsers."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.text import Truncator

from core.caching.headers import mark_public, public_view
from core.feeds import absolute, xml_text
from core.methods import read_only
from home.context_processors import hidden_from_search_engines, organisation_of

# How far ahead security.txt says that it goes out of date; RFC 9116 (2.5.5) asks for less than a year.
SECURITY_TXT_DAYS = 180
# How long the answer may be kept that says where the icon is, in seconds.
FAVICON_AGE = 24 * 60 * 60
# The OpenSearch description allows no longer name (OpenSearch 1.1, "ShortName").
OPENSEARCH_NAME_LENGTH = 16


@read_only
@public_view
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Say which addresses crawlers should leave alone.

    A site that hides from search engines lets them in everywhere: an address that they may not open they list all the
    same when somebody links to it, because they never see its "noindex".
    """
    closed = ["Disallow:"] if hidden_from_search_engines(request) else ["Disallow: /admin/", "Disallow: /search/"]
    lines = ["User-agent: *", *closed, "", f"Sitemap: {absolute('/sitemap.xml')}"]
    return _plain(lines)


@read_only
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a weakness of this site (RFC 9116); there is no such file while nobody is named."""
    contact = organisation_of(request).security_email
    if not contact:
        raise Http404
    today = datetime.combine(timezone.now().astimezone(UTC).date(), time.min, tzinfo=UTC)
    expires = today + timedelta(days=SECURITY_TXT_DAYS)
    response = _plain(
        [
            f"Contact: mailto:{contact}",
            f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
            "Preferred-Languages: en",
            f"Canonical: {absolute('/.well-known/security.txt')}",
        ]
    )
    mark_public(response, until=today + timedelta(days=1))
    return response


@read_only
@public_view
def opensearch(request: HttpRequest) -> HttpResponse:
    """Tell browsers how to search this site from their address bar (OpenSearch 1.1)."""
    organisation = organisation_of(request)
    name = xml_text(organisation.name)
    short = xml_text(organisation.short_name) or name
    context = {
        "short_name": Truncator(short).chars(OPENSEARCH_NAME_LENGTH),
        "name": name,
        "site": settings.SITE_URL,
    }
    return render(
        request, "home/opensearch.xml", context, content_type="application/opensearchdescription+xml; charset=utf-8"
    )


@read_only
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead programs that know no other address for the icon to where it is."""
    response = redirect(static("lasweb/icons/favicon.ico"))
    response["Cache-Control"] = f"public, max-age={FAVICON_AGE}"
    return response


def _plain(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
