"""The listing: what a visitor asked for, and the page, the feed and the CSV that agree on the answer.

An app says what can be asked in a frozen dataclass (`ListingQuery`), which pages match it in a queryset, and hands both
to `Listing`. The page shows a slice of the matches, the feed and the CSV all of them, under the same filters.

What a visitor may write in the address: parameters that a listing does not know are ignored; a value that cannot be
what its parameter is, or a page that is not there, is not found (404); an empty value is as good as none.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, Generic, Self, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import Http404, QueryDict

from core.pagination import PageLink, page_links

Item = TypeVar("Item", bound=Model)

PER_PAGE = 10
# A page number is written as people write numbers, and no listing has more pages than this.
_PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


def filter_field(read: Callable[[str], Any]) -> Any:
    """Return a field of a listing's query, None when not asked for; `read` raises ValueError for what it cannot be."""
    return field(default=None, metadata={"read": read})


def year(text: str) -> int:
    """Read a year of four digits."""
    if not re.fullmatch(r"(19|20)[0-9]{2}", text):
        raise ValueError(text)
    return int(text)


@dataclass(frozen=True)
class ListingQuery:
    """What was asked of a listing. Subclasses add their filters as fields made by `filter_field`."""

    page: int = 1

    @classmethod
    def parse(cls, parameters: QueryDict) -> Self:
        """Read the parameters of an address; raise Http404 for a value that cannot be."""
        values: dict[str, Any] = {"page": _page_number(parameters.get("page", ""))}
        for each in _filters(cls):
            text = parameters.get(each.name, "").strip()
            try:
                values[each.name] = each.metadata["read"](text) if text else None
            except ValueError:
                raise Http404(f"There is nothing under this {each.name}.") from None
        return cls(**values)

    @property
    def filters(self) -> dict[str, str]:
        """The filters in use, as they stand in an address."""
        chosen = {each.name: getattr(self, each.name) for each in _filters(type(self))}
        return {name: str(value) for name, value in chosen.items() if value is not None}

    def address(self, path: str) -> str:
        """Return the one address of this query below `path`; the first page has no number."""
        parameters = self.filters | ({"page": str(self.page)} if self.page > 1 else {})
        return f"{path}?{urlencode(parameters)}" if parameters else path


def _filters(query: type[ListingQuery]) -> list[Any]:
    return [each for each in fields(query) if "read" in each.metadata]


def _page_number(text: str) -> int:
    if not text:
        return 1
    if not _PAGE_NUMBER.fullmatch(text):
        raise Http404("There is no such page in this list.")
    return int(text)


@dataclass(frozen=True)
class FilterOption:
    """One value of a filter, how many items it would leave, and the address that chooses it."""

    label: str
    count: int
    url: str
    selected: bool


@dataclass(frozen=True)
class Listing(Generic[Item]):
    """One answer: the items on this page of it, where it is among the pages, and where its feed and CSV are."""

    path: str
    query: ListingQuery
    matches: QuerySet[Item]
    total: int
    per_page: int = PER_PAGE
    feed_path: str = ""
    csv_path: str = ""

    def __post_init__(self) -> None:
        if self.query.page > self.page_count:
            raise Http404("There is no such page in this list.")

    @property
    def page_count(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.per_page))

    @cached_property
    def items(self) -> Sequence[Item]:
        """The items on this page."""
        return list(self.matches[self.first - 1 : self.first - 1 + self.per_page]) if self.total else []

    @property
    def first(self) -> int:
        """The place of the page's first item among all, counted from one."""
        return (self.query.page - 1) * self.per_page + 1

    @property
    def last(self) -> int:
        """The place of the page's last item among all."""
        return min(self.first + self.per_page - 1, self.total)

    @property
    def number(self) -> int:
        """The page's number."""
        return self.query.page

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is in use."""
        return bool(self.query.filters)

    @property
    def page_links(self) -> list[PageLink]:
        """The numbered links of the pagination; none when there is one page."""
        return page_links(self.number, self.page_count, self.page_url)

    @property
    def previous_url(self) -> str:
        """The address of the page before, empty on the first."""
        return self.page_url(self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        """The address of the page after, empty on the last."""
        return self.page_url(self.number + 1) if self.number < self.page_count else ""

    @property
    def canonical_url(self) -> str:
        """The one address of this page of the list, without what was ignored in the visitor's."""
        return self.page_url(self.number)

    @property
    def feed_url(self) -> str:
        """The feed of the same filters."""
        return replace(self.query, page=1).address(self.feed_path) if self.feed_path else ""

    @property
    def csv_url(self) -> str:
        """The CSV of the same filters."""
        return replace(self.query, page=1).address(self.csv_path) if self.csv_path else ""

    def page_url(self, number: int) -> str:
        """Return the address of a page of this list."""
        return replace(self.query, page=number).address(self.path)
