"""Blocks that lead somewhere else. A link to a page that the public may not see is shown as text or not at all."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from core.links import public_url


class LinkValue(blocks.StructValue):
    """Where a block leads: to one of our pages or to an outside address."""

    @property
    def href(self) -> str:
        """The address, or the empty string when the page is not public."""
        page = self.get("page")
        return public_url(page) if page else str(self.get("url") or "")


class LinkBlock(blocks.StructBlock):
    """A block that leads to one page of ours or to one outside address."""

    page = blocks.PageChooserBlock(required=False)
    url = blocks.URLBlock(required=False, label="Outside address", help_text="When it is not one of our pages.")

    class Meta:
        value_class = LinkValue

    def clean(self, value: Any) -> Any:
        """Refuse both targets at once, and none where one is needed."""
        cleaned = super().clean(value)
        if cleaned.get("page") and cleaned.get("url"):
            raise StructBlockValidationError(
                {"url": ValidationError("Choose a page or give an outside address, not both.")}
            )
        if not cleaned.get("page") and not cleaned.get("url"):
            raise StructBlockValidationError({"page": ValidationError("Choose a page or give an outside address.")})
        return cleaned


class CardBlock(LinkBlock):
    """One card: a linked title and a sentence."""

    title = blocks.CharBlock(max_length=80)
    text = blocks.CharBlock(max_length=250, required=False)

    class Meta:
        icon = "form"


class CardGroupBlock(blocks.StructBlock):
    """Cards side by side."""

    heading = blocks.CharBlock(max_length=80, required=False)
    cards = blocks.ListBlock(CardBlock(), min_num=1)

    class Meta:
        icon = "grip"
        label = "Cards"
        template = "core/blocks/cards.html"


class CallToActionBlock(LinkBlock):
    """The one thing to do next: a link with an arrow."""

    text = blocks.CharBlock(max_length=80)

    class Meta:
        icon = "arrow-right"
        label = "Call to action"
        template = "core/blocks/call_to_action.html"
