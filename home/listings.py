"""The lists of the home app: news."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from core.csv_export import csv_response
from core.feeds import absolute
from core.listing import PER_PAGE, FilterOption, Listing, ListingQuery, filter_field, year
from home.querysets import news_below, years_of

if TYPE_CHECKING:
    from home.models import NewsIndexPage


@dataclass(frozen=True)
class NewsQuery(ListingQuery):
    """What can be asked of the news: those of one year."""

    year: int | None = filter_field(year)


@dataclass(frozen=True)
class NewsListing(Listing[Any]):
    """News, and the years that there is news of."""

    years: tuple[FilterOption, ...] = ()


def news_listing(
    index: "NewsIndexPage", query: NewsQuery, request: HttpRequest, suffix: str = "", per_page: int = PER_PAGE
) -> NewsListing:
    """Return the news asked for, its pages being at the index's address followed by `suffix`."""
    matches = news_below(index)
    counts = years_of(matches)
    every = sum(counts.values())
    home = index.get_url(request) or "/"
    years: list[int] = sorted(counts.keys() | ({query.year} if query.year else set()), reverse=True)

    def option(label: str, chosen: int | None, count: int) -> FilterOption:
        return FilterOption(
            label, count, replace(query, year=chosen, page=1).address(home), selected=chosen == query.year
        )

    return NewsListing(
        path=home + suffix,
        query=query,
        matches=matches.filter(date__year=query.year) if query.year else matches,
        total=counts.get(query.year, 0) if query.year else every,
        per_page=per_page,
        feed_path=f"{home}feed/",
        csv_path=f"{home}news.csv",
        years=(option("All years", None, every), *(option(str(each), each, counts.get(each, 0)) for each in years)),
    )


def news_table(index: "NewsIndexPage", request: HttpRequest) -> HttpResponse:
    """Return all news asked for as a CSV, whatever page of the list was looked at."""
    listing = news_listing(index, replace(NewsQuery.parse(request.GET), page=1), request)
    rows = (
        [item.date, item.title, item.summary, absolute(item.get_url(request) or "")]
        for item in listing.matches.defer("body")
    )
    return csv_response("news.csv", ["Date", "Title", "Summary", "Address"], rows)
