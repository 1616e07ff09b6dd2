"""Blocks that know the page types of this app."""

from wagtail import blocks

from core.blocks import BodyBlock


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
        choices=[
            ("general", "General enquiries"),
            ("accessibility", "Accessibility and other formats"),
            ("data_protection", "Data protection"),
            ("foi", "Freedom of Information"),
            ("pals", "Patient Advice and Liaison Service (PALS)"),
            ("complaints", "Complaints"),
            ("records", "One's own records"),
            ("press", "Press office"),
            ("suppliers", "Suppliers"),
        ]
    )

    class Meta:
        icon = "mail"
        label = "Contact details"
        template = "home/blocks/contact_details.html"


class PageBodyBlock(BodyBlock):
    """The body of home, hub, standard and news pages."""

    embed = EmbedLinkBlock()
    contact_details = ContactDetailsBlock()
