"""What the home app reads. Whatever the public sees comes through core.visibility."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from core.caching.kept import kept
from core.links import public_urls
from core.summaries import with_summaries
from core.visibility import visible_pages
from home.enums import NoticeLevel, NoticeState

if TYPE_CHECKING:
    from home.models import NewsIndexPage, NewsPage, Notice

# What a list shows of a page and needs for its address: a page has four times as many columns.
_SHOWN = ("title", "slug", "path", "depth", "url_path", "show_in_menus", "content_type")
# The most urgent level comes first.
_URGENCY = {level: place for place, level in enumerate(NoticeLevel.values)}


def news() -> "QuerySet[NewsPage]":
    """Return the public news, newest first."""
    from home.models import NewsPage

    return visible_pages(NewsPage.objects.all()).order_by("-date", "-pk")


def latest_news(number: int) -> "list[NewsPage]":
    """Return the newest public news items."""
    return list(news().select_related("image").only(*_SHOWN, "date", "summary", "image")[:number])


def news_below(index: "NewsIndexPage") -> "QuerySet[NewsPage]":
    """Return the public news of this index, newest first."""
    return news().filter(path__startswith=index.path, depth=index.depth + 1)


def years_of(pages: "QuerySet[NewsPage]") -> dict[int, int]:
    """Return how many of these news items there are of each year."""
    return dict(pages.order_by().values_list("date__year").annotate(Count("pk")))


def sections_of(page: Page) -> list[Page]:
    """Return the public pages directly below this one, in the editors' order, with their summaries."""
    return list(with_summaries(visible_pages(page.get_children()).only(*_SHOWN)))


def notices(state: NoticeState, now: datetime | None = None) -> "QuerySet[Notice]":
    """Return the notices in this state at this moment. A notice shows from its start up to, not including, its end."""
    from home.models import Notice

    now = now or timezone.now()
    condition = {
        NoticeState.SHOWING: Q(starts_at__lte=now, ends_at__gt=now),
        NoticeState.PLANNED: Q(starts_at__gt=now),
        NoticeState.OVER: Q(ends_at__lte=now),
    }[state]
    return Notice.objects.filter(condition)


def active_notices(page: Page | None, now: datetime | None = None) -> "list[Notice]":
    """Return the notices to show on this page, the most urgent first, then the newest.

    `page` is None where no page of the tree is shown: then only notices for the whole site count. All notices showing
    are read at once and kept until something changes or one begins or ends; the addresses of all their links are one
    more query a request: a notice's `link_url` is empty when its page is not public.
    """
    showing = _read_notices(now) if now else kept("notices", lambda: _read_notices(None))
    path = page.path if page is not None else ""
    found = [notice for notice in showing if notice.branch is None or path.startswith(notice.branch.path)]
    public_urls([notice.link_page_id for notice in found if notice.link_page_id])
    return found


def _read_notices(now: datetime | None) -> "list[Notice]":
    showing = notices(NoticeState.SHOWING, now).select_related("link_page", "branch")
    # The primary key breaks a tie, so that the order never flickers.
    return sorted(showing.order_by("-starts_at", "-pk"), key=lambda notice: _URGENCY[notice.level])
