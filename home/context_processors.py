"""What the templates know of the trust."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from core.caching.kept import kept
from home.models import OrganisationSettings

_ATTRIBUTE = "_organisation"


def organisation_of(request: HttpRequest) -> OrganisationSettings:
    """Return what the trust says of itself, kept until it changes; a visit never writes a row."""
    found = getattr(request, _ATTRIBUTE, None)
    if found is None:
        site = Site.find_for_request(request)
        found = kept(("organisation", site.pk if site else None), lambda: _read(site))
        setattr(request, _ATTRIBUTE, found)
    return found


def _read(site: Site | None) -> OrganisationSettings:
    stored = OrganisationSettings.objects.filter(site=site).select_related("logo").first()
    return stored or OrganisationSettings(site=site)


def organisation(request: HttpRequest) -> dict[str, Any]:
    """Give every template `organisation` and whether search engines should stay away, read when first used."""
    return {
        "organisation": SimpleLazyObject(lambda: organisation_of(request)),
        "hidden_from_search_engines": SimpleLazyObject(lambda: hidden_from_search_engines(request)),
    }


def hidden_from_search_engines(request: HttpRequest) -> bool:
    """Whether the operator, or an editor for this site, asked search engines not to list it."""
    return settings.HIDE_FROM_SEARCH_ENGINES or organisation_of(request).hide_from_search_engines
