"""Whether the public may have a file: something that it may see must cite the file at this very moment.

That is a page (documents.citing), or what an app has registered. A file that was withdrawn, that waits for its virus
scan or has failed it is closed whatever cites it. Nothing is remembered between two questions.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from documents.citing import cited_now
from documents.models import Document, DocumentVersion, FileScan, Image
from documents.scanning import is_held

FileModel = type[Document] | type[Image]
# Given the model and primary keys of some files, returns the keys of those that something public shows now.
Citer = Callable[[FileModel, Collection[int]], Iterable[int]]

_citers: list[Citer] = []


def register_citer(citer: Citer) -> Citer:
    """Register a function that says which of some files something public that is no page (a site's logo) shows now.

    Each app registers its own in `citers.py`, which is found by autodiscovery. It should ask one query for all files.
    What is registered by nobody publishes nothing.
    """
    _citers.append(citer)
    return citer


def is_public(file: Document | Image) -> bool:
    """Whether an anonymous visitor may have this document, or see this image, now."""
    return _is_cited(file) and not is_held(str(file.file.name))


def is_version_public(version: DocumentVersion) -> bool:
    """Whether an anonymous visitor may have this earlier version now: it is open, and its document is cited."""
    return version.is_open and _is_cited(version.document) and not is_held(str(version.file.name))


def public_ids(model: FileModel, ids: Iterable[int]) -> set[int]:
    """Return those of these documents or images that an anonymous visitor may have now.

    The number of queries does not grow with the number of ids.
    """
    wanted = set(ids)
    if not wanted:
        return set()
    held = FileScan.objects.filter(file=OuterRef("file"), state__in=FileScan.HELD)
    files: QuerySet[Any] = model._default_manager.filter(~Exists(held), pk__in=wanted)
    if model is Document:
        files = files.filter(withdrawn_at=None)
    return _cited_ids(model, set(files.values_list("pk", flat=True)))


def visible_documents(documents: QuerySet[Document]) -> list[Document]:
    """Return those of these documents, in their order, that an anonymous visitor may have now.

    For what a page of a listing shows: all of `documents` are read, whatever the number that comes back.
    """
    found = list(documents)
    public = public_ids(Document, [each.pk for each in found])
    return [each for each in found if each.pk in public]


def _is_cited(file: Document | Image) -> bool:
    if isinstance(file, Document) and file.is_withdrawn:
        return False
    return bool(_cited_ids(type(file), {file.pk}))


def _cited_ids(model: FileModel, ids: set[int]) -> set[int]:
    found = {int(key) for key in cited_now(model, {str(pk) for pk in ids})}
    for citer in _citers:
        if rest := ids - found:
            found |= rest & set(citer(model, rest))
    return found
