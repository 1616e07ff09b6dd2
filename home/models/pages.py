"""The home page, section hubs and standard pages."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page

from core.blocks.text import QuoteBlock
from core.bodies import give_anchors, headings
from core.mixins import PublicPage, title_panels
from core.pictures import load_renditions
from home.blocks import BODY_HELP, PageBodyBlock
from home.models.news import NewsIndexPage
from home.querysets import latest_news, sections_of

# How many news items the home page shows.
HOME_NEWS = 3


@dataclass(frozen=True)
class Section:
    """One page of a section, as the section's front shows it."""

    page: Page
    anchor: str


class HomePage(PublicPage, Page):
    """The front of the site: what people come for, a patient's words, the latest news."""

    hero_image = models.ForeignKey(
        "documents.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="Decoration behind the title: it is not read out. Also shown where people share the site.",
    )  # fmt: skip
    quote = StreamField([("quote", QuoteBlock())], max_num=1, blank=True, help_text="A patient's words, with consent.")
    body = StreamField(PageBodyBlock(), blank=True, help_text=BODY_HELP)

    page_description = "The front of the site. There is one, so you will not need another."
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    max_count = 1
    shown_with = ("hero_image",)
    content_panels: ClassVar[list[Panel]] = [
        *title_panels(), FieldPanel("hero_image"), FieldPanel("quote"), FieldPanel("body"),
    ]  # fmt: skip

    @property
    def share_image(self) -> Any:
        """The picture behind the title stands for the site."""
        return self.hero_image

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the sections in the menu, and the latest news in place of the news section."""
        children = sections_of(self)
        news = latest_news(HOME_NEWS)
        load_renditions([self.hero_image, *(item.image for item in news)])
        news_index = next((child for child in children if child.specific_class is NewsIndexPage), None)
        return super().get_context(request, *args, **kwargs) | {
            "sections": [child for child in children if child.show_in_menus and child is not news_index],
            "news": news,
            "news_index": news_index,
        }


class SectionHubPage(PublicPage, Page):
    """The front of a section: a summary of each page in it under a heading, with a list of anchors on top."""

    quote = StreamField([("quote", QuoteBlock())], max_num=1, blank=True, help_text="A patient's words, with consent.")
    body = StreamField(PageBodyBlock(), blank=True, help_text="Shown before the summaries of the pages in the section.")

    page_description = "The front of a section: lists the pages below it, each with its summary."
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.SectionHubPage"]
    content_panels: ClassVar[list[Panel]] = [*title_panels(), FieldPanel("quote"), FieldPanel("body")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the section's public pages in their order, each under an anchor that no heading of the body has."""
        anchors = give_anchors(self.body)
        sections = [Section(child, anchors.take(child.slug)) for child in sections_of(self)]
        return super().get_context(request, *args, **kwargs) | {"sections": sections}


class StandardPage(PublicPage, Page):
    """A page of text."""

    show_contents = models.BooleanField(
        default=False, help_text="Show a list of the page's headings on top. Good for pages with more than three."
    )
    body = StreamField(PageBodyBlock(), blank=True, help_text=BODY_HELP)

    page_description = "Text with headings, tables, pictures and documents. Right for most pages."
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.SectionHubPage", "home.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage", "home.EmbedPage"]
    content_panels: ClassVar[list[Panel]] = [*title_panels(), FieldPanel("show_contents"), FieldPanel("body")]

    @property
    def contents(self) -> list[Any]:
        """The headings of the contents list, none when it is not wanted."""
        return headings(self.body) if self.show_contents else []
