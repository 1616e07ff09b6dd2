"""Template filters for what the public may see."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from core import rich_text

register = template.Library()


@register.filter
def finished(html: str) -> SafeString:
    """Return rich text, as Wagtail expands it, with links as the public should have them."""
    return mark_safe(rich_text.finished(html))  # stored rich text, cleaned when it was saved
