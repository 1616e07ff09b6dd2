"""Blocks that show or offer a file."""

from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from core.accessible_formats import offer_of_other_formats
from core.blocks import previews


class ImageBlock(blocks.StructBlock):
    """A picture with alternative text, or marked as decoration."""

    image = ImageChooserBlock(help_text="Without text in it. You have the consent of everybody who can be recognised.")
    alt_text = blocks.CharBlock(
        required=False,
        max_length=250,
        label="Alternative text",
        help_text="What the picture tells somebody who cannot see it. Not the file's name.",
    )
    decorative = blocks.BooleanBlock(
        required=False, help_text="Tick when the picture tells nothing that the text does not."
    )
    caption = blocks.CharBlock(
        required=False, max_length=250, help_text="Shown below the picture: who, where, when, and whose picture it is."
    )

    class Meta:
        icon = "image"
        description = "A picture with its alternative text"
        preview_value = previews.IMAGE
        preview_template = "core/blocks/previews/image.html"
        template = "core/blocks/image.html"

    def clean(self, value: Any) -> Any:
        """Refuse a picture that has neither alternative text nor the tick for decoration, or both."""
        cleaned = super().clean(value)
        alt, decorative = bool(cleaned["alt_text"].strip()), cleaned["decorative"]
        if alt == decorative:
            message = (
                "Clear the alternative text or the tick: a decorative picture is not read out."
                if alt
                else "Write what the picture tells, or tick “Decorative”."
            )
            raise StructBlockValidationError({"alt_text": ValidationError(message)})
        return cleaned


class LinkedDocumentBlock(DocumentChooserBlock):
    """A document to link to. All of a body are read in one query, which says of each whether it waits for its scan."""

    def bulk_to_python(self, values: list[int | None]) -> list[Any]:
        """Return the documents in the order of their ids, an object each, None for what is not there."""
        found = self.model_class.objects.with_scans().in_bulk([pk for pk in values if pk])
        return [copy(found[pk]) if pk in found else None for pk in values]

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Stand in migrations as Wagtail's own chooser: how documents are read is nothing to migrate."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.documents.blocks.DocumentChooserBlock", args, kwargs


class DocumentLinkValue(blocks.StructValue):
    """A document and what a visitor should know before opening it."""

    @property
    def words(self) -> str:
        """The words of the link."""
        return str(self["title"] or self["document"].title)

    @property
    def language(self) -> str:
        """The tag of the language that the words of the link are in, where it is not the page's own."""
        return str(self["document"].language) if self.get("in_its_language") else ""

    @property
    def cover(self) -> Any:
        """What is known of the picture of the first page; None where none is wanted, or there is none."""
        known = self["document"].known if self.get("show_cover") else None
        return known if known and known.has_cover else None

    @property
    def offer(self) -> str:
        """Where its file may shut people out, the words that offer another format of it."""
        return offer_of_other_formats([self.words] if self["document"].may_shut_people_out else [])

    @property
    def earlier_versions(self) -> list[Any]:
        """The earlier versions that visitors may open, the newest first, where the editor wants them listed."""
        document = self["document"]
        if not self.get("show_versions") or document is None:
            return []
        earlier = [each for each in document.versions.all() if each.is_open and each.number != document.version]
        return [each for each in earlier if not each.is_held]


class DocumentLinkBlock(blocks.StructBlock):
    """A link to a file, with what is known of it."""

    document = LinkedDocumentBlock(
        help_text="Public as soon as this page is. Its type, size and length are shown by themselves."
    )
    title = blocks.CharBlock(required=False, max_length=160, help_text="Leave empty to use the document's own title.")
    in_its_language = blocks.BooleanBlock(
        required=False,
        label="The words of the link are in the document’s language",
        help_text="For a document in another language whose title stands here in that language, as “Adroddiad "
        "blynyddol”: screen readers then say it rightly.",
    )
    show_cover = blocks.BooleanBlock(
        required=False,
        label="Show a picture of its first page",
        help_text="Of a PDF. It is made by itself within some minutes and seen by whoever may open the document.",
    )
    show_versions = blocks.BooleanBlock(
        required=False,
        label="List earlier versions",
        help_text="Those that were left open to visitors when the file was replaced, with what changed.",
    )

    class Meta:
        icon = "doc-full"
        description = "A file to download, with its type, size and length"
        preview_value = previews.DOCUMENT
        label = "Document link"
        value_class = DocumentLinkValue
        template = "core/blocks/document_link.html"
