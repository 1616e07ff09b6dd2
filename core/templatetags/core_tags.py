"""Template tags that every app uses."""

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from wagtail.models import Page

from core.bodies import give_anchors, levels, preload
from core.links import public_url, public_urls
from core.navigation import Crumb, Frame, frame_of
from core.pictures import BODY_SIZES, picture_of, share_picture_of
from core.reviews.services import ReviewDates, dates_of

register = template.Library()

# First words of a title that are no names, so that they are written small inside a sentence.
_NO_NAMES = frozenset({"a", "an", "how", "involving", "our", "the", "what", "when", "where", "who", "why", "working"})

# A full stop, question or exclamation mark before white space and a capital: "e.g. this" ends no sentence.
_SENTENCE_END = re.compile(r"[.!?][”’)]*\s+(?=[“‘(]*[A-Z0-9])")


def _page(context: template.Context) -> Page | None:
    page = context.get("page")
    return page if isinstance(page, Page) else None


@register.simple_tag(takes_context=True)
def page_frame(context: template.Context, also: Iterable[int] = ()) -> Frame:
    """Return the main navigation and breadcrumbs of the page shown; the addresses of the pages `also` are read with it.

    A view that is no page of the tree gives its own crumbs in the context: `breadcrumb_items`, pairs of title and
    address, the home page left out.
    """
    request = context.get("request")
    frame = frame_of(request, _page(context), also) if request else Frame()
    own = tuple(Crumb(title, url) for title, url in context.get("breadcrumb_items") or ())
    return Frame(frame.links, frame.crumbs + own)


@register.simple_tag(takes_context=True)
def canonical_url(context: template.Context) -> str:
    """Return the one address of this page for search engines, with the host that the settings name."""
    request, page = context.get("request"), _page(context)
    path = context.get("canonical_path") or (page.get_url(request) if page else "") or getattr(request, "path", "/")
    return path if path.startswith("http") else settings.SITE_URL + path


@register.simple_tag(takes_context=True)
def share_picture(context: template.Context) -> dict[str, Any] | None:
    """Return the picture of the page shown for where somebody shares it, at its whole address; None without one."""
    image = getattr(_page(context), "share_image", None)
    found = share_picture_of(image) if image else None
    return {"url": settings.SITE_URL + found.url, "width": found.width, "height": found.height} if found else None


@register.simple_tag
def link_to(page: Page | int | None) -> str:
    """Return the address of a page, or the empty string when the public may not see it."""
    return public_url(page)


@register.simple_tag
def links_to(*ids: int | None) -> dict[int, str]:
    """Return the addresses of those of these pages that the public may see, in one query."""
    return public_urls([pk for pk in ids if pk])


@register.simple_tag(takes_context=True)
def review_dates(context: template.Context) -> ReviewDates:
    """Return when the page shown was last reviewed and when it will be next; empty outside the tree."""
    page = _page(context)
    return dates_of(page) if page is not None else ReviewDates()


@register.simple_tag
def static_if_built(path: str) -> str:
    """Return the address of a static file; the empty string where it was not collected.

    For the error pages, which must come out whatever is wrong.
    """
    try:
        return static(path)
    except ValueError:
        return ""


@register.filter
def mid_sentence(title: str) -> str:
    """Return a title as it stands inside a sentence: "Who we are" as "who we are", but "London 2012" as it is."""
    first, space, rest = title.partition(" ")
    return f"{first.lower()}{space}{rest}" if first.lower() in _NO_NAMES and space else title


@register.filter
def opening(text: str, most: int) -> str:
    """Return the first whole sentences of a text within `most` characters; of a longer first one, what fits."""
    end = 0
    for sentence in _SENTENCE_END.finditer(text[:most]):
        end = sentence.end()
    return text if len(text) <= most else text[:end].rstrip() or Truncator(text).chars(most)


@register.inclusion_tag("core/components/logo.html")
def logo(image: Any, name: str) -> dict[str, Any]:
    """Show the trust's own logo, whose alternative text is the trust's name."""
    return {"rendition": image.get_rendition("max-560x120|format-png"), "name": name}


@register.simple_tag(takes_context=True)
def body(context: template.Context, value: Any) -> SafeString:
    """Show a page's body, block by block, with ids and heading levels that fit the whole page."""
    if not value:
        return mark_safe("")
    give_anchors(value)
    preload(value)
    around = {"request": context.get("request"), "page": context.get("page")}
    parts = [block.render(context=around | {"level": level}) for block, level in zip(value, levels(value), strict=True)]
    return mark_safe("\n".join(parts))


@register.inclusion_tag("core/components/picture.html")
def picture(
    image: Any, alt: str = "", sizes: str = BODY_SIZES, css: str = "", *, eager: bool = False
) -> dict[str, Any]:
    """Show a picture in four widths; loaded when near the screen, or at once (eager) when it stands on top."""
    return {"picture": picture_of(image) if image else None, "alt": alt, "sizes": sizes, "css": css, "eager": eager}
