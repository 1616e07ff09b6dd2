"""The small page that alone carries somebody else's content."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Page

from core.mixins import PublicPage, title_panels
from home.embed_providers import FrameSource, frame_source


class EmbedPage(PublicPage, Page):
    """A film, map or widget of another provider, shown in a frame on a page of its own.

    Only this page's content security policy names the provider, and only people who choose to come here meet it.
    """

    address = models.URLField(help_text="The address of the film or map, as the provider's Share button gives it.")
    transcript_summary = models.TextField(
        blank=True, help_text="What it shows or says, for people who cannot see or hear it or do not want to load it."
    )

    page_description = "One film, map or widget from another provider, on a page that warns before it loads."
    parent_page_types: ClassVar[list[str]] = ["home.StandardPage", "home.SectionHubPage", "home.NewsPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = [*title_panels(), FieldPanel("address"), FieldPanel("transcript_summary")]

    @property
    def frame_source(self) -> FrameSource | None:
        """What to show in the frame; None when the provider is no longer known."""
        return frame_source(self.address)

    def clean(self) -> None:
        """Refuse an address of a provider we do not know."""
        super().clean()
        if self.address and frame_source(self.address) is None:
            raise ValidationError(
                {"address": "This provider is not known here. Use an address of YouTube, Vimeo or OpenStreetMap."}
            )

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Serve the page with a policy that lets its provider, and no other, into a frame."""
        response = super().serve(request, *args, **kwargs)
        source = self.frame_source
        if source:
            response._csp_update = {"frame-src": [source.origin]}  # type: ignore[attr-defined]  # django-csp's own name
        return response
