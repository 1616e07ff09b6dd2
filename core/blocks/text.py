"""Blocks of words."""

from django.db import models
from wagtail import blocks

TEXT_FEATURES = ["bold", "link", "ol", "ul", "document-link"]


class HeadingLevel(models.TextChoices):
    """The levels of heading an editor may use: the page's title is the only h1."""

    H2 = "h2", "Heading 2"
    H3 = "h3", "Heading 3"


class DoOrDont(models.TextChoices):
    """The two kinds of the NHS do and don't list."""

    DO = "do", "Do"
    DONT = "dont", "Don't"


class HeadingValue(blocks.StructValue):
    """A heading and the anchor that leads to it."""

    # Given by core.bodies.give_anchors, which knows the other headings of the page.
    anchor = ""


class HeadingBlock(blocks.StructBlock):
    """A heading with an anchor."""

    text = blocks.CharBlock(max_length=120)
    level = blocks.ChoiceBlock(choices=HeadingLevel.choices, default=HeadingLevel.H2)

    class Meta:
        icon = "title"
        template = "core/blocks/heading.html"
        value_class = HeadingValue


class TextBlock(blocks.RichTextBlock):
    """Paragraphs, lists and links."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**({"features": TEXT_FEATURES} | kwargs))

    class Meta:
        icon = "pilcrow"
        template = "core/blocks/text.html"


class InsetBlock(blocks.StructBlock):
    """Text set off by a bar at its side."""

    text = blocks.RichTextBlock(features=TEXT_FEATURES)

    class Meta:
        icon = "form"
        template = "core/blocks/inset.html"


class WarningBlock(blocks.StructBlock):
    """A warning callout. Use it seldom, or it warns of nothing."""

    title = blocks.CharBlock(max_length=80, help_text="Say what it is about, for example: Call 999 now if")
    text = blocks.RichTextBlock(features=TEXT_FEATURES)

    class Meta:
        icon = "warning"
        label = "Warning callout"
        template = "core/blocks/warning.html"


class DetailsBlock(blocks.StructBlock):
    """Text that opens on demand."""

    title = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=TEXT_FEATURES)

    class Meta:
        icon = "collapse-down"
        template = "core/blocks/details.html"


class DoDontListBlock(blocks.StructBlock):
    """A list of what to do, or of what not to do."""

    kind = blocks.ChoiceBlock(choices=DoOrDont.choices, default=DoOrDont.DO)
    items = blocks.ListBlock(blocks.CharBlock(max_length=250), min_num=1)

    class Meta:
        icon = "list-ul"
        label = "Do or don't list"
        template = "core/blocks/do_dont_list.html"


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock()
    name = blocks.CharBlock(max_length=80)
    role = blocks.CharBlock(max_length=120, required=False, help_text="For example: Cardiac arrest patient")

    class Meta:
        icon = "openquote"
        template = "core/blocks/quote.html"
