"""Blocks of facts: summary list and table."""

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from core.blocks.text import TEXT_FEATURES


class SummaryRowBlock(blocks.StructBlock):
    """One row of a summary list."""

    key = blocks.CharBlock(max_length=80)
    value = blocks.RichTextBlock(features=TEXT_FEATURES)


class SummaryListBlock(blocks.StructBlock):
    """Facts by name."""

    rows = blocks.ListBlock(SummaryRowBlock(), min_num=1)

    class Meta:
        icon = "list-ol"
        template = "core/blocks/summary_list.html"


class TableBlock(blocks.StructBlock):
    """A table with a caption and headers, so that it can be read aloud."""

    caption = blocks.CharBlock(max_length=160, help_text="What the table shows. Read out before it.")
    first_column_is_header = blocks.BooleanBlock(
        required=False, default=True, help_text="Tick when the first cell of each row names the row."
    )
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(required=False)),
            ("number", blocks.CharBlock(required=False, help_text="Set to the right, so that digits line up.")),
            ("rich_text", blocks.RichTextBlock(required=False, features=TEXT_FEATURES)),
        ]
    )

    class Meta:
        icon = "table"
        template = "core/blocks/table.html"
