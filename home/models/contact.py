"""The contact page and what visitors send through it."""

from typing import ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import StreamField
from wagtail.models import Page

from core.mixins import PublicPage, title_panels
from home.blocks import PageBodyBlock
from home.enums import ContactTopic


class ContactPage(RoutablePageMixin, PublicPage, Page):
    """How to reach the trust: the right place for each question, and a form at an address of its own below it."""

    body = StreamField(PageBodyBlock(), blank=True)

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count = 1
    content_panels: ClassVar[list[Panel]] = [*title_panels(), FieldPanel("body")]


class ContactMessage(models.Model):
    """One message; deleted after the time that the privacy page names (CONTACT_MESSAGE_DAYS)."""

    reference = models.CharField(max_length=12, unique=True)
    received_at = models.DateTimeField(auto_now_add=True, db_index=True)
    topic = models.CharField(max_length=10, choices=ContactTopic.choices)
    name = models.CharField(max_length=100)
    email = models.EmailField()
    message = models.TextField(max_length=5_000)
    forwarded_at = models.DateTimeField(null=True, blank=True, help_text="When it was mailed to the trust.")
    acknowledged_at = models.DateTimeField(null=True, blank=True, help_text="When its sender was mailed a copy.")

    never_public = True  # saving one drops no cached page (core.caching.changes)

    class Meta:
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return f"{self.reference} ({self.get_topic_display()})"
