"""The contact page and what visitors send through it."""

import secrets
from http import HTTPMethod
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.decorators import method_decorator
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Page

from core.caching.headers import mark_public
from core.methods import read_only
from core.mixins import PublicPage, title_panels
from home.blocks import PageBodyBlock
from home.enums import ContactTopic

# Without vowels, so that no reference is a word, and without what looks or sounds alike.
REFERENCE_LETTERS = "2346789BCDFGHJKMNPQRTVWXZ"
REFERENCE_LENGTH = 6


class ContactPage(RoutablePageMixin, PublicPage, Page):
    """How to reach the trust: the right place for each question, and a form at an address of its own below it."""

    body = StreamField(
        PageBodyBlock(), blank=True,
        help_text="Shown between “Who to ask”, which is filled from Settings, Organisation, and the form’s button.",
    )  # fmt: skip

    takes_feedback = False  # it has a form of its own, for all that people want to tell us
    page_description = "Whom to ask about what, from Settings, Organisation, and a form to write to you."
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count = 1
    allowed_http_methods: ClassVar[list[str]] = [*PublicPage.allowed_http_methods, HTTPMethod.POST]
    content_panels: ClassVar[list[Panel]] = [*title_panels(), FieldPanel("body")]

    @path("")
    @method_decorator(read_only)
    def index_route(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show where each question goes; this page is the same for everybody."""
        from home.contact_views import questions

        request.is_preview = getattr(request, "is_preview", False)  # type: ignore[attr-defined]  # Wagtail's own name
        response: HttpResponseBase = self.render(request, context_overrides={"questions": questions(request)})
        if not request.is_preview:  # type: ignore[attr-defined]  # Wagtail's own name
            mark_public(response)
        return response

    @path("send-a-message/", name="send_message")
    def send_message(self, request: HttpRequest) -> HttpResponseBase:
        """Show the form, or take a message."""
        from home.contact_views import send_message

        return send_message(request, self)

    @path("message-sent/", name="message_sent")
    def message_sent(self, request: HttpRequest) -> HttpResponseBase:
        """Say that a message has arrived, under which reference."""
        from home.contact_views import message_sent

        return message_sent(request, self)


class ContactMessage(models.Model):
    """One message; deleted after the time that the privacy page names (CONTACT_MESSAGE_DAYS)."""

    reference = models.CharField(max_length=12, unique=True)
    received_at = models.DateTimeField(auto_now_add=True, db_index=True)
    topic = models.CharField(max_length=10, choices=ContactTopic.choices)
    name = models.CharField(max_length=100)
    email = models.EmailField()
    message = models.TextField(max_length=5_000)
    # A hash of the form's token and of all that was typed: sending the same form twice makes one message.
    submission_key = models.CharField(max_length=64, unique=True, editable=False)
    forwarded_at = models.DateTimeField(null=True, blank=True, help_text="When it was mailed to the trust.")
    acknowledged_at = models.DateTimeField(null=True, blank=True, help_text="When its sender was mailed a receipt.")
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    # Empty once there is nothing left to mail.
    next_attempt_at = models.DateTimeField(null=True, blank=True, default=timezone.now, db_index=True, editable=False)
    last_error = models.TextField(blank=True, editable=False)

    never_public = True  # saving one drops no cached page (core.caching.changes)

    class Meta:
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return f"{self.reference} ({self.get_topic_display()})"

    @property
    def mail_state(self) -> str:
        """What has become of its mail, for the list in the admin."""
        if self.forwarded_at is None:
            return f"Waiting to be mailed; tried {self.attempts} times. {self.last_error}".strip()
        if self.acknowledged_at:
            return "Mailed to the trust, receipt mailed to the sender"
        return f"Mailed to the trust; no receipt yet. {self.last_error}".strip()


def new_reference() -> str:
    """Return a reference that somebody can read out over the phone, such as W-7K3Q9D."""
    return "W-" + "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(REFERENCE_LENGTH))
