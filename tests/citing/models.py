"""Everything that can cite a file, in as many ways as Wagtail has; the site's own types use only some."""
# mypy: ignore-errors

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.blocks import (
    CharBlock,
    ListBlock,
    RawHTMLBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    URLBlock,
)
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import DraftStateMixin, Orderable, Page, RevisionMixin
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtail.snippets.models import register_snippet

DOCUMENT = "documents.Document"


def key(to=DOCUMENT, **options):
    return models.ForeignKey(to, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", **options)


@register_snippet
class Sheet(DraftStateMixin, RevisionMixin, ClusterableModel):
    """A snippet with drafts that cites documents."""

    title = models.CharField(max_length=50, default="Sheet")
    document = key()
    text = RichTextField(blank=True)
    inner = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="outer")
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="sheet")

    def __str__(self):
        return self.title

    @property
    def revisions(self):
        return self._revisions


class SheetRow(Orderable):
    """An inline row of a snippet."""

    sheet = ParentalKey(Sheet, on_delete=models.CASCADE, related_name="rows")
    document = key()


@register_snippet
class Plain(models.Model):
    """A snippet without drafts."""

    document = key()

    def __str__(self):
        return f"Plain {self.pk}"


class SelfReadingBlock(StructBlock):
    """A block with a way of its own to say what it refers to."""

    paper = DocumentChooserBlock(required=False)

    def extract_references(self, value):
        for model, pk, *paths in super().extract_references(value):
            yield model, pk, *paths


class PartBlock(StructBlock):
    title = CharBlock()
    papers = ListBlock(DocumentChooserBlock())


BODY = [
    ("paper", DocumentChooserBlock()),
    ("text", RichTextBlock()),
    ("part", PartBlock()),
    ("parts", ListBlock(PartBlock())),
    ("inner", StreamBlock([("paper", DocumentChooserBlock())])),
    ("table", TypedTableBlock([("paper", DocumentChooserBlock()), ("text", RichTextBlock())])),
    ("self_reading", SelfReadingBlock()),
    ("picture", ImageChooserBlock()),
    ("described", ImageBlock()),
    ("sheet", SnippetChooserBlock(Sheet)),
    ("html", RawHTMLBlock()),
    ("address", URLBlock()),
]


class CitingPage(Page):
    """A page with a field of each kind."""

    document = key()
    ignored = key()
    ignored.wagtail_reference_index_ignore = True
    sheet = key(Sheet)
    plain = key(Plain)
    text = RichTextField(blank=True)
    note = models.TextField(blank=True)
    body = StreamField(BODY, blank=True)
    papers = models.ManyToManyField(DOCUMENT, related_name="+", blank=True)
    parental_papers = ParentalManyToManyField(DOCUMENT, related_name="+", blank=True)
    any_type = models.ForeignKey(ContentType, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    any_id = models.CharField(max_length=20, null=True, blank=True)
    anything = GenericForeignKey("any_type", "any_id")


class SpecialPage(CitingPage):
    """A page type made from another."""

    appendix = key()


class Row(Orderable, ClusterableModel):
    """An inline row."""

    page = ParentalKey(CitingPage, on_delete=models.CASCADE, related_name="rows")
    document = key()
    text = RichTextField(blank=True)
    papers = ParentalManyToManyField(DOCUMENT, related_name="+", blank=True)


class Cell(Orderable):
    """An inline row inside an inline row."""

    row = ParentalKey(Row, on_delete=models.CASCADE, related_name="cells")
    document = key()
    text = RichTextField(blank=True)


@register_setting
class UnregisteredSetting(BaseGenericSetting):
    """A setting of the site that nobody has registered as a citer."""

    document = key()


class DownloadLog(models.Model):
    """A plain model that names documents."""

    document = key()

    def __str__(self):
        return "a line of a log"
