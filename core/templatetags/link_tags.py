"""Template tags for what leads to a thing that is about to go."""

from typing import Any

from django import template
from django.db.models import Model

from core.link_checks.leading_here import LeadingHere
from core.link_checks.leading_here import leading_here as find

register = template.Library()

# What Wagtail's pages that ask before deleting or unpublishing call the thing.
_NAMES = ("page", "document", "object")


@register.simple_tag(takes_context=True)
def leading_here(context: template.Context) -> LeadingHere | None:
    """Return what leads to the page or document that this page of the admin asks about; None for other things."""
    for name in _NAMES:
        thing: Any = context.get(name)
        # In bulk each is a dictionary with the thing in it.
        thing = thing.get("item") if isinstance(thing, dict) else thing
        if isinstance(thing, Model):
            return find(thing)
    return None
