"""Blocks that lead somewhere else. A link to a page that the public may not see is shown as text or not at all."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Page

from core.blocks import previews
from core.links import public_url, remember_urls
from core.visibility import told_apart

# For the link, and for the chooser in the page's form.
READ_OF_A_LINKED_PAGE = ("title", "draft_title", "slug", "url_path", "path", "depth", "live", "content_type")


class LinkedPageBlock(blocks.PageChooserBlock):
    """A page to link to. All of a body are read in one query, with what a link needs and whether it is public."""

    def bulk_to_python(self, values: list[int | None]) -> list[Page | None]:
        """Return the pages in the order of their ids, None for what is not there."""
        found = told_apart(Page.objects.filter(pk__in=[pk for pk in values if pk]).only(*READ_OF_A_LINKED_PAGE))
        remember_urls(found, {pk: page.get_url() for pk, (page, public) in found.items() if public})
        return [found[pk][0] if pk in found else None for pk in values]

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Stand in migrations as Wagtail's own chooser: how pages are read is nothing to migrate."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.PageChooserBlock", args, kwargs


class LinkValue(blocks.StructValue):
    """Where a block leads: to one of our pages or to an outside address."""

    @property
    def href(self) -> str:
        """The address, or the empty string when the page is not public."""
        page = self.get("page")
        return public_url(page) if page else str(self.get("url") or "")


class LinkBlock(blocks.StructBlock):
    """A block that leads to one page of ours or to one outside address."""

    page = LinkedPageBlock(
        required=False,
        help_text="One of our pages. The link appears once that page is public, and follows it when moved.",
    )
    url = blocks.URLBlock(
        required=False,
        label="Outside address",
        help_text="Only when it is not one of our pages: the whole address, with https://",
    )

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

    title = blocks.CharBlock(max_length=80, help_text="The words of the link: where it leads.")
    text = blocks.CharBlock(max_length=250, required=False, help_text="One sentence on what readers find there.")

    class Meta:
        icon = "form"
        form_layout: ClassVar[list[str]] = ["title", "text", "page", "url"]


class CardGroupBlock(blocks.StructBlock):
    """Cards side by side."""

    heading = blocks.CharBlock(max_length=80, required=False, help_text="What the cards have in common. May be empty.")
    cards = blocks.ListBlock(CardBlock(), min_num=1, help_text="Two or three stand side by side; six are plenty.")

    class Meta:
        icon = "grip"
        description = "Linked titles side by side, to choose from"
        preview_value = previews.CARDS
        label = "Cards"
        template = "core/blocks/cards.html"


class CallToActionBlock(LinkBlock):
    """The one thing to do next: a link with an arrow."""

    text = blocks.CharBlock(max_length=80, help_text="What readers do there, for example: Apply to join us")

    class Meta:
        icon = "arrow-right"
        description = "The one thing to do next"
        preview_value = previews.CALL_TO_ACTION
        form_layout: ClassVar[list[str]] = ["text", "page", "url"]
        label = "Call to action"
        template = "core/blocks/call_to_action.html"
