"""Documents as findable things: each is a row, and each page of its newest file that has text is one, too."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from core.findable import Findable, Kind, register_kind
from documents.enums import PageUnit
from documents.file_types import extension_of
from documents.models import Document, FileReading, PageText
from documents.visibility import public_ids

# What a stamp is made of, beside the tags.
_STAMPED = ("title", "slug", "version", "reference", "document_date", "file_changed_at")
_AT_ONCE = 400


class DocumentKind(Kind):
    """Documents that something public cites now."""

    name = "document"
    label = "Documents"
    watched = (Document, FileReading)

    def stamps(self, keys: Collection[str] | None = None) -> dict[str, str]:
        """Read it from the documents, their tags and when their newest files were read."""
        found: dict[str, str] = {}
        for part in _parts(keys):
            public = public_ids(Document, part)
            tags = _tags(public)
            of_newest = FileReading.objects.filter(_newest(), version__document__in=public)
            read = dict(of_newest.values_list("version__document", "read_at"))
            for pk, *rest in Document.objects.filter(pk__in=public).values_list("pk", *_STAMPED):
                said = "\0".join(map(str, (*rest, read.get(pk), tags.get(pk))))
                found[str(pk)] = hashlib.sha1(said.encode(), usedforsecurity=False).hexdigest()
        return found

    def rows(self, keys: Collection[str]) -> Iterator[tuple[str, list[Findable]]]:
        """Read the documents and the texts of their pages, some documents at a time."""
        for part in _parts(keys, at_once=20):
            public = public_ids(Document, part)
            tags = _tags(public)
            units: dict[int, str] = dict(
                FileReading.objects.filter(_newest(), version__document__in=public).values_list(
                    "version__document", "unit"
                )
            )
            pages: dict[int, list[PageText]] = {}
            texts = PageText.objects.filter(_newest("reading__"), reading__version__document__in=public)
            for page in texts.exclude(clean_text="").annotate(of=F("reading__version__document")).order_by("number"):
                pages.setdefault(page.of, []).append(page)
            for document in Document.objects.filter(pk__in=public).order_by("pk"):
                unit = units.get(document.pk, PageUnit.PAGE)
                own = _row(document, tags.get(document.pk, ()))
                yield str(document.pk), [own, *(_page_row(own, page, unit) for page in pages.get(document.pk, ()))]

    def addresses(self, keys: Collection[str]) -> dict[str, str]:
        """Ask documents.visibility."""
        public = public_ids(Document, map(int, keys))
        documents = Document.objects.filter(pk__in=public).only("pk", "slug")
        return {str(document.pk): document.url for document in documents}

    def concerned(self, pages: Collection[int]) -> set[str]:
        """Return the documents that these pages cite, or did until now."""
        rows = ReferenceIndex.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=[str(pk) for pk in pages],
            to_content_type=ContentType.objects.get_for_model(Document),
        )
        return set(rows.values_list("to_object_id", flat=True))

    def keys_of(self, instance: Any) -> Iterable[str]:
        """Return the document that was saved, or whose file was read."""
        return [str(instance.version.document_id if isinstance(instance, FileReading) else instance.pk)]


def _newest(prefix: str = "") -> Q:
    return Q(**{f"{prefix}version__number": F(f"{prefix}version__document__version")})


def _parts(keys: Collection[str] | None, at_once: int = _AT_ONCE) -> Iterator[list[int]]:
    if keys is None:
        wanted = list(Document.objects.filter(withdrawn_at=None).order_by("pk").values_list("pk", flat=True))
    else:
        wanted = sorted(int(key) for key in keys)
    for at in range(0, len(wanted), at_once):
        yield wanted[at : at + at_once]


def _tags(ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    through: QuerySet[Any] = Document.tags.through.objects.filter(
        content_type=ContentType.objects.get_for_model(Document), object_id__in=ids
    )
    found: dict[int, tuple[str, ...]] = {}
    for pk, name in through.order_by("tag__name").values_list("object_id", "tag__name"):
        found[pk] = (*found.get(pk, ()), name)
    return found


def _row(document: Document, tags: tuple[str, ...]) -> Findable:
    return Findable(
        title=document.title,
        url=document.url,
        references=(document.reference,) if document.reference else (),
        keywords=tags,
        topics=tags,
        format=extension_of(str(document.file.name)).upper(),
        day=document.document_date or timezone.localdate(document.file_changed_at),
        updated_at=document.file_changed_at,
        language=document.known.language[:35],
    )


def _page_row(own: Findable, page: PageText, unit: str) -> Findable:
    # Browsers open a PDF at a page; of other files the whole is offered.
    opens_at_page = own.format == "PDF"
    return Findable(
        title="",
        url=f"{own.url}#page={page.number}" if opens_at_page else own.url,
        part=page.number,
        part_name=f"{PageUnit(unit).label} {page.number}",
        body=page.clean_text,
        context=" ".join([own.title, *own.references]),
        topics=own.topics,
        format=own.format,
        day=own.day,
        updated_at=own.updated_at,
        language=own.language,
    )


register_kind(DocumentKind())
