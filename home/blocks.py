"""Blocks that know the page types of this app."""

from typing import Any

from wagtail import blocks

from core.accessible_formats import where_to_ask
from core.blocks import BodyBlock
from home import block_previews as previews
from home.enums import ContactRoute

# What stands beside the body of every page's form.
BODY_HELP = (
    "The page itself, block by block: choose + to add one, and see each before you choose it. Begin each part with a "
    "heading. Readers scan: put first what most of them came for."
)


class EmbedLinkBlock(blocks.StructBlock):
    """A title, a sentence and a link to the small page that alone may show somebody else's content."""

    title = blocks.CharBlock(max_length=120, help_text="What it is, for example: Film: a day on an ambulance")
    sentence = blocks.CharBlock(max_length=250, help_text="What the visitor will see, and who provides it.")
    page = blocks.PageChooserBlock(
        page_type="home.EmbedPage",
        help_text="The embed page with the film or map. Make it first, below the page you are writing.",
    )

    class Meta:
        icon = "media"
        label = "Embed"
        description = "A film, map or widget of another provider, one click away on a page of its own"
        preview_value = previews.EMBED
        preview_template = "home/blocks/previews/embed_link.html"
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
        description = "The address and number of one part of the trust, always as the settings have them"
        preview_value = previews.CONTACT_DETAILS
        template = "home/blocks/contact_details.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the ways to reach this part of the trust, as the settings have them now."""
        from home.contact_routes import ways_to_reach

        request = (parent_context or {}).get("request")
        return super().get_context(value, parent_context) | {"ways": ways_to_reach(request, value["route"])}


class InaccessibleFilesBlock(blocks.StructBlock):
    """The documents that not everybody can use, counted and listed when the page is shown."""

    shown = blocks.IntegerBlock(
        default=5, min_value=0, max_value=20, label="Documents shown",
        help_text="How many are named here. All stand on a page of their own, to which this leads.",
    )  # fmt: skip

    class Meta:
        icon = "list-ul"
        label = "Documents that are not accessible"
        description = "For the accessibility statement: what is wrong with which documents, always as it is now"
        preview_value = previews.INACCESSIBLE_FILES
        template = "home/blocks/inaccessible_files.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add what is known now of the documents that the public may have."""
        from documents.inaccessible import counted_faults, listed_documents, listed_total, still_listed

        total = listed_total()
        return super().get_context(value, parent_context) | {
            "total": total,
            "counted": counted_faults() if total else [],
            "ask": where_to_ask(),
            "documents": still_listed(listed_documents()[: value["shown"]]) if total and value["shown"] else [],
        }


class PageBodyBlock(BodyBlock):
    """The body of home, hub, standard and news pages."""

    embed = EmbedLinkBlock()
    contact_details = ContactDetailsBlock()
    inaccessible_files = InaccessibleFilesBlock()
