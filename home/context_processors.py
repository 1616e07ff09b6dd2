"""What the templates know of the trust."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from home.models import OrganisationSettings

_ATTRIBUTE = "_organisation"


def organisation_of(request: HttpRequest) -> OrganisationSettings:
    """Return what the trust says of itself; one query a request, and never a row written by a visit."""
    found = getattr(request, _ATTRIBUTE, None)
    if found is None:
        site = Site.find_for_request(request)
        found = OrganisationSettings.objects.filter(site=site).first() or OrganisationSettings(site=site)
        setattr(request, _ATTRIBUTE, found)
    return found


def organisation(request: HttpRequest) -> dict[str, Any]:
    """Give every template `organisation` and whether search engines should stay away, read when first used."""
    return {
        "organisation": SimpleLazyObject(lambda: organisation_of(request)),
        "hidden_from_search_engines": SimpleLazyObject(lambda: hidden_from_search_engines(request)),
    }


def hidden_from_search_engines(request: HttpRequest) -> bool:
    """Whether the operator, or an editor for this site, asked search engines not to list it."""
    return settings.HIDE_FROM_SEARCH_ENGINES or organisation_of(request).hide_from_search_engines
