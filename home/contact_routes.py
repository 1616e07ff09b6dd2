"""How to reach each part of the trust, from the site settings as they are now."""

from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Site

from core.links import public_url
from home.context_processors import organisation_of
from home.enums import ContactRoute
from home.models import OrganisationSettings


@dataclass(frozen=True)
class WaysToReach:
    """The ways to reach one part of the trust; those that it does not have are empty."""

    label: str
    email: str = ""
    phone: str = ""
    address: str = ""
    # Where to ask instead when none of these is known.
    contact_page: str = ""

    @property
    def tel(self) -> str:
        """The number as a link dials it."""
        return "".join(character for character in self.phone if character.isdigit() or character == "+")


def ways_to_reach(request: HttpRequest | None, route: str) -> WaysToReach:
    """Return how to reach this part of the trust."""
    return routes_of(_organisation(request), route)


def accessible_formats(request: HttpRequest | None) -> WaysToReach:
    """Return how to ask for a file in another format."""
    return ways_to_reach(request, ContactRoute.ACCESSIBILITY)


def routes_of(organisation: OrganisationSettings, route: str) -> WaysToReach:
    """Return how these settings say that this part of the trust is reached."""
    label = ContactRoute(route).label if route in ContactRoute.values else ""
    email = getattr(organisation, f"{route}_email", "") if label else ""
    phone = getattr(organisation, f"{route}_phone", "") if label else ""
    address = ""
    if route == ContactRoute.GENERAL:
        phone, address = organisation.phone, organisation.postal_address
    elsewhere = "" if email or phone or address else public_url(organisation.contact_page_id)
    return WaysToReach(label, email, phone, address, elsewhere)


def _organisation(request: HttpRequest | None) -> OrganisationSettings:
    if request is not None:
        return organisation_of(request)
    site = Site.objects.filter(is_default_site=True).first()
    return OrganisationSettings.objects.filter(site=site).first() or OrganisationSettings(site=site)
