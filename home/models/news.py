"""News."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Page

from core.mixins import PublicPage, title_panels
from home.blocks import BODY_HELP, PageBodyBlock
from home.listings import NewsQuery, news_listing, news_table


class NewsIndexPage(PublicPage, RoutablePageMixin, Page):
    """All news, newest first, by year, with a feed and a CSV."""

    page_description = "The list of all news by year, with a feed. It fills itself."
    review_months = None  # it fills itself
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["home.NewsPage"]
    max_count = 1
    content_panels: ClassVar[list[Panel]] = title_panels()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the listing that was asked for."""
        listing = news_listing(self, NewsQuery.parse(request.GET), request)
        return super().get_context(request, *args, **kwargs) | {
            "listing": listing,
            "canonical_path": listing.canonical_url,
        }

    @path("feed/")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """Serve the same news as an Atom feed."""
        from home.feeds import news_feed

        return news_feed(self, request)

    @path("news.csv/")
    def csv(self, request: HttpRequest) -> HttpResponse:
        """Serve the same news as a table."""
        return news_table(self, request)


class NewsPage(PublicPage, Page):
    """One news item."""

    date = models.DateField(default=timezone.localdate, help_text="The day the news is of, as readers see it.")
    image = models.ForeignKey(
        "documents.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="Shown below the title, in lists of news, and where people share the page. No text in the picture.",
    )  # fmt: skip
    image_alt_text = models.CharField(
        "alternative text", max_length=250, blank=True,
        help_text="What the picture tells somebody who cannot see it.",
    )  # fmt: skip
    image_decorative = models.BooleanField(
        "decorative", default=False, help_text="Tick when the picture tells nothing that the text does not."
    )
    body = StreamField(PageBodyBlock(), blank=True, help_text=BODY_HELP)

    schema_type = "NewsArticle"
    page_description = "Something that happened on a day, with a picture. Shown on the home page and in the news feed."
    review_months = None  # news is of its day and stays as it was
    parent_page_types: ClassVar[list[str]] = ["home.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = ["home.EmbedPage"]
    shown_with = ("image",)
    content_panels: ClassVar[list[Panel]] = [
        *title_panels(),
        FieldPanel("date"),
        MultiFieldPanel(
            [FieldPanel("image"), FieldPanel("image_alt_text"), FieldPanel("image_decorative")], heading="Picture"
        ),
        FieldPanel("body"),
    ]

    @property
    def share_image(self) -> Any:
        """The news item's picture goes with it."""
        return self.image

    @property
    def shown_alt_text(self) -> str:
        """The picture's alternative text, empty for a decorative one."""
        return "" if self.image_decorative else self.image_alt_text

    def clean(self) -> None:
        """Refuse a picture that has neither alternative text nor the tick for decoration, or both."""
        super().clean()
        if self.image_id and bool(self.image_alt_text.strip()) == self.image_decorative:
            raise ValidationError({"image_alt_text": "Write what the picture tells, or tick “Decorative”; not both."})
