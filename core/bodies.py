"""Whole bodies of pages: ids of their headings, levels of headings, and what is read once for all their blocks."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.blocks import StreamValue
from wagtail.documents import get_document_model
from wagtail.models import Page

from core.anchors import Anchors
from core.links import public_urls
from core.pictures import load_renditions

# Below this level there is no heading in a body.
DEEPEST = 6


def give_anchors(body: Iterable[Any]) -> Anchors:
    """Give each heading of a body an id of its own on the page; return the ids used, for what follows the body."""
    anchors = Anchors()
    for block in body:
        if block.block_type == "heading":
            block.value.anchor = anchors.take(block.value["text"])
    return anchors


def headings(body: Iterable[Any]) -> list[Any]:
    """Return the level-2 headings of a page's body, for its contents list."""
    blocks = list(body)
    give_anchors(blocks)
    return [block.value for block in blocks if block.block_type == "heading" and block.value["level"] == "h2"]


def levels(body: Iterable[Any]) -> list[int]:
    """Return for each block the level at which its own heading stands, so that no level of the page is left out.

    A heading block stands at its own level, but an h3 before any h2 is an h2; any other block one below the heading it
    comes after.
    """
    found, current = [], 1
    for block in body:
        if block.block_type == "heading":
            current = min(int(block.value["level"][1:]), current + 1)
            found.append(current)
        else:
            found.append(min(current + 1, DEEPEST))
    return found


def preload(*bodies: StreamValue) -> None:
    """Read once each: the addresses of all pages these bodies lead to, the renditions of their pictures, versions."""
    pages: set[int] = set()
    for body in bodies:
        if body:
            pages |= _referenced(body, Page)
    if pages:
        public_urls(pages)
    load_renditions(block.value["image"] for body in bodies for block in body or () if block.block_type == "image")
    _load_versions(bodies)


def _load_versions(bodies: Iterable[StreamValue]) -> None:
    links = [block.value for body in bodies for block in body or () if block.block_type == "document"]
    documents = [link["document"] for link in links if link["document"] and link.get("show_versions")]
    if documents:
        model: Any = get_document_model()._meta.get_field("versions").related_model
        prefetch_related_objects(documents, Prefetch("versions", model._default_manager.select_related("reading")))


def _referenced(body: StreamValue, model: type) -> set[int]:
    references = body.stream_block.extract_references(body)
    return {int(pk) for target, pk, *_ in references if issubclass(target, model)}
