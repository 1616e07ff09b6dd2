"""Rows that match, brought together: the things that they are of, in order, and how many a filter leaves."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from search.engine import FACETS, FacetValue, SearchRequest, Sort

# Values of a facet that are offered, the most frequent first.
MOST_VALUES = 12

Labels = tuple[str, str, str, str, int | None]
_PLACES = {name: place for place, name in enumerate(("kind", "type", "topic", "format", "year"))}


class Match(NamedTuple):
    """A row that matches: the lower its score, the better."""

    pk: int
    kind: str
    key: str
    part: int
    type: str
    topics: str
    format: str
    year: int | None
    # SQLite hands it over as text, which sorts as days do.
    day: date | str | None
    title_key: str
    score: float


# By place, not by name: thousands are read for one question.
_score = itemgetter(Match._fields.index("score"))
_labels_of = itemgetter(*map(Match._fields.index, ("kind", "type", "topics", "format", "year")))


@dataclass(slots=True)
class Thing:
    """What one or several rows are of."""

    best: Match
    parts: list[Match] = field(default_factory=list)


def things_of(matches: Iterable[Match]) -> list[Thing]:
    """Bring the rows of each thing together; its parts are those of its rows that are pages, the best first."""
    found: dict[tuple[str, str], Thing] = {}
    for match in sorted(matches, key=_score):
        key = (match.kind, match.key)
        thing = found.get(key)
        if thing is None:
            thing = found[key] = Thing(match)
        if match.part:
            thing.parts.append(match)
    return list(found.values())


def in_order(things: list[Thing], request: SearchRequest, title: str) -> list[Thing]:
    """Sort by what was asked for; the thing of that very title comes first."""
    if request.sort == Sort.NEWEST:
        return sorted(things, key=lambda thing: str(thing.best.day or ""), reverse=True)
    return sorted(things, key=lambda thing: (thing.best.title_key != title, thing.best.score))


def narrowed(things: Iterable[Thing], request: SearchRequest) -> list[Thing]:
    """Return the things that pass every filter."""
    wanted = request.filters
    if not wanted:
        return list(things)
    return [thing for thing in things if _passes(_labels(thing), wanted)]


def facets_of(things: Iterable[Thing], request: SearchRequest) -> dict[str, tuple[FacetValue, ...]]:
    """Count for each value of each facet how many things it leaves under the filters of the other facets."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    alike = Counter(map(_labels, things))
    for name in FACETS:
        others = {each: value for each, value in request.filters.items() if each != name}
        for labels, count in alike.items():
            if not others or _passes(labels, others):
                for value in _values(labels, name):
                    counts[name][value] += count
    return {name: _offered(name, counts[name], request) for name in FACETS if counts[name]}


def _labels(thing: Thing) -> Labels:
    labels: Labels = _labels_of(thing.best)
    return labels


def _values(labels: Labels, name: str) -> list[str]:
    value = labels[_PLACES[name]]
    if not value:
        return []
    return value.strip("|").split("|") if name == "topic" and isinstance(value, str) else [str(value)]


def _passes(labels: Labels, wanted: dict[str, str | int]) -> bool:
    return all(str(value) in _values(labels, name) for name, value in wanted.items())


def _offered(name: str, counts: Counter[str], request: SearchRequest) -> tuple[FacetValue, ...]:
    chosen = str(request.filters.get(name, ""))
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_VALUES]
    if name == "year":
        ordered = sorted(counts.items(), reverse=True)
    if chosen and chosen not in dict(ordered):
        ordered.append((chosen, counts.get(chosen, 0)))
    return tuple(FacetValue(value, count) for value, count in ordered)
