"""The engine on the database alone: SQLite's FTS5 or PostgreSQL's text search, over the same rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from django.db import connection
from django.db.models import Q
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.database.matches import Match, Thing, facets_of, in_order, narrowed, things_of
from search.database.postgresql import PostgreSQL
from search.database.sqlite import SQLite
from search.database.suggestions import corrected
from search.engine import MAX_WORDS, Hit, PageHit, SearchRequest, SearchResult, Sort
from search.models import SearchEntry
from search.words import asked_words, words_of

# Of very common words the best rows are looked at, and the page says that there are more.
CAP = 5_000
# Pages of a document that are shown, and how many of the best are looked at for them.
PAGES_SHOWN = 3
PAGES_LOOKED_AT = 4
# Around what was found: characters that no text holds (search.words.plain).
START, STOP = "\x02", "\x03"
# What is shown of a text when it is searched for another part of the thing, in characters.
EXCERPT = 300


class Marked(NamedTuple):
    """The texts of one row, with START and STOP around what was found."""

    title: str
    summary: str
    body: str


@dataclass(frozen=True)
class Question:
    """What the database is asked for: phrases of one word or more, all of which have to be there."""

    phrases: tuple[tuple[str, ...], ...]
    # Whether the last word may be the beginning of one.
    open_ended: bool


class Dialect(Protocol):
    """How one database is asked."""

    name: str

    def matches(self, question: Question, request: SearchRequest | None, limit: int) -> list[Match]:
        """Return the best rows; with a request those that pass its filters, in its order."""

    def marked(self, question: Question, ids: list[int]) -> dict[int, Marked]:
        """Return the texts of these rows with what was found marked."""


class DatabaseEngine:
    """Search on the site's own database."""

    name = "database"

    def __init__(self) -> None:
        self.dialect: Dialect = SQLite() if connection.vendor == "sqlite" else PostgreSQL()

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer with two or three queries, whatever is found."""
        question = question_of(request.text)
        if not question.phrases:
            return SearchResult()
        matches = self.dialect.matches(question, None, CAP + 1)
        is_capped = len(matches) > CAP
        things = every = things_of(matches[:CAP])
        if is_capped and (request.filters or request.sort != Sort.RELEVANCE):
            matches = self.dialect.matches(question, request, CAP + 1)
            is_capped, things = len(matches) > CAP, things_of(matches[:CAP])
        things = narrowed(things, request)
        shown = in_order(things, request, " ".join(words_of(request.text)))
        return SearchResult(
            hits=self._hits(shown[request.first : request.first + request.count], question, request),
            total=len(things),
            is_capped=is_capped,
            facets=facets_of(every, request),
        )

    def correct(self, text: str) -> str:
        """Look for words that are nearly the same."""
        return corrected(text)

    def _hits(self, things: list[Thing], question: Question, request: SearchRequest) -> tuple[Hit, ...]:
        parts = [match for thing in things for match in thing.parts[:PAGES_LOOKED_AT]]
        entries = _entries(things, parts)
        marked: dict[int, Marked] = {}
        if request.highlight and things:
            whole = [entry.pk for (_, _, part), entry in entries.items() if not part]
            marked = self.dialect.marked(question, [*whole, *(match.pk for match in parts)])
        hits = (_hit(thing, entries, marked) for thing in things)
        return tuple(hit for hit in hits if hit)


def question_of(text: str) -> Question:
    """Read what was typed; a last word that is not finished by a space may go on."""
    phrases = asked_words(text)[:MAX_WORDS]
    return Question(phrases, open_ended=bool(phrases) and len(phrases[-1][-1]) > 2)


def _entries(things: Iterable[Thing], parts: Iterable[Match]) -> dict[tuple[str, str, int], Any]:
    """Return the rows of these things themselves, and of these pages of theirs, in one query."""
    wanted = Q(pk__in=[match.pk for match in parts])
    keys: dict[str, list[str]] = defaultdict(list)
    for thing in things:
        keys[thing.best.kind].append(thing.best.key)
    for kind, some in keys.items():
        wanted |= Q(kind=kind, key__in=some, part=0)
    rows = SearchEntry.objects.filter(wanted) if keys else SearchEntry.objects.none()
    rows = rows.select_related("text").defer("text__body", "text__words", "text__context", "text__names")
    return {(entry.kind, entry.key, entry.part): entry for entry in rows}


def _hit(thing: Thing, entries: dict[tuple[str, str, int], Any], marked: dict[int, Marked]) -> Hit | None:
    best = thing.best
    entry = entries.get((best.kind, best.key, 0))
    if entry is None:  # written this moment, and not in what the first query saw
        return None
    said = marked.get(entry.pk, Marked(entry.text.title, entry.text.summary, ""))
    return Hit(
        kind=entry.kind, key=entry.key, url=entry.url, format=entry.format, day=entry.day, updated_at=entry.updated_at,
        plain_title=entry.text.title, summary=entry.text.summary,
        title=_html(said.title), excerpt=_html(_excerpt(said)),
        pages=tuple(_pages(thing, entries, marked)),
    )  # fmt: skip


def _excerpt(said: Marked) -> str:
    """Show where the words stand: in the summary, else in the text; else the summary as it is."""
    if START not in said.summary and START in said.body:
        return said.body
    return said.summary


def _pages(thing: Thing, entries: dict[tuple[str, str, int], Any], marked: dict[int, Marked]) -> list[PageHit]:
    """Return the best pages that have the words themselves, not only the title of their document, in their order."""
    shown = [match for match in thing.parts if START in marked.get(match.pk, Marked("", "", "")).body][:PAGES_SHOWN]
    found = []
    for match in sorted(shown, key=lambda each: each.part):
        entry = entries.get((match.kind, match.key, match.part))
        if entry is not None:
            found.append(PageHit(entry.part_name, entry.url, _html(marked[match.pk].body)))
    return found


def _html(text: str) -> SafeString:
    """Escape a text and put <mark> around what was found."""
    return mark_safe(escape(text).replace(START, "<mark>").replace(STOP, "</mark>"))
