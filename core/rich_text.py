"""Links inside rich text: to a page that the public may not see its words alone, to a file with what is known of it."""

import re
from html import unescape

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from wagtail.rich_text.pages import PageLinkHandler

from core.accessible_formats import offer_of_other_formats
from core.links import public_urls

# Wagtail writes this for a link that leads nowhere; rich text has no links inside links.
_LEADS_NOWHERE = re.compile(r"<a>(.*?)</a>", re.DOTALL)
# What `file_marks` puts into a link: attributes that text can have from nobody else, and that no visitor is sent.
_FILE = re.compile(r'<a ([^>]*) data-file="([^">]*)" data-unsuitable="([^">]*)">(.*?)</a>', re.DOTALL)


class PublicPageLinkHandler(PageLinkHandler):
    """Wagtail's links to pages, each asked of the one predicate, all of one text in one query."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Return the opening tags; `finished` takes those without an address away."""
        ids = [int(attrs["id"]) if attrs.get("id", "").isdecimal() else 0 for attrs in attrs_list]
        urls = public_urls(ids)
        return [f'<a href="{escape(urls[pk])}">' if pk in urls else "<a>" for pk in ids]


def file_marks(facts: str, unsuitable: str = "") -> SafeString:
    """Return the attributes by which a link's handler tells `finished` what the file is.

    `unsuitable` is the title of a file that people with assistive technology may not be able to use.
    """
    return format_html(' data-file="{}" data-unsuitable="{}"', facts, unsuitable)


def finished(html: str) -> str:
    """Return rich text as Wagtail expands it without links that lead nowhere, and with the facts of files.

    After the text it says of which of its files another format can be had.
    """
    if "<a>" in html:
        html = _LEADS_NOWHERE.sub(r"\1", html)
    if " data-file=" not in html:
        return html
    unsuitable = dict.fromkeys(unescape(found[3]) for found in _FILE.finditer(html) if found[3])
    return _FILE.sub(_with_facts, html) + offer_of_other_formats(list(unsuitable))


def _with_facts(link: re.Match[str]) -> str:
    attributes, facts, _, words = link.groups()
    return f'<a {attributes}>{words} <span class="app-document__facts">({facts})</span></a>'
