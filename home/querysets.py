"""What the home app reads. Whatever the public sees comes through core.visibility."""

from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from core.visibility import visible_pages
from home.enums import NoticeLevel

if TYPE_CHECKING:
    from home.models import NewsIndexPage, NewsPage, Notice


def news() -> "QuerySet[NewsPage]":
    """Return the public news, newest first."""
    from home.models import NewsPage

    return visible_pages(NewsPage.objects.all()).order_by("-date", "-pk")


def latest_news(number: int) -> "list[NewsPage]":
    """Return the newest public news items."""
    return list(news().select_related("image")[:number])


def news_below(index: "NewsIndexPage") -> "QuerySet[NewsPage]":
    """Return the public news of this index, newest first."""
    return news().filter(path__startswith=index.path, depth=index.depth + 1)


def years_of(pages: "QuerySet[NewsPage]") -> dict[int, int]:
    """Return how many of these news items there are of each year."""
    return dict(pages.order_by().values_list("date__year").annotate(Count("pk")))


def sections_of(page: Page) -> list[Page]:
    """Return the public pages directly below this one, in the editors' order, with their summaries."""
    return list(visible_pages(page.get_children()).specific())


def active_notices(page: Page | None) -> "list[Notice]":
    """Return the notices to show on this page (None: no page of the tree), the most urgent first, then the newest."""
    from home.models import Notice

    now = timezone.now()
    where = Q(branch__isnull=True)
    if page is not None:
        where |= Q(branch__path__in=[page.path[: Page.steplen * depth] for depth in range(1, page.depth + 1)])
    found = Notice.objects.filter(where, starts_at__lte=now, ends_at__gt=now).select_related("link_page")
    return sorted(found.order_by("-starts_at", "-pk"), key=lambda notice: NoticeLevel.values.index(notice.level))
