"""Template tags of the home app."""

from typing import Any

from django import template
from wagtail.models import Page

from core.links import public_urls
from core.navigation import NavigationLink
from home.models import OrganisationSettings
from home.querysets import active_notices
from home.structured_data import structured_data as page_data
from home.structured_data import to_script

register = template.Library()


@register.inclusion_tag("home/components/notices.html", takes_context=True)
def notices(context: template.Context) -> dict[str, Any]:
    """Show the notices of this page, the most urgent first."""
    page = context.get("page")
    return {"notices": active_notices(page if isinstance(page, Page) else None)}


@register.simple_tag(takes_context=True)
def structured_data(context: template.Context) -> str:
    """Return the page's JSON-LD, safe inside a script element."""
    return to_script(page_data(context))


@register.simple_tag
def footer_links(organisation: OrganisationSettings) -> list[NavigationLink]:
    """Return the links of the footer: those of its pages that the public may see, under names that do not change."""
    wanted = (
        ("Contact us", organisation.contact_page_id),
        ("Accessibility statement", organisation.accessibility_page_id),
        ("Privacy", organisation.privacy_page_id),
        ("Cookies", organisation.cookies_page_id),
        ("Terms and conditions", organisation.terms_page_id),
    )
    urls = public_urls(pk for _, pk in wanted if pk)
    return [NavigationLink(title, urls[pk]) for title, pk in wanted if pk in urls]
