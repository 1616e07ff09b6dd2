"""Blocks of facts: summary list and table."""

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from core.blocks import previews
from core.blocks.text import TEXT_FEATURES


class SummaryRowBlock(blocks.StructBlock):
    """One row of a summary list."""

    key = blocks.CharBlock(max_length=80, help_text="The name of the fact, for example: Opened")
    value = blocks.RichTextBlock(features=TEXT_FEATURES, help_text="The fact itself, for example: 1965")


class SummaryListBlock(blocks.StructBlock):
    """Facts by name."""

    rows = blocks.ListBlock(SummaryRowBlock(), min_num=1, help_text="One fact a row.")

    class Meta:
        icon = "list-ol"
        description = "Facts by name, one a row"
        preview_value = previews.SUMMARY_LIST
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
            ("number", blocks.CharBlock(required=False)),
            ("rich_text", blocks.RichTextBlock(required=False, features=TEXT_FEATURES)),
        ],
        help_text="Give each column a heading. Columns of numbers are set to the right, so that digits line up. Keep "
        "it narrow: wide tables are hard to read on a phone.",
    )

    class Meta:
        icon = "table"
        description = "Figures in rows and columns, with a caption"
        preview_value = previews.TABLE
        template = "core/blocks/table.html"
