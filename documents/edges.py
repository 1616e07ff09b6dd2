"""Who may cite these files: one query over every column that can hold their keys, and over the notes on texts."""

from collections.abc import Collection
from functools import cache
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model

from documents.models import Citation
from documents.sources import Relation, Source, relations_to, sources

# Keys of all models are read as one type, so that one query may bring them together.
_NOTED = -1
_RELATION = (
    "SELECT {part} AS part, 0 AS kind, CAST({owner} AS VARCHAR(64)) AS owner, CAST({cited} AS VARCHAR(64)) AS target "
    "FROM {table} r {joins} WHERE {of_type}{cited} IN ({marks})"
)
_NOTES = (
    "SELECT {part} AS part, source_type_id AS kind, source_id AS owner, target_id AS target FROM {table} "
    "WHERE target_type_id = %s AND target_id IN ({marks})"
)
_NUMBERED = (
    "SELECT part, kind, owner, target FROM (SELECT part, kind, owner, target, "
    "ROW_NUMBER() OVER (PARTITION BY target ORDER BY part, owner) AS place FROM ({}) AS citing) AS placed "
    "WHERE place BETWEEN %s AND %s"
)


class Edge(NamedTuple):
    """A row that cites a file, with the key of its page or snippet.

    For a note (`noted`) the key is that of the row itself, which has to be read before it counts.
    """

    source: Source
    owner: Any
    target: str
    noted: bool


def edges_to(target: type[Model], keys: Collection[str], first: int, last: int) -> list[Edge]:
    """Return the rows that cite these (primary keys as text): of each, those with the numbers `first` to `last`.

    What a column says is so at this moment; what a note says may be out of date.
    """
    parts, params = [], []
    for number, relation in enumerate(relations_to(target)):
        parts.append(_relation_sql(number, relation, len(keys)))
        params += _relation_params(relation, target, keys)
    parts.append(_notes_sql(len(keys)))
    params += [ContentType.objects.get_for_model(target).pk, *keys]
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERED.format(" UNION ALL ".join(parts)), [*params, first, last])
        return [edge for row in cursor.fetchall() if (edge := _edge(target, *row)) is not None]


def _edge(target: type[Model], part: int, kind: int, owner: str, key: str) -> Edge | None:
    if part != _NOTED:
        source = relations_to(target)[part].source
        return Edge(source, source.root._meta.pk.to_python(owner), key, noted=False)
    noting = _noting().get(ContentType.objects.get_for_id(kind).model_class())
    # A table that cites no more since the site was changed has its notes until they are swept.
    return Edge(noting, noting.model._meta.pk.to_python(owner), key, noted=True) if noting else None


@cache
def _noting() -> dict[Any, Source]:
    return {source.model: source for source in sources() if source.texts}


def _relation_sql(number: int, relation: Relation, count: int) -> str:
    quote = connection.ops.quote_name
    column, joins = f"r.{quote(relation.row)}", []
    if relation.source.way:
        model = relation.source.model
        joins.append(f"JOIN {quote(model._meta.db_table)} t0 ON t0.{quote(str(model._meta.pk.column))} = {column}")
        for place, field in enumerate(relation.source.way):
            column = f"t{place}.{quote(str(field.column))}"
            if place + 1 < len(relation.source.way):
                parent: Any = field.related_model._meta  # type: ignore[union-attr]  # it is a key
                key = quote(str(parent.pk.column))
                joins.append(f"JOIN {quote(parent.db_table)} t{place + 1} ON t{place + 1}.{key} = {column}")
    cited = f"r.{quote(relation.target)}"
    of_type = f"r.{quote(relation.type_column)} = %s AND " if relation.type_column else ""
    return _RELATION.format(
        part=number, owner=column, cited=cited, of_type=of_type,
        table=quote(relation.table), joins=" ".join(joins), marks=_marks(count),
    )  # fmt: skip


def _relation_params(relation: Relation, target: type[Model], keys: Collection[str]) -> list[Any]:
    own: list[Any] = [target._meta.pk.get_db_prep_value(target._meta.pk.to_python(key), connection) for key in keys]
    if not relation.type_column:
        return own
    kind = ContentType.objects.get_for_model(target).pk
    return [kind, *(keys if relation.is_text else own)]


def _notes_sql(count: int) -> str:
    return _NOTES.format(part=_NOTED, table=connection.ops.quote_name(Citation._meta.db_table), marks=_marks(count))


def _marks(count: int) -> str:
    return ", ".join(["%s"] * count)
