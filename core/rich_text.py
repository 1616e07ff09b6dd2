"""Links inside rich text: one to a page that the public may not see is shown as its words alone."""

import re

from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler

from core.links import public_urls

# Wagtail writes this for a link that leads nowhere; rich text has no links inside links.
_LEADS_NOWHERE = re.compile(r"<a>(.*?)</a>", re.DOTALL)


class PublicPageLinkHandler(PageLinkHandler):
    """Wagtail's links to pages, each asked of the one predicate, all of one text in one query."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Return the opening tags; `without_dead_links` takes those without an address away."""
        ids = [int(attrs["id"]) if attrs.get("id", "").isdecimal() else 0 for attrs in attrs_list]
        urls = public_urls(ids)
        return [f'<a href="{escape(urls[pk])}">' if pk in urls else "<a>" for pk in ids]


def without_dead_links(html: str) -> str:
    """Return the HTML with links that lead nowhere replaced by their words."""
    return _LEADS_NOWHERE.sub(r"\1", html) if "<a>" in html else html
