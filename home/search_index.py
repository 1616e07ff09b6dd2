"""What the search finds of the home app: pages and news."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from core.findable_pages import PageKind
from home.models import ContactPage, EmbedPage, HomePage, NewsIndexPage, NewsPage, SectionHubPage, StandardPage
from search.registry import register_kind


class InformationKind(PageKind):
    """Pages of information."""

    name = "page"
    label = "Pages"
    models = (HomePage, SectionHubPage, StandardPage, ContactPage, NewsIndexPage, EmbedPage)

    def texts_of(self, page: Any) -> Iterable[str]:
        """Add what somebody else's film says."""
        yield from super().texts_of(page)
        if isinstance(page, EmbedPage):
            yield page.transcript_summary

    def day_of(self, page: Any) -> date | None:
        """A page of information is of no day: what it says holds today."""
        return None


class NewsKind(PageKind):
    """News, by the day that each is of."""

    name = "news"
    label = "News"
    models = (NewsPage,)

    def day_of(self, page: NewsPage) -> date:
        """Return the day that the reader sees."""
        return page.date


register_kind(InformationKind())
register_kind(NewsKind())
