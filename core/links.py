"""Addresses of pages as the public may know them: a link to what is not public is no link at all."""

from collections.abc import Iterable

from wagtail.models import Page

from core.request_scope import memo
from core.visibility import visible_pages


def public_urls(ids: Iterable[int]) -> dict[int, str]:
    """Return the address of each of these pages that the public may see; one query for all not asked before."""
    wanted = set(ids)
    known = memo("public_urls")
    if known is None:
        known = {}
    missing = wanted - known.keys()
    if missing:
        known.update(dict.fromkeys(missing))
        for page in visible_pages(Page.objects.filter(pk__in=missing)).only("pk", "url_path", "path", "depth"):
            known[page.pk] = page.get_url()
    return {pk: known[pk] for pk in wanted if known[pk]}


def public_url(page: Page | int | None) -> str:
    """Return the address of this page if the public may see it, else the empty string."""
    if page is None:
        return ""
    pk = page if isinstance(page, int) else page.pk
    return public_urls([pk]).get(pk, "")


def remember_urls(asked: Iterable[int], found: dict[int, str]) -> None:
    """Keep for this request what another query has told: the addresses of those of the pages asked that are public."""
    known = memo("public_urls")
    if known is not None:
        known.update(dict.fromkeys(set(asked) - known.keys()))
        known.update(found)
