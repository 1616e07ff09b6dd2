"""Addresses of pages as the public may know them: a link to what is not public is no link at all."""

from collections.abc import Iterable, Iterator

from django.db.models import ForeignKey
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


def link_targets(page: Page) -> set[int]:
    """Return the ids of the pages that this page's own fields lead to: rich text, blocks and foreign keys."""
    return set(_link_targets(page))


def _link_targets(page: Page) -> Iterator[int]:
    inherited = {field.name for field in Page._meta.get_fields()}
    for field in page._meta.concrete_fields:
        if field.name in inherited or not (value := field.value_from_object(page)):
            continue
        if isinstance(field, ForeignKey) and not field.remote_field.parent_link:
            if issubclass(field.related_model, Page):
                yield int(value)
        elif hasattr(field, "extract_references"):
            for model, pk, *_ in field.extract_references(value):
                if issubclass(model, Page):
                    yield int(pk)


def prime(page: Page) -> None:
    """Look up every link on this page in one query, so that its text and blocks ask for none one by one."""
    public_urls(link_targets(page))
