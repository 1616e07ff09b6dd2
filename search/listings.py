"""The results as a listing: the page, the feed and the CSV of one search."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse

from core.findable import kind_of
from core.listing import PER_PAGE, FilterOption, Listing
from search.engine import FACETS, FacetValue, Hit, SearchResult, Sort, search
from search.forms import SearchQuery
from search.models import SearchEntry

FACET_NAMES = {"kind": "Kind", "type": "Type", "topic": "Topic", "format": "Format", "year": "Year"}


@dataclass(frozen=True)
class Facet:
    """What results can be narrowed down by: its values, and the one in use with the address that takes it off."""

    name: str
    options: tuple[FilterOption, ...]


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the address without it."""

    name: str
    label: str
    remove_url: str


@dataclass(frozen=True)
class SearchListing(Listing[Any]):
    """One answer of the search, with what narrows it down."""

    query: SearchQuery
    result: SearchResult = field(default_factory=SearchResult)

    @property
    def items(self) -> Sequence[Hit]:
        """The hits on this page."""
        return self.result.hits

    @property
    def facets(self) -> list[Facet]:
        """What narrows the results down: facets that part them, and those in use."""
        found = []
        for name in FACETS:
            values = self.result.facets.get(name, ())
            if len(values) > 1 or (values and getattr(self.query, name)):
                found.append(Facet(FACET_NAMES[name], tuple(self._option(name, value) for value in values)))
        return found

    @property
    def chips(self) -> list[Chip]:
        """The filters in use."""
        chosen = [(name, getattr(self.query, name)) for name in FACETS]
        return [
            Chip(FACET_NAMES[name], _label(name, str(value)), self._with(name, None)) for name, value in chosen if value
        ]

    @property
    def clear_url(self) -> str:
        """The same question without any filter."""
        return SearchQuery(text=self.query.text, sort=self.query.sort).address(self.path)

    @property
    def sorts(self) -> list[FilterOption]:
        """The orders there are."""
        now = self.query.sort or Sort.RELEVANCE
        return [
            FilterOption(str(each.label), 0, replace(self.query, sort=each, page=1).address(self.path), each == now)
            for each in Sort
        ]

    @property
    def suggestion_url(self) -> str:
        """The address of the question that is suggested."""
        return SearchQuery(text=self.result.suggestion).address(self.path)

    def _option(self, name: str, value: FacetValue) -> FilterOption:
        chosen = str(getattr(self.query, name) or "") == value.value
        typed = int(value.value) if name == "year" else value.value
        url = self._with(name, None if chosen else typed)
        return FilterOption(_label(name, value.value), value.count, url, chosen)

    def _with(self, name: str, value: str | int | None) -> str:
        changed: dict[str, Any] = {name: value, "page": 1}
        return replace(self.query, **changed).address(self.path)


def _label(name: str, value: str) -> str:
    kind = kind_of(value) if name == "kind" else None
    return kind.label if kind else value


def search_listing(
    query: SearchQuery, *, path: str = "", per_page: int = PER_PAGE, highlight: bool = True
) -> SearchListing:
    """Search, and return the results of the page asked for; raises Http404 for a page that is not there."""
    result = search(query.request((query.page - 1) * per_page, per_page, highlight=highlight))
    return SearchListing(
        path=path or reverse("search:results"),
        query=query,
        matches=SearchEntry.objects.none(),
        total=result.total,
        per_page=per_page,
        feed_path=reverse("search:feed"),
        csv_path=reverse("search:table"),
        result=result,
    )
