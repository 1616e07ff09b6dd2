"""Which tables can cite a file, and by which columns: found once from the models.

A page, a snippet and what is edited inside either (inline rows, also those inside inline rows) cite by keys, by
many-to-many tables and by texts. What else cites is registered by its app (documents.visibility.register_citer).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db.models import Field, Model
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models


@dataclass(frozen=True)
class Source:
    """A table of rows that belong to a page or a snippet (its root), or are one."""

    model: type[Model]
    root: type[Model]
    # The keys from this table to its root's: none where it is the root itself.
    way: tuple[Field[Any, Any], ...] = ()

    @property
    def owner(self) -> str:
        """The name, as queries spell it, of the column that holds the root's primary key."""
        return "__".join([*(field.name for field in self.way[:-1]), self.way[-1].attname]) if self.way else "pk"

    @property
    def texts(self) -> tuple[Field[Any, Any], ...]:
        """The fields that hold text or blocks."""
        return tuple(field for field in self.model._meta.local_fields if hasattr(field, "extract_references"))


@dataclass(frozen=True)
class Relation:
    """A column that holds the primary key of what a row cites."""

    source: Source
    table: str
    # The column that says to which row of the source's table it belongs.
    row: str
    target: str
    # For a key to anything: the column that holds the content type, and whether the key's own column is text.
    type_column: str = ""
    is_text: bool = False


def is_page(model: type[Model]) -> bool:
    """Whether a source's root is a page, of which core.visibility is asked."""
    return issubclass(model, Page)


@cache
def sources() -> tuple[Source, ...]:
    """Return every table whose rows may cite something."""
    roots = [model for model in apps.get_models() if is_page(model) and not model._meta.proxy]
    roots += list(dict.fromkeys(model._meta.concrete_model for model in get_snippet_models()))
    found = dict.fromkeys(each for root in roots for each in _from(root))
    return tuple(found)


@cache
def sources_of(model: type[Model]) -> tuple[Source, ...]:
    """Return the tables with texts that a saved instance of this model has a row in."""
    return tuple(source for source in sources() if source.texts and issubclass(model, source.model))


@cache
def relations_to(target: type[Model]) -> tuple[Relation, ...]:
    """Return the columns that may hold the primary key of a document, an image or a snippet."""
    return tuple(relation for source in sources() for relation in _relations(source, target))


@cache
def carriers() -> tuple[type[Model], ...]:
    """Return the snippets through which a page may cite a file."""
    return tuple(dict.fromkeys(source.root for source in sources() if not is_page(source.root)))


def _from(root: type[Model]) -> Iterator[Source]:
    yield Source(root, root)
    # Each parent of a snippet has a table of its own; each class of page stands in the list of roots.
    if not is_page(root):
        for parent in root._meta.get_parent_list():
            yield Source(parent, root)
    yield from _inside(root, root, ())


def _inside(model: type[Model], root: type[Model], way: tuple[Field[Any, Any], ...]) -> Iterator[Source]:
    for relation in get_all_child_relations(model):
        child: Any = relation.related_model
        here: tuple[Field[Any, Any], ...] = (relation.field, *way)
        top = root if not is_page(root) else Page
        yield Source(child, top, here)
        yield from _inside(child, root, here)


def _relations(source: Source, target: type[Model]) -> Iterator[Relation]:
    meta = source.model._meta
    table, key = meta.db_table, _pk(source.model)
    for field in meta.local_fields:
        if field.is_relation and _cites(field, target):
            yield Relation(source, table, key, str(field.column))
    many: Any
    for many in meta.local_many_to_many:
        if _cites(many, target):
            through = many.remote_field.through._meta.db_table
            yield Relation(source, through, many.m2m_column_name(), many.m2m_reverse_name())
    for generic in meta.private_fields:
        if not isinstance(generic, GenericForeignKey):
            continue
        kind: Any = meta.get_field(generic.ct_field)
        number: Any = meta.get_field(generic.fk_field)
        if number.model is source.model:  # not a parent's
            text = number.get_internal_type() in {"CharField", "TextField"}
            yield Relation(source, table, key, str(number.column), str(kind.column), text)


def _cites(field: Any, target: type[Model]) -> bool:
    ignored = getattr(field, "wagtail_reference_index_ignore", False) or isinstance(field, ParentalKey)
    return not ignored and field.related_model is not None and field.related_model._meta.concrete_model is target


def _pk(model: type[Model]) -> str:
    return str(model._meta.pk.column)
