"""Asking PostgreSQL's text search (migration 0002)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from search.database.matches import Match
from search.database.rows import filters_sql, order_sql

if TYPE_CHECKING:
    from search.database.engine import Marked, Question
    from search.engine import SearchRequest

# What a word counts for: in the context, the body, the summary, the title and names.
WEIGHTS = "'{{0.02, 0.15, 0.5, 1.0}}'"  # doubled: it is formatted
# Words of more rows than this are weighed by titles, names and summaries alone: to read every body takes too long.
MOST_WEIGHED = 1_000
_COLUMNS = "e.id, e.kind, e.key, e.part, e.type, e.topics, e.format, e.year, e.day, e.title_key"
_SCORE = f"-ts_rank({WEIGHTS}, t.{{column}}, {{query}}, 1)"
_FEW = "SELECT count(*) FROM (SELECT 1 FROM search_searchtext WHERE vector @@ {query} LIMIT %s) few"
_BEST = f"""SELECT {_COLUMNS}, m.score
  FROM (SELECT t.entry_id, {_SCORE} AS score FROM search_searchtext t WHERE t.vector @@ {{query}}
        ORDER BY score LIMIT %s) m
  JOIN search_searchentry e ON e.id = m.entry_id"""
_NARROWED = f"""SELECT {_COLUMNS}, {_SCORE} AS score
  FROM search_searchtext t JOIN search_searchentry e ON e.id = t.entry_id
  WHERE t.vector @@ {{query}} {{filters}} ORDER BY {{order}} LIMIT %s"""
_HEADLINE = "ts_headline('pg_catalog.english', {text}, {query}, 'StartSel=\x02, StopSel=\x03, {options}')"
_MARKED = f"""SELECT t.entry_id, {_HEADLINE.format(text="t.title", query="{query}", options="HighlightAll=true")},
  {_HEADLINE.format(text="t.summary", query="{query}", options="HighlightAll=true")},
  {_HEADLINE.format(text="t.body", query="{query}", options="MinWords=15, MaxWords=32, MaxFragments=1")}
  FROM search_searchtext t WHERE t.entry_id IN ({{marks}})"""


@contextmanager
def _asking() -> Iterator[Any]:
    """Return a cursor that uses the index of words.

    The planner does not see what it costs to unpack every row's words, and would rather read the whole table.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield cursor
        cursor.execute("SET LOCAL enable_seqscan = on")


class PostgreSQL:
    """A generated tsvector, each word in it as it is and as its English stem."""

    name = "postgresql"

    def matches(self, question: "Question", request: "SearchRequest | None", limit: int) -> list[Match]:
        """Ask how many there are, then for them."""
        query, params = expression(question)
        with _asking() as cursor:
            cursor.execute(_FEW.format(query=query), [*params, MOST_WEIGHED + 1])
            column = "vector" if cursor.fetchone()[0] <= MOST_WEIGHED else "head"
            if request is None:
                sql = _BEST.format(column=column, query=query)
                cursor.execute(sql, [*params, *params, limit])
            else:
                filters, chosen = filters_sql(request, "strpos")
                sql = _NARROWED.format(column=column, query=query, filters=filters, order=order_sql(request))
                cursor.execute(sql, [*params, *params, *chosen, limit])
            return list(map(Match._make, cursor.fetchall()))

    def marked(self, question: "Question", ids: list[int]) -> "dict[int, Marked]":
        """Ask once."""
        from search.database.engine import Marked

        query, params = expression(question)
        with connection.cursor() as cursor:
            sql = _MARKED.format(query=query, marks=", ".join(["%s"] * len(ids)))
            cursor.execute(sql, [*params, *params, *params, *ids])
            return {pk: Marked(*texts) for pk, *texts in cursor}


def expression(question: "Question") -> tuple[str, list[str]]:
    """Write the question as a tsquery, and its parameters: letters and digits only."""
    said, params = [], []
    for phrase in question.phrases:
        ways = ["phraseto_tsquery('pg_catalog.english', %s)", "phraseto_tsquery('pg_catalog.simple', %s)"]
        params += [" ".join(phrase)] * 2
        if question.open_ended and phrase is question.phrases[-1]:
            ways.append("to_tsquery('pg_catalog.simple', %s)")
            params.append(" <-> ".join([*phrase[:-1], f"{phrase[-1]}:*"]))
        said.append(f"({' || '.join(ways)})")
    return f"({' && '.join(said)})", params
