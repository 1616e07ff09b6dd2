"""Template filters for what the public may see."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from core import rich_text

register = template.Library()


@register.filter
def without_dead_links(html: str) -> SafeString:
    """Return rich text, as Wagtail expands it, without the links that lead nowhere; their words stay."""
    return mark_safe(rich_text.without_dead_links(html))  # stored rich text, cleaned when it was saved
