"""The body of a page."""

from wagtail import blocks

from core.blocks.data import SummaryListBlock, TableBlock
from core.blocks.links import CallToActionBlock, CardGroupBlock
from core.blocks.media import DocumentLinkBlock, ImageBlock
from core.blocks.text import (
    DetailsBlock,
    DoDontListBlock,
    HeadingBlock,
    InsetBlock,
    QuoteBlock,
    TextBlock,
    WarningBlock,
)


class BodyBlock(blocks.StreamBlock):
    """All blocks that any page may use; an app adds its own in a subclass."""

    heading = HeadingBlock()
    text = TextBlock()
    inset = InsetBlock()
    warning = WarningBlock()
    details = DetailsBlock()
    do_dont_list = DoDontListBlock()
    summary_list = SummaryListBlock()
    table = TableBlock()
    image = ImageBlock()
    document = DocumentLinkBlock()
    cards = CardGroupBlock()
    quote = QuoteBlock()
    call_to_action = CallToActionBlock()
