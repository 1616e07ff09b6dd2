"""The links that a page, or another thing, holds in its own fields: read from what is stored, not from what is shown.

What is shown leaves out a link to what is deleted or not public. What is stored still names it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import ForeignKey, Model, URLField
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Site

from core.enums import LinkKind

# What leads to no page: a mail program, a telephone, a place on the same page.
_NO_PAGES = ("mailto:", "tel:", "sms:", "#")
# The parts of a block that say in words what its link is.
_WORDS = ("title", "text", "heading")
_LINKTYPES = {"page": LinkKind.PAGE, "document": LinkKind.DOCUMENT}


@dataclass(frozen=True)
class FoundLink:
    """One link: where it leads, and its words."""

    kind: LinkKind
    target: str
    words: str = ""


def links_in(thing: Model, left_out: Iterable[str] = ()) -> list[FoundLink]:
    """Return each link of this thing once, those in its inline rows included."""
    return list(dict.fromkeys(_links_in(thing, frozenset(left_out))))


def own_hosts() -> set[str]:
    """Return the hosts whose addresses are ours."""
    return {urlsplit(settings.SITE_URL).hostname or "", *Site.objects.values_list("hostname", flat=True)}


def link_to(address: str, words: str = "", hosts: Iterable[str] | None = None) -> FoundLink | None:
    """Return the link that a typed address is; None where it leads to no page."""
    address = address.strip()
    if not address or address.lower().startswith(_NO_PAGES):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return FoundLink(LinkKind.OUTSIDE, address, words)
    if not parts.scheme and not parts.netloc and address.startswith("/"):
        return FoundLink(LinkKind.INSIDE, parts._replace(fragment="").geturl(), words)
    if parts.scheme in {"http", "https", ""} and (parts.hostname or "") in (own_hosts() if hosts is None else hosts):
        inside = parts._replace(scheme="", netloc="", fragment="", path=parts.path or "/")
        return FoundLink(LinkKind.INSIDE, inside.geturl(), words)
    scheme = parts.scheme or ("https" if parts.netloc else "")
    return FoundLink(LinkKind.OUTSIDE, parts._replace(scheme=scheme, fragment="").geturl(), words)


def _links_in(thing: Model, left_out: frozenset[str]) -> Iterator[FoundLink]:
    hosts = own_hosts()
    of_every_page = {field.name for field in Page._meta.get_fields()} if isinstance(thing, Page) else set()
    for field in thing._meta.concrete_fields:
        if field.name in of_every_page or field.name in left_out or field.name.endswith("_ptr"):
            continue
        if isinstance(field, StreamField):
            value = getattr(thing, field.name)
            yield from _in_block(value.stream_block, list(value.raw_data), "", hosts)
        elif isinstance(field, RichTextField):
            yield from _in_html(getattr(thing, field.name), hosts)
        elif isinstance(field, URLField):
            yield from _typed(getattr(thing, field.name), str(field.verbose_name), hosts)
        elif isinstance(field, ForeignKey) and (kind := _kind_of(field.related_model)):
            pk = getattr(thing, field.attname)
            yield from [FoundLink(kind, str(pk), str(field.verbose_name))] if pk else []
    for relation in get_all_child_relations(type(thing)):
        for child in getattr(thing, relation.get_accessor_name()).all():
            yield from _links_in(child, left_out | {relation.field.name})


def _kind_of(model: Any) -> LinkKind | None:
    if issubclass(model, Page):
        return LinkKind.PAGE
    return LinkKind.DOCUMENT if issubclass(model, get_document_model()) else None


def _typed(address: Any, words: str, hosts: set[str]) -> Iterator[FoundLink]:
    found = link_to(str(address or ""), words, hosts)
    if found:
        yield found


def _in_block(block: Any, raw: Any, words: str, hosts: set[str]) -> Iterator[FoundLink]:
    """Walk over what a block stores. `words` say what the link is, where the block itself does not."""
    if block is None or raw in (None, ""):
        return
    if isinstance(block, blocks.StructBlock):
        said = (raw.get(name) for name in _WORDS)
        words = next((each for each in said if isinstance(each, str) and each and "<" not in each), words)
    parts = _parts_of(block, raw)
    if parts is None:
        yield from _in_leaf(block, raw, words, hosts)
        return
    for child, value in parts:
        yield from _in_block(child, value, words, hosts)


def _parts_of(block: Any, raw: Any) -> list[tuple[Any, Any]] | None:
    """Return the blocks inside a block, each with what it stores; None for one that has none."""
    if isinstance(block, blocks.StructBlock):
        return [(child, raw.get(name)) for name, child in block.child_blocks.items()]
    if isinstance(block, blocks.StreamBlock):
        return [(block.child_blocks.get(item["type"]), item["value"]) for item in raw]
    if isinstance(block, blocks.ListBlock):
        items = [item["value"] if isinstance(item, dict) and item.get("type") == "item" else item for item in raw]
        return [(block.child_block, item) for item in items]
    if isinstance(block, TypedTableBlock):
        kinds = [block.child_blocks.get(column["type"]) for column in raw["columns"]]
        return [pair for row in raw["rows"] for pair in zip(kinds, row["values"], strict=False)]
    return None


def _in_leaf(block: Any, raw: Any, words: str, hosts: set[str]) -> Iterator[FoundLink]:
    if isinstance(block, blocks.RichTextBlock | blocks.RawHTMLBlock):
        yield from _in_html(str(raw), hosts)
    elif isinstance(block, blocks.URLBlock):
        yield from _typed(raw, words, hosts)
    elif isinstance(block, blocks.PageChooserBlock):
        yield FoundLink(LinkKind.PAGE, str(raw), words)
    elif isinstance(block, DocumentChooserBlock):
        yield FoundLink(LinkKind.DOCUMENT, str(raw), words)


def _in_html(html: str, hosts: set[str]) -> Iterator[FoundLink]:
    reader = _Anchors()
    reader.feed(html or "")
    reader.close()
    for attributes, said in reader.found:
        kind, words = _LINKTYPES.get(attributes.get("linktype", "")), " ".join(said.split())[:255]
        if kind is None:
            yield from _typed(attributes.get("href"), words, hosts)
        elif attributes.get("id", "").isdecimal():
            yield FoundLink(kind, attributes["id"], words)


class _Anchors(HTMLParser):
    """Collects the links of a text with their words."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[dict[str, str], str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append(({name: value or "" for name, value in attrs}, ""))
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "a"

    def handle_data(self, data: str) -> None:
        if self._open:
            attributes, said = self.found[-1]
            self.found[-1] = (attributes, said + data)
