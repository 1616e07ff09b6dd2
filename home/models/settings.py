"""What a trust says of itself, once for the whole site."""

from typing import Any

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


def _page(verbose_name: str) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=verbose_name,
    )


@register_setting(icon="home", order=10)
class OrganisationSettings(BaseSiteSetting):
    """Name, logo, contacts and footer of the trust."""

    name = models.CharField(max_length=120, default="An ambulance trust", help_text="As it stands in the header.")
    short_name = models.CharField(max_length=40, blank=True)
    logo = models.ForeignKey(
        "documents.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="Only a logo that the trust is licensed to use. Without one the header shows the name.",
    )  # fmt: skip
    demonstration = models.BooleanField(
        default=False, help_text="Say on every page that this is not the trust's own site."
    )
    hide_from_search_engines = models.BooleanField(default=False, help_text="Ask search engines not to list the site.")
    postal_address = models.TextField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    general_email = models.EmailField(blank=True, help_text="The contact form's messages go here.")
    accessibility_email = models.EmailField(blank=True)
    data_protection_email = models.EmailField(blank=True)
    foi_email = models.EmailField("Freedom of Information email", blank=True)
    pals_email = models.EmailField("PALS email", blank=True)
    pals_phone = models.CharField("PALS phone", max_length=30, blank=True)
    complaints_email = models.EmailField(blank=True)
    records_email = models.EmailField("email for one's own records", blank=True)
    press_email = models.EmailField(blank=True)
    press_phone = models.CharField(max_length=30, blank=True)
    suppliers_email = models.EmailField(blank=True)
    security_email = models.EmailField(
        blank=True, help_text="Named in security.txt. Without one there is no such file."
    )
    regulator_name = models.CharField(max_length=120, default="Information Commissioner’s Office")
    regulator_url = models.URLField(default="https://ico.org.uk/make-a-complaint/")
    contact_page = _page("contact page")
    accessibility_page = _page("accessibility statement")
    privacy_page = _page("privacy page")
    cookies_page = _page("cookies page")
    terms_page = _page("terms page")

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("short_name"), FieldPanel("logo")], "Name"),
        MultiFieldPanel([FieldPanel("demonstration"), FieldPanel("hide_from_search_engines")], "This site"),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "postal_address", "phone", "general_email", "accessibility_email", "data_protection_email",
                    "foi_email", "pals_email", "pals_phone", "complaints_email", "records_email", "press_email",
                    "press_phone", "suppliers_email", "security_email",
                )
            ],
            "Contacts",
        ),
        MultiFieldPanel([FieldPanel("regulator_name"), FieldPanel("regulator_url")], "Regulator of information rights"),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("contact_page", "accessibility_page", "privacy_page", "cookies_page", "terms_page")
            ],
            "Footer",
        ),
    ]  # fmt: skip

    class Meta:
        verbose_name = "Organisation"

    @property
    def page_ids(self) -> list[int]:
        """The pages that every page links to."""
        pages = (
            self.contact_page_id, self.accessibility_page_id, self.privacy_page_id, self.cookies_page_id,
            self.terms_page_id,
        )  # fmt: skip
        return [pk for pk in pages if pk]
