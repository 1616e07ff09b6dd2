"""What leads to a page or a document: told before it goes.

Wagtail counts all that refers to a thing, drafts too. Here is what visitors would meet: public pages whose links would
be gone, to the page itself or to one below it, links typed by hand among them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, ReferenceIndex

from core.enums import LinkKind
from core.models import LinkUse
from core.visibility import visible_ids

# So many are named; the rest is counted.
NAMED = 10
# As many values as one statement takes on every database.
CHUNK = 500


@dataclass(frozen=True)
class LeadingHere:
    """Public pages that link to something, other places that do, and how many redirects lead there."""

    pages: list[Page]
    places: list[str]
    redirects: int = 0

    def __bool__(self) -> bool:
        return bool(self.pages or self.places or self.redirects)

    @property
    def named(self) -> list[Page]:
        """Return the pages that are named."""
        return self.pages[:NAMED]

    @property
    def more(self) -> int:
        """Return how many are not."""
        return max(0, len(self.pages) - NAMED)


def leading_here(thing: Any) -> LeadingHere | None:
    """Return what leads to this page, or one below it, or this document; None for anything else."""
    if isinstance(thing, Page):
        return _to_branch(thing)
    if isinstance(thing, get_document_model()):
        pages, places = _users(thing, LinkKind.DOCUMENT, [thing.pk])
        return _found(pages, places)
    return None


def _to_branch(page: Page) -> LeadingHere:
    branch = page.get_descendants(inclusive=True)
    ids = list(branch.values_list("pk", flat=True))
    pages, places = _users(page, LinkKind.PAGE, ids)
    address = page.get_url()
    if address:
        typed = Q(check_row__target=address.rstrip("/")) | Q(check_row__target__startswith=address)
        by_hand = LinkUse.objects.filter(typed, check_row__kind=LinkKind.INSIDE)
        pages |= set(by_hand.exclude(page=None).values_list("page_id", flat=True))
        places |= set(by_hand.filter(page=None).values_list("place", flat=True))
    return _found(pages - set(ids), places, Redirect.objects.filter(redirect_page__in=branch).count())


def _users(thing: Any, kind: LinkKind, ids: list[int]) -> tuple[set[int], set[str]]:
    """Return the pages, and the other places, that lead to something of this kind with one of these keys."""
    pages, places = set[int](), set[str]()
    to_kind = ContentType.objects.get_for_model(Page if kind == LinkKind.PAGE else type(thing))
    from_pages = ContentType.objects.get_for_model(Page)
    for keys in _chunks([str(pk) for pk in ids]):
        # Written as each page is saved, so it knows of today's; it may name a page that no longer links.
        index = ReferenceIndex.objects.filter(
            base_content_type=from_pages, to_content_type=to_kind, to_object_id__in=keys
        )
        pages |= {int(pk) for pk in index.values_list("object_id", flat=True)}
        uses = LinkUse.objects.filter(check_row__kind=kind, check_row__target__in=keys)
        pages |= set(uses.exclude(page=None).values_list("page_id", flat=True))
        places |= set(uses.filter(page=None).values_list("place", flat=True))
    return pages, places


def _chunks(values: list[str]) -> Iterable[list[str]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def _found(pages: set[int], places: set[str], redirects: int = 0) -> LeadingHere:
    public = list(Page.objects.filter(pk__in=visible_ids(pages)).order_by("path"))
    return LeadingHere(public, sorted(places), redirects)
