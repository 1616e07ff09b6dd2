"""Blocks of words."""

from django.db import models
from wagtail import blocks

from core.blocks import previews

TEXT_HELP = "Short paragraphs and lists. Link words that say where they lead, never “click here”."
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

    text = blocks.CharBlock(max_length=120, help_text="What the part below is about, in a few words. No full stop.")
    level = blocks.ChoiceBlock(
        choices=HeadingLevel.choices, default=HeadingLevel.H2,
        help_text="Heading 2 begins a part of the page; heading 3 a part of that part.",
    )  # fmt: skip

    class Meta:
        icon = "title"
        description = "A heading that readers can jump to"
        preview_value = previews.HEADING
        template = "core/blocks/heading.html"
        value_class = HeadingValue


class TextBlock(blocks.RichTextBlock):
    """Paragraphs, lists and links."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**({"features": TEXT_FEATURES, "help_text": TEXT_HELP} | kwargs))

    class Meta:
        icon = "pilcrow"
        description = "Paragraphs, lists and links"
        preview_value = previews.TEXT
        template = "core/blocks/text.html"


class InsetBlock(blocks.StructBlock):
    """Text set off by a bar at its side."""

    text = blocks.RichTextBlock(
        features=TEXT_FEATURES, help_text="A sentence or two worth noticing. One a page, at most."
    )

    class Meta:
        icon = "form"
        description = "Text set off by a bar: worth noticing, no warning"
        preview_value = previews.INSET
        template = "core/blocks/inset.html"


class WarningBlock(blocks.StructBlock):
    """A warning callout. Use it seldom, or it warns of nothing."""

    title = blocks.CharBlock(max_length=80, help_text="Say what it is about, for example: Call 999 now if")
    text = blocks.RichTextBlock(features=TEXT_FEATURES, help_text="What to do, first. Use warnings seldom.")

    class Meta:
        icon = "warning"
        description = "A warning that must not be missed"
        preview_value = previews.WARNING
        label = "Warning callout"
        template = "core/blocks/warning.html"


class DetailsBlock(blocks.StructBlock):
    """Text that opens on demand."""

    title = blocks.CharBlock(max_length=120, help_text="What readers choose to open it: say what is inside.")
    text = blocks.RichTextBlock(
        features=TEXT_FEATURES, help_text="Hidden until it is opened: nothing that everybody must read."
    )

    class Meta:
        icon = "collapse-down"
        description = "Text that opens when a reader wants it"
        preview_value = previews.DETAILS
        template = "core/blocks/details.html"


class DoDontListBlock(blocks.StructBlock):
    """A list of what to do, or of what not to do."""

    kind = blocks.ChoiceBlock(
        choices=DoOrDont.choices, default=DoOrDont.DO, help_text="One list each: first what to do, then what not to do."
    )
    items = blocks.ListBlock(
        blocks.CharBlock(max_length=250), min_num=1,
        help_text="One thing a line. Begin with a small letter, without “do” or “do not”, and end without a full stop.",
    )  # fmt: skip

    class Meta:
        icon = "list-ul"
        description = "What to do, or what not to do, line by line"
        preview_value = previews.DO_DONT_LIST
        label = "Do or don't list"
        template = "core/blocks/do_dont_list.html"


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock(help_text="Their own words, without quotation marks, and only with their consent.")
    name = blocks.CharBlock(max_length=80, help_text="As they agreed to be named, for example: Amira, from Brent")
    role = blocks.CharBlock(
        max_length=120, required=False, help_text="Who they are here, for example: Cardiac arrest patient"
    )

    class Meta:
        icon = "openquote"
        description = "Somebody’s words, with their name"
        preview_value = previews.QUOTE
        template = "core/blocks/quote.html"
