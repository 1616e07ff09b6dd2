"""Blocks that know the page types of this app."""

from typing import Any

from wagtail import blocks

from core.blocks import BodyBlock
from home.enums import ContactRoute


class EmbedLinkBlock(blocks.StructBlock):
    """A title, a sentence and a link to the small page that alone may show somebody else's content."""

    title = blocks.CharBlock(max_length=120)
    sentence = blocks.CharBlock(max_length=250, help_text="What the visitor will see, and who provides it.")
    page = blocks.PageChooserBlock(page_type="home.EmbedPage")

    class Meta:
        icon = "media"
        label = "Embed"
        template = "home/blocks/embed_link.html"


class ContactDetailsBlock(blocks.StructBlock):
    """How to reach one part of the trust, read from the site settings when the page is shown."""

    route = blocks.ChoiceBlock(
        choices=ContactRoute.choices,
        help_text="The address and number come from Settings, Organisation, so that they are right on every page.",
    )

    class Meta:
        icon = "mail"
        label = "Contact details"
        template = "home/blocks/contact_details.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the ways to reach this part of the trust, as the settings have them now."""
        from home.contact_routes import ways_to_reach

        request = (parent_context or {}).get("request")
        return super().get_context(value, parent_context) | {"ways": ways_to_reach(request, value["route"])}


class PageBodyBlock(BodyBlock):
    """The body of home, hub, standard and news pages."""

    embed = EmbedLinkBlock()
    contact_details = ContactDetailsBlock()
