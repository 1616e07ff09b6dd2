"""What a trust says of itself, once for the whole site."""

from typing import Any

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


def _page(verbose_name: str, help_text: str) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=verbose_name,
        help_text=help_text,
    )


@register_setting(icon="home", order=10)
class OrganisationSettings(BaseSiteSetting):
    """Name, logo, contacts and footer of the trust."""

    name = models.CharField(max_length=120, default="An ambulance trust", help_text="As it stands in the header.")
    short_name = models.CharField(
        max_length=40, blank=True,
        help_text="What people call the trust, for example LAS. Told to search engines and to browsers’ search boxes.",
    )  # fmt: skip
    logo = models.ForeignKey(
        "documents.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="Only a logo that the trust is licensed to use. Without one the header shows the name.",
    )  # fmt: skip
    demonstration = models.BooleanField(
        default=False, help_text="Say on every page that this is not the trust's own site."
    )
    hide_from_search_engines = models.BooleanField(default=False, help_text="Ask search engines not to list the site.")
    postal_address = models.TextField(
        blank=True, help_text="Line by line. Shown in “Contact details” blocks for general enquiries."
    )
    phone = models.CharField(
        max_length=30, blank=True,
        help_text="Not for emergencies. Shown in “Contact details” blocks for general enquiries, and on the contact "
        "form when it takes no more messages.",
    )  # fmt: skip
    general_email = models.EmailField(
        blank=True,
        help_text="The contact form’s messages go here. Shown in “Contact details” blocks for general enquiries.",
    )  # fmt: skip
    accessibility_email = models.EmailField(
        blank=True,
        help_text="Shown in “Contact details” blocks for accessibility, as on the accessibility statement.",
    )  # fmt: skip
    data_protection_email = models.EmailField(
        blank=True,
        help_text="Shown in “Contact details” blocks for data protection, as on the privacy page.",
    )  # fmt: skip
    foi_email = models.EmailField(
        "Freedom of Information email", blank=True,
        help_text="Shown under “Who to ask” on the contact page, and in “Contact details” blocks for requests.",
    )  # fmt: skip
    pals_email = models.EmailField(
        "PALS email", blank=True,
        help_text="Shown under “Who to ask” on the contact page, and in “Contact details” blocks for PALS.",
    )  # fmt: skip
    pals_phone = models.CharField(
        "PALS phone", max_length=30, blank=True,
        help_text="Shown under “Who to ask” on the contact page, and in “Contact details” blocks for PALS.",
    )  # fmt: skip
    complaints_email = models.EmailField(
        blank=True,
        help_text="Shown under “Who to ask” on the contact page, and in “Contact details” blocks for complaints.",
    )  # fmt: skip
    records_email = models.EmailField(
        "email for one's own records", blank=True,
        help_text="Shown under “Who to ask” on the contact page, and in “Contact details” blocks for own records.",
    )  # fmt: skip
    press_email = models.EmailField(
        blank=True,
        help_text="Shown under “Who to ask” on the contact page, and in “Contact details” blocks for the press office.",
    )  # fmt: skip
    press_phone = models.CharField(
        max_length=30, blank=True,
        help_text="Shown under “Who to ask” on the contact page, and in “Contact details” blocks for the press office.",
    )  # fmt: skip
    suppliers_email = models.EmailField(
        blank=True,
        help_text="Shown in “Contact details” blocks for suppliers.",
    )  # fmt: skip
    security_email = models.EmailField(
        blank=True, help_text="Named in security.txt. Without one there is no such file."
    )
    regulator_name = models.CharField(
        max_length=120, default="Information Commissioner’s Office",
        help_text="Whom people may complain to about their information rights.",
    )  # fmt: skip
    regulator_url = models.URLField(
        default="https://ico.org.uk/make-a-complaint/", help_text="The regulator’s own page for complaints."
    )
    contact_page = _page("contact page", "Linked in the footer, and wherever an address or number is missing.")
    accessibility_page = _page("accessibility statement", "Linked in the footer of every page, as the law asks.")
    privacy_page = _page("privacy page", "Linked in the footer of every page and beside the contact form.")
    cookies_page = _page("cookies page", "Linked in the footer of every page.")
    terms_page = _page("terms page", "Linked in the footer of every page.")

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
