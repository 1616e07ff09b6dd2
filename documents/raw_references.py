"""What a text or a stream of blocks refers to, read from its raw form without fetching anything that it refers to.

Wagtail's own reading resolves each chooser first, at a query for each kind of block.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Field, Model
from wagtail.blocks import Block, ChooserBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock as WagtailImageBlock
from wagtail.rich_text import extract_references_from_rich_text

Reference = tuple[type[Model], str]


def references_of(field: Field[Any, Any], value: Any) -> Iterator[Reference]:
    """Return the model and the primary key of everything that the value of this field refers to."""
    if value is None:
        return
    if isinstance(field, StreamField):
        yield from _in_block(field.stream_block, value.raw_data)
    else:
        yield from _in_text(field, value)


def _in_block(block: Block, raw: Any) -> Iterator[Reference]:
    if raw is None:
        return
    # A block that reads its references in a way of its own is asked itself.
    reader = _READERS.get(getattr(type(block).extract_references, "__qualname__", ""))
    if reader is None:
        yield from (found[:2] for found in block.extract_references(block.to_python(raw)))
    else:
        yield from reader(block, raw)


def _nothing(block: Any, raw: Any) -> Iterator[Reference]:
    yield from ()


def _in_stream(block: Any, raw: Any) -> Iterator[Reference]:
    for child in raw:
        kind = block.child_blocks.get(child["type"])
        if kind is not None:
            yield from _in_block(kind, child["value"])


def _in_struct(block: Any, raw: Any) -> Iterator[Reference]:
    for name, child in block.child_blocks.items():
        if name in raw:
            yield from _in_block(child, raw[name])
        else:  # a part that was added to the block later
            yield from (found[:2] for found in child.extract_references(child.get_default()))


def _in_list(block: Any, raw: Any) -> Iterator[Reference]:
    for item in raw:
        # As Wagtail tells its present form from the one before version 2.16, in which the value stood alone.
        wrapped = isinstance(item, dict) and item.get("type") == "item" and "value" in item
        yield from _in_block(block.child_block, item["value"] if wrapped else item)


def _in_table(block: Any, raw: Any) -> Iterator[Reference]:
    kinds = [block.child_blocks.get(column["type"]) for column in raw.get("columns", ())]
    for row in raw.get("rows", ()):
        for kind, cell in zip(kinds, row["values"], strict=False):
            if kind is not None:
                yield from _in_block(kind, cell)


def _chosen(block: Any, raw: Any) -> Iterator[Reference]:
    yield block.model_class, str(raw)


def _picture(block: Any, raw: Any) -> Iterator[Reference]:
    yield from _in_block(block.child_blocks["image"], raw.get("image") if isinstance(raw, dict) else raw)


def _in_text(block: Any, raw: Any) -> Iterator[Reference]:
    try:
        yield from [found[:2] for found in extract_references_from_rich_text(str(raw))]
    except KeyError:
        # A link without an id, which no editor makes: Wagtail cannot show such a text either.
        return


_READERS: dict[str, Callable[[Any, Any], Iterator[Reference]]] = {
    f"{kind.extract_references.__qualname__}": reader
    for kind, reader in (
        (Block, _nothing),
        (StreamBlock, _in_stream),
        (StructBlock, _in_struct),
        (ListBlock, _in_list),
        (TypedTableBlock, _in_table),
        (WagtailImageBlock, _picture),
        (ChooserBlock, _chosen),
        (RichTextBlock, _in_text),
    )
}
