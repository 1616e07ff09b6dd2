"""What the home app reads. Whatever the public sees comes through core.visibility."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from wagtail.models import Page

from core.visibility import visible_pages

if TYPE_CHECKING:
    from home.models import NewsPage


def news() -> "QuerySet[NewsPage]":
    """Return the public news, newest first."""
    from home.models import NewsPage

    return visible_pages(NewsPage.objects.all()).order_by("-date", "-pk")


def latest_news(number: int) -> "list[NewsPage]":
    """Return the newest public news items."""
    return list(news().select_related("image")[:number])


def sections_of(page: Page) -> list[Page]:
    """Return the public pages directly below this one, in the editors' order, with their summaries."""
    return list(visible_pages(page.get_children()).specific())
