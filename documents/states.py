"""Where a document stands, as editors are told: private, public or withdrawn."""

from collections.abc import Iterable

from django.db import models
from wagtail.models import Page

from documents.citing import pages_citing
from documents.models import Document
from documents.visibility import public_ids


class DocumentState(models.TextChoices):
    """Where a document stands."""

    PRIVATE = "private", "Private"
    PUBLIC = "public", "Public"
    WITHDRAWN = "withdrawn", "Withdrawn"


def states_of(documents: Iterable[Document]) -> dict[int, DocumentState]:
    """Return where each of these documents stands now; the queries do not grow with their number."""
    asked = list(documents)
    public = public_ids(Document, [each.pk for each in asked])
    return {each.pk: _state(each, public=each.pk in public) for each in asked}


def citing_pages(document: Document) -> list[Page]:
    """Return the public pages that cite a document now, by title; though it be withdrawn."""
    ids = pages_citing(Document, str(document.pk))
    return list(Page.objects.filter(pk__in=ids).order_by("title"))


def _state(document: Document, *, public: bool) -> DocumentState:
    if document.is_withdrawn:
        return DocumentState.WITHDRAWN
    return DocumentState.PUBLIC if public else DocumentState.PRIVATE
