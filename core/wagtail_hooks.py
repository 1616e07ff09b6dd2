"""Hooks that hold for every app: what is served and linked is asked of the one predicate."""

from typing import Any

from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.models import Page, Site
from wagtail.rich_text.feature_registry import FeatureRegistry

from core.rich_text import PublicPageLinkHandler
from core.visibility import is_visible


@hooks.register("before_serve_page", order=-100)  # before Wagtail's own check, which would tell that a page is there
def refuse_what_is_not_public(page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Answer 404 for every page that the public may not see now; editors look at drafts in the admin's previews."""
    if not is_visible(page, site=Site.find_for_request(request)):
        raise Http404


@hooks.register("register_rich_text_features", order=100)  # after Wagtail's own handler, which it takes the place of
def link_only_to_what_is_public(features: FeatureRegistry) -> None:
    """Take over the links to pages inside rich text."""
    features.register_link_type(PublicPageLinkHandler)
