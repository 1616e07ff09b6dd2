"""Whether the public may have a file: a page that it may see must cite the file at this very moment.

The index of references only tells where to look. It keeps rows of what no longer cites and knows nothing of dates or
ancestors, so each page found is asked of `core.visibility`, and then read itself.
"""

from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from core.visibility import visible_pages
from documents.models import Document, DocumentVersion, Image
from documents.scanning import is_held

Citer = Callable[[Document | Image], bool]

_citers: list[Citer] = []


def register_citer(citer: Citer) -> Citer:
    """Register a function that says whether something public that is no page (a site's logo) shows this file now.

    Each app registers its own in `citers.py`, which is found by autodiscovery.
    """
    _citers.append(citer)
    return citer


def is_public(file: Document | Image) -> bool:
    """Whether an anonymous visitor may have this document, or see this image, now."""
    return _is_cited(file) and not is_held(str(file.file.name))


def is_version_public(version: DocumentVersion) -> bool:
    """Whether an anonymous visitor may have this earlier version now: it is open, and its document is cited."""
    return version.is_open and _is_cited(version.document) and not is_held(str(version.file.name))


def _is_cited(file: Document | Image) -> bool:
    if isinstance(file, Document) and file.is_withdrawn:
        return False
    return any(citer(file) for citer in _citers)


@register_citer
def a_public_page(file: Document | Image) -> bool:
    """Whether a page that the public may see cites the file in what it publishes now."""
    kind = ContentType.objects.get_for_model(file)
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), to_content_type=kind, to_object_id=str(file.pk)
    )
    ids = {int(pk) for pk in references.values_list("object_id", flat=True)}
    if not ids:
        return False
    pages = visible_pages(Page.objects.filter(pk__in=ids)).specific()
    return any(_cites(page, kind.pk, str(file.pk)) for page in pages.iterator(chunk_size=10))


def _cites(page: Page, kind: int, pk: str) -> bool:
    found = ReferenceIndex._extract_references_from_object(page)
    return any(reference[0] == kind and reference[1] == pk for reference in found)
