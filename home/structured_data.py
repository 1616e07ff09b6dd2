"""What the pages tell machines, in schema.org's words (https://schema.org/docs/full.html), as JSON-LD."""

import json
from typing import Any

from django.conf import settings
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from core.navigation import Crumb, frame_of
from home.models import HomePage, NewsPage, OrganisationSettings

# What would end the script element, or open a comment in it, is written as JSON escapes.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def to_script(graph: list[dict[str, Any]]) -> SafeString:
    """Return the graph as JSON that cannot leave its script element."""
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))


def structured_data(context: Context) -> list[dict[str, Any]]:
    """Return the graph of the page being shown: the trust, where the page stands, and what it is."""
    request, page = context.get("request"), context.get("page")
    organisation: OrganisationSettings | None = context.get("organisation")
    if request is None or organisation is None:
        return []
    graph = [_organisation(organisation)]
    if isinstance(page, HomePage):
        return [*graph, _website(organisation)]
    tree_page = page if isinstance(page, Page) else None
    crumbs = [*frame_of(request, tree_page).crumbs]
    crumbs += [Crumb(title, url) for title, url in context.get("breadcrumb_items") or ()]
    if crumbs:
        graph.append(_breadcrumbs(crumbs, context))
    if isinstance(page, NewsPage):
        graph.append(_news(page))
    return graph


def _address(path: str) -> str:
    return path if path.startswith("http") else settings.SITE_URL + path


def _organisation(organisation: OrganisationSettings) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "@type": "GovernmentOrganization",
        "@id": _address("/#organisation"),
        "name": organisation.name,
        "url": _address("/"),
    }
    told = {
        "alternateName": organisation.short_name,
        "telephone": organisation.phone,
        "email": organisation.general_email,
        "address": " ".join(organisation.postal_address.split()),
    }
    return entry | {key: text for key, text in told.items() if text}


def _website(organisation: OrganisationSettings) -> dict[str, Any]:
    return {
        "@type": "WebSite",
        "@id": _address("/#website"),
        "name": organisation.name,
        "url": _address("/"),
        "inLanguage": "en-GB",
        "publisher": {"@id": _address("/#organisation")},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": _address("/search/?q={search_term_string}")},
            "query-input": "required name=search_term_string",
        },
    }


def _breadcrumbs(crumbs: list[Crumb], context: Context) -> dict[str, Any]:
    page = context.get("page")
    title = page.title if isinstance(page, Page) else context.get("page_title")
    steps = [{"name": crumb.title, "item": _address(crumb.url)} for crumb in crumbs]
    if title:
        steps.append({"name": title})
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [{"@type": "ListItem", "position": n, **step} for n, step in enumerate(steps, 1)],
    }


def _news(page: NewsPage) -> dict[str, Any]:
    address = _address(page.get_url() or "")
    entry = {
        "@type": page.schema_type,
        "headline": page.title,
        "description": page.meta_description,
        "datePublished": page.date.isoformat(),
        "mainEntityOfPage": address,
        "inLanguage": "en-GB",
        "author": {"@id": _address("/#organisation")},
        "publisher": {"@id": _address("/#organisation")},
    }
    if page.last_published_at:
        entry["dateModified"] = page.last_published_at.isoformat()
    return entry
