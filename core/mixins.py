"""What every public page of ours has in common."""

from http import HTTPMethod
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.text import Truncator
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Page, Revision

from core.admin_copying import SafeCopyForm
from core.caching.headers import mark_public
from core.reviews.form import REVIEW_PANEL, PublicPageForm
from core.reviews.services import save_typed_review
from core.revisions import refuse_overwriting
from core.typed_addresses import refuse_typed_addresses

# What a search engine shows of a description, in characters.
META_DESCRIPTION_LENGTH = 160

SLUG_HELP = (
    "The last part of the page’s address, made from the title. Keep it short: small letters and hyphens. When a "
    "published page gets another one, the old address leads on to it."
)
MENU_HELP = (
    "Tick for a section that belongs in the menu on top of every page. Works for pages right below the home page."
)
SEO_TITLE_HELP = "Only if a list of search results needs other words than the page’s title. Most pages leave it empty."
SEARCH_DESCRIPTION_HELP = (
    "One or two sentences shown below the title in search results, 160 characters at most. Empty: the summary is used."
)


class PublicPage(models.Model):
    """A page with a summary, served to anonymous visitors through the page cache, without page privacy.

    Page privacy acts at once and outside the workflow (design decision 11), so it is not offered.
    """

    summary = models.TextField(
        max_length=500,
        blank=True,
        help_text="Two or three plain sentences. Shown under the title, on the section's page and in search results.",
    )

    private_page_options: ClassVar[list[str]] = []
    copy_form_class = SafeCopyForm
    # Wagtail refuses the others (405); a page with a form of its own adds POST.
    allowed_http_methods: ClassVar[list[str]] = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]
    # What is read together with the page to show it: names of foreign keys, as select_related takes them.
    shown_with: ClassVar[tuple[str, ...]] = ()
    # The schema.org type of the page, for its JSON-LD.
    schema_type: ClassVar[str] = "WebPage"

    # After how many months a page is read again to see whether it still holds; None for what never changes.
    review_months: ClassVar[int | None] = 12
    # Whether visitors are asked at the page's foot if it is useful.
    takes_feedback: ClassVar[bool] = True

    base_form_class = PublicPageForm
    settings_panels: ClassVar[list[Panel]] = [*Page.settings_panels, REVIEW_PANEL]
    promote_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [FieldPanel("slug", help_text=SLUG_HELP), FieldPanel("show_in_menus", help_text=MENU_HELP)],
            "Address and menu",
        ),
        MultiFieldPanel(
            [
                FieldPanel("seo_title", help_text=SEO_TITLE_HELP),
                FieldPanel("search_description", help_text=SEARCH_DESCRIPTION_HELP),
            ],
            "For search engines",
        ),
    ]

    class Meta:
        abstract = True

    @property
    def share_image(self) -> Any:
        """The picture shown where somebody shares the page; none unless a page type has one."""
        return None

    @property
    def meta_description(self) -> str:
        """What search engines show: the editor's own description, else the start of the summary."""
        page: Any = self
        return page.search_description or Truncator(page.summary).chars(META_DESCRIPTION_LENGTH)

    def clean(self) -> None:
        """Refuse the address of a file that was typed instead of chosen."""
        super().clean()
        refuse_typed_addresses(self)

    def save_revision(self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any) -> Revision:
        """Save a version; the editor's automatic saving may overwrite its own last one, never one in use."""
        if overwrite_revision is not None:
            refuse_overwriting(overwrite_revision)
        self._keep_public_version()
        typed = save_typed_review(self, kwargs.get("user"))
        if typed and getattr(self, "only_review_changed", False):
            kwargs["changed"] = False  # there is nothing to publish
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)  # type: ignore[misc]  # Page is beside us in the bases

    def _keep_public_version(self) -> None:
        """Record what is public before an update of it is scheduled.

        Wagtail takes a live page without a live version, as imports make them, down until its update is due.
        """
        page: Any = self
        if not page.live or page.live_revision_id or not page.go_live_at or page.go_live_at <= timezone.now():
            return
        row = type(page).objects.filter(pk=page.pk, live=True, live_revision=None, alias_of=None).first()
        if row is not None:
            save: Any = super(PublicPage, row)
            page.live_revision = save.save_revision(changed=False, clean=False)
            type(page).objects.filter(pk=page.pk).update(live_revision=page.live_revision)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Serve the page; the page cache may keep what anonymous visitors are given."""
        response: HttpResponseBase = super().serve(request, *args, **kwargs)  # type: ignore[misc]  # Page is beside us in the bases
        if response.status_code == 200 and not getattr(request, "is_preview", False):
            mark_public(response)
        return response


def title_panels() -> list[Panel]:
    """Return the panels that open every page's form."""
    return [*Page.content_panels, FieldPanel("summary")]
