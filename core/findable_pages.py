"""Pages as findable things: what any app's kind of pages has in common."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from core.findable import Findable, Kind
from core.links import public_urls
from core.visibility import visible_pages

# What a stamp is made of: publishing, moving and renaming change one of them.
_STAMPED = ("pk", "path", "url_path", "title", "last_published_at", "live_revision_id")
# Keys in one condition; each is a parameter of the query.
_AT_ONCE = 400


class PageKind(Kind):
    """Pages of some types. The topic of a page is the section of the site that it is in."""

    models: ClassVar[tuple[type[Page], ...]]

    def stamps(self, keys: Collection[str] | None = None) -> dict[str, str]:
        """Read it from the rows of Page alone."""
        found: dict[str, str] = {}
        sections = _Sections()
        for pages in self._parts(keys):
            for pk, path, *rest in visible_pages(pages).values_list(*_STAMPED):
                said = "\0".join(map(str, (*rest, sections.of(path))))
                found[str(pk)] = hashlib.sha1(said.encode(), usedforsecurity=False).hexdigest()
        return found

    def rows(self, keys: Collection[str]) -> Iterator[tuple[str, list[Findable]]]:
        """Read whole pages; each is one row."""
        sections = _Sections()
        for pages in self._parts(keys):
            for page in visible_pages(pages).specific().iterator(chunk_size=100):
                yield str(page.pk), [self.row(page, sections.of(page.path))]

    def row(self, page: Any, section: str) -> Findable:
        """Describe one page."""
        own = getattr(page, "summary", "")
        texts = [page.search_description if own else "", page.seo_title, *self.texts_of(page)]
        return Findable(
            title=page.title,
            url=page.get_url() or "",
            summary=own or page.search_description,
            body="\n".join(filter(None, texts)),
            topics=(section,) if section else (),
            day=self.day_of(page),
            updated_at=page.last_published_at,
            language=page.locale.language_code,
        )

    def texts_of(self, page: Any) -> Iterable[str]:
        """Return the texts in the fields of a page's own type."""
        for field in page._meta.concrete_fields:
            if isinstance(field, StreamField | RichTextField):
                yield from _texts(field, getattr(page, field.name))

    def day_of(self, page: Any) -> date | None:
        """Return the day that a page is of."""
        moment: datetime | None = page.last_published_at
        return timezone.localdate(moment) if moment else None

    def addresses(self, keys: Collection[str]) -> dict[str, str]:
        """Ask core.links, which asks core.visibility."""
        return {str(pk): url for pk, url in public_urls(map(int, keys)).items()}

    def concerned(self, pages: Collection[int]) -> set[str]:
        """Return the pages themselves."""
        return {str(pk) for pk in pages}

    def _parts(self, keys: Collection[str] | None) -> Iterator[PageQuerySet]:
        types = ContentType.objects.get_for_models(*self.models).values()
        pages = Page.objects.filter(content_type__in=[each.pk for each in types])
        if keys is None:
            yield pages
            return
        wanted = sorted(int(key) for key in keys)
        for at in range(0, len(wanted), _AT_ONCE):
            yield pages.filter(pk__in=wanted[at : at + _AT_ONCE])


def _texts(field: StreamField | RichTextField, value: Any) -> Iterator[str]:
    if isinstance(field, RichTextField):
        yield from map(str, field.get_searchable_content(value))
        return
    for child in value:
        yield from _block_texts(child.block, child.value)


def _block_texts(block: Any, value: Any) -> Iterator[str]:
    """Return the words of a block. What an editor chose from a list ("Heading 2") is none of its words."""
    if isinstance(block, blocks.StreamBlock):
        for child in value:
            yield from _block_texts(child.block, child.value)
    elif isinstance(block, blocks.StructBlock):
        for name, inner in block.child_blocks.items():
            yield from _block_texts(inner, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        for each in value:
            yield from _block_texts(block.child_block, each)
    elif not isinstance(block, blocks.ChoiceBlock) and value is not None:
        yield from map(str, block.get_searchable_content(value))


class _Sections:
    """The titles of the pages right below the home pages, read when first asked for."""

    def __init__(self) -> None:
        self._titles: dict[str, str] | None = None
        self._roots: list[str] = []

    def of(self, path: str) -> str:
        """Return the title of the section that the page at this path is in, empty for a home page."""
        if self._titles is None:
            self._read()
        titles = self._titles or {}
        for root in self._roots:
            if path.startswith(root):
                return titles.get(path[: len(root) + Page.steplen], "")
        return ""

    def _read(self) -> None:
        roots = list(Site.objects.values_list("root_page__path", "root_page__depth"))
        self._roots = sorted({path for path, _ in roots}, key=len, reverse=True)
        # Only asked for pages that the public may see, and it may see what lies above those.
        below = Page.objects.filter(depth__in={depth + 1 for _, depth in roots})
        self._titles = dict(below.values_list("path", "title"))
