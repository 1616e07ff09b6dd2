"""What the templates know of the trust."""

from typing import Any

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
    """Give every template `organisation`, read when first used."""
    return {"organisation": SimpleLazyObject(lambda: organisation_of(request))}
