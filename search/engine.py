"""The search as everything else knows it: a SearchRequest in, a SearchResult out, whichever engine answers.

An engine may be late: it may know of a thing that the public saw a moment ago. So each hit is asked again here, of
the kind of thing that it is, before it goes out. Counts follow within seconds.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Protocol

from django.db import models
from django.utils.safestring import SafeString

from core.findable import kind_of

# The longest question (characters); more words than these narrow nothing down and only cost time.
MAX_LENGTH = 200
MAX_WORDS = 10
# By what results can be narrowed down, in the order in which it is offered.
FACETS = ("kind", "type", "topic", "format", "year")


class Sort(models.TextChoices):
    """In which order results come."""

    RELEVANCE = "relevance", "Best match"
    NEWEST = "newest", "Newest first"


@dataclass(frozen=True)
class SearchRequest:
    """What is asked: words, filters (empty for any), an order, and which of the results are wanted."""

    text: str
    kind: str = ""
    type: str = ""
    topic: str = ""
    year: int | None = None
    format: str = ""
    sort: Sort = Sort.RELEVANCE
    first: int = 0
    count: int = 10
    # Whether to show where the words stand; a table of results does not need it.
    highlight: bool = True

    @property
    def filters(self) -> dict[str, str | int]:
        """The filters in use."""
        chosen = {name: getattr(self, name) for name in FACETS}
        return {name: value for name, value in chosen.items() if value not in ("", None)}


@dataclass(frozen=True)
class PageHit:
    """A page of a document on which the words stand."""

    name: str
    url: str
    excerpt: SafeString


@dataclass(frozen=True)
class Hit:
    """One thing found. `title` and `excerpt` are HTML: escaped, with <mark> around what was looked for."""

    kind: str
    key: str
    url: str
    plain_title: str
    summary: str
    title: SafeString
    excerpt: SafeString
    format: str = ""
    day: date | None = None
    updated_at: datetime | None = None
    pages: tuple[PageHit, ...] = ()


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet, and how many results it leaves under the other filters."""

    value: str
    count: int


@dataclass(frozen=True)
class SearchResult:
    """The answer. With `is_capped` there are more results than `total`, and the counts are of the best of them."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    is_capped: bool = False
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    # What to look for instead, where nothing was found; it finds something.
    suggestion: str = ""
    took_ms: float = 0.0
    engine: str = ""
    # Whether another engine would have answered better, and could not.
    degraded: bool = False


class Engine(Protocol):
    """What can answer. tests/search/test_engines.py says what each of them has to do."""

    name: str

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer from the entries; raises DatabaseError when it cannot."""

    def correct(self, text: str) -> str:
        """Return the question with words that there are in the place of those that there are not; "" for no idea."""


def engine() -> Engine:
    """Return the engine that answers."""
    from search.database.engine import DatabaseEngine

    return DatabaseEngine()


def search(request: SearchRequest) -> SearchResult:
    """Answer a question with what the public may see at this moment."""
    started, chosen = time.perf_counter(), engine()
    result = chosen.search(request)
    result = replace(result, hits=_asked_again(result.hits))
    if not result.total and not request.filters:
        result = replace(result, suggestion=_suggestion(chosen, request))
    return replace(result, engine=chosen.name, took_ms=(time.perf_counter() - started) * 1000)


def _suggestion(chosen: Engine, request: SearchRequest) -> str:
    """Return another question, if the public may see something of what it finds."""
    text = chosen.correct(request.text)
    found = chosen.search(replace(request, text=text, first=0, highlight=False)) if text else SearchResult()
    return text if _asked_again(found.hits) else ""


def _asked_again(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return those of the hits that an anonymous visitor may see now, each at its present address."""
    hits, addresses = tuple(hits), dict[tuple[str, str], str]()
    for name in dict.fromkeys(hit.kind for hit in hits):
        kind, keys = kind_of(name), [hit.key for hit in hits if hit.kind == name]
        if kind is not None:
            addresses |= {(name, key): url for key, url in kind.addresses(keys).items()}
    return tuple(replace(hit, url=addresses[hit.kind, hit.key]) for hit in hits if (hit.kind, hit.key) in addresses)
