"""Asking SQLite's FTS5 (migration 0002)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import connection

from search.database.matches import Match
from search.database.rows import filters_sql, order_sql
from search.words import EXACT

if TYPE_CHECKING:
    from search.database.engine import Marked, Question
    from search.engine import SearchRequest

# What a word counts for by where it stands: title, names, summary, body, context, and as it was typed, anywhere.
WEIGHTS = "8.0, 10.0, 4.0, 1.0, 0.2, 1.5"
_STEMS = "{title names summary body context}"
# Words around what was found.
_AROUND = 32
_SCORE = f"bm25(search_index, {WEIGHTS})"
_COLUMNS = "e.id, e.kind, e.key, e.part, e.type, e.topics, e.format, e.year, e.day, e.title_key"
_BEST = f"""SELECT {_COLUMNS}, m.score
  FROM (SELECT rowid, {_SCORE} AS score FROM search_index WHERE search_index MATCH %s ORDER BY score LIMIT %s) m
  JOIN search_searchentry e ON e.id = m.rowid"""
_NARROWED = f"""SELECT {_COLUMNS}, {_SCORE} AS score
  FROM search_index JOIN search_searchentry e ON e.id = search_index.rowid
  WHERE search_index MATCH %s {{filters}} ORDER BY {{order}} LIMIT %s"""
_MARKED = f"""SELECT rowid, highlight(search_index, 0, char(2), char(3)), highlight(search_index, 2, char(2), char(3)),
  snippet(search_index, 3, char(2), char(3), '…', {_AROUND})
  FROM search_index WHERE search_index MATCH %s AND rowid IN ({{marks}})"""


# Words that begin as typed: more than the first say nothing, and the most frequent of fewer are looked for.
MOST_BEGUN, ASKED_BEGUN = 500, 20
_BEGUN = f"""SELECT term, doc FROM search_vocabulary
  WHERE term >= %s AND term < %s AND substr(term, -1) = '{EXACT}' LIMIT {MOST_BEGUN + 1}"""


class SQLite:
    """FTS5 with its English stemmer."""

    name = "sqlite"

    def __init__(self) -> None:
        self._asked: dict[Question, str] = {}

    def _expression(self, question: "Question") -> str:
        if question not in self._asked:
            self._asked[question] = expression(question, words_begun(question))
        return self._asked[question]

    def matches(self, question: "Question", request: "SearchRequest | None", limit: int) -> list[Match]:
        """Ask for the words that begin so, then for the rows."""
        asked = self._expression(question)
        with connection.cursor() as cursor:
            if request is None:
                cursor.execute(_BEST, [asked, limit])
            else:
                filters, params = filters_sql(request, "instr")
                sql = _NARROWED.format(filters=filters, order=order_sql(request))
                cursor.execute(sql, [asked, *params, limit])
            return list(map(Match._make, cursor.fetchall()))

    def marked(self, question: "Question", ids: list[int]) -> "dict[int, Marked]":
        """Ask as for the rows; a row in which nothing was found is not among them."""
        from search.database.engine import Marked

        asked = self._expression(question)
        with connection.cursor() as cursor:
            cursor.execute(_MARKED.format(marks=", ".join(["%s"] * len(ids))), [asked, *ids])
            return {pk: Marked(title or "", summary or "", body or "") for pk, title, summary, body in cursor}


def expression(question: "Question", begun: Sequence[str] = ()) -> str:
    """Write the question as FTS5 reads it; the words are letters and digits only, in quotation marks.

    `begun` are the words with which the last phrase may end, too.
    """
    said = [[f'{_STEMS} : "{" ".join(phrase)}"', _exact(phrase)] for phrase in question.phrases]
    if question.phrases:
        said[-1] += [_exact((*question.phrases[-1][:-1], word)) for word in begun]
    return " AND ".join(f"({' OR '.join(ways)})" for ways in said)


def _exact(phrase: Sequence[str]) -> str:
    marked = " ".join(f"{word}{EXACT}" for word in phrase)
    return f'words : "{marked}"'


def words_begun(question: "Question") -> list[str]:
    """Return the words that begin as the last one typed, so that FTS5 has not to merge any number of them."""
    if not question.open_ended:
        return []
    start = question.phrases[-1][-1]
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN, [start, f"{start}\U0010ffff"])
        found = cursor.fetchall()
    if len(found) > MOST_BEGUN:
        return []
    frequent = sorted(found, key=lambda pair: -pair[1])[:ASKED_BEGUN]
    return [term.removesuffix(EXACT) for term, _ in frequent]
