"""Keep the notes on which texts name which files: written with each row, made good for rows that nobody told of.

A note only says where to look (documents.visibility reads the row again), so one too many costs a query, and one too
few keeps a file private. Keys and many-to-many tables need no notes: they are asked themselves.
"""

import logging
from collections.abc import Collection, Iterator
from typing import Any

from django.apps import AppConfig
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_migrate, post_save

from documents.models import Citation, Document, Image
from documents.raw_references import references_of
from documents.sources import Source, carriers, sources, sources_of

logger = logging.getLogger(__name__)

_BATCH = 200

Named = set[tuple[type[Model], str]]
# Key of the row, content type and key of what its texts name.
_Note = tuple[str, int, str]


def watch_texts(app: AppConfig) -> None:
    """Note what a text names whenever a row with texts is saved; read all texts after migrations."""
    post_save.connect(_saved, dispatch_uid="documents.citations.saved")
    post_delete.connect(_deleted, dispatch_uid="documents.citations.deleted")
    post_migrate.connect(_migrated, sender=app, dispatch_uid="documents.citations.migrated")


def read_texts(source: Source, keys: Collection[Any]) -> Iterator[tuple[Any, Any, Named]]:
    """Read rows as they are now: each one's key, that of its page or snippet, and all that its texts name."""
    names = [field.attname for field in source.texts]
    rows = source.model._base_manager.filter(pk__in=keys).values_list("pk", source.owner, *names)
    for key, owner, *values in rows:
        yield key, owner, named_in(source, values)


def named_in(source: Source, values: Collection[Any]) -> Named:
    """Return what these texts name, one value for each of the source's texts."""
    found = (
        reference
        for field, value in zip(source.texts, values, strict=True)
        for reference in references_of(field, value)
    )
    return {(model._meta.concrete_model, key) for model, key in found}  # type: ignore[misc]  # only proxies have another


def note(source: Source, keys: Collection[Any]) -> int:
    """Write down what the texts of these rows name now; return how many rows were noted wrongly before."""
    missing, gone = _wrong(source, keys)
    if gone:
        Citation.objects.filter(pk__in=gone.values()).delete()
    here = ContentType.objects.get_for_model(source.model)
    Citation.objects.bulk_create(
        [
            Citation(source_type=here, source_id=key, target_type_id=kind, target_id=target)
            for key, kind, target in missing
        ],
        ignore_conflicts=True,
    )
    return len({each[0] for each in missing | gone.keys()})


def _wrong(source: Source, keys: Collection[Any]) -> tuple[set[_Note], dict[_Note, int]]:
    """Return the notes on these rows that are missing, and those that are there and should not be, with their keys."""
    kinds = {model: ContentType.objects.get_for_model(model) for model in (source.model, Document, Image, *carriers())}
    wanted = {
        (str(key), kinds[model].pk, target)
        for key, _, named in read_texts(source, keys)
        for model, target in named
        if model in kinds and model is not source.model
    }
    there = Citation.objects.filter(source_type=kinds[source.model], source_id__in=[str(key) for key in keys])
    known = {
        (row[1], row[2], row[3]): row[0] for row in there.values_list("pk", "source_id", "target_type", "target_id")
    }
    return wanted - known.keys(), {each: known[each] for each in known.keys() - wanted}


def reconcile() -> int:
    """Read every text and make the notes right; return how many rows were noted wrongly.

    For rows that were written past Django's signals: `QuerySet.update()`, `bulk_create()`, SQL by hand, a restore.
    """
    mended = 0
    for source in sources():
        if source.texts:
            mended += _reconcile(source)
    known = [ContentType.objects.get_for_model(source.model).pk for source in sources() if source.texts]
    mended += Citation.objects.exclude(source_type__in=known).delete()[0]
    if mended:
        logger.info("%d rows name files that nobody had noted, or no longer name them", mended)
    return mended


def _reconcile(source: Source) -> int:
    return sum(_mend(source, keys) for keys in _keys(source.model)) + _sweep(source)


def _keys(model: type[Model]) -> Iterator[list[Any]]:
    """Return the keys of all rows, some at a time.

    Asked anew each time: while a query is being read SQLite refuses to write once anybody else has written.
    """
    all_keys = model._base_manager.order_by("pk").values_list("pk", flat=True)
    keys = list(all_keys[:_BATCH])
    while keys:
        yield keys
        keys = list(all_keys.filter(pk__gt=keys[-1])[:_BATCH])


def _mend(source: Source, keys: list[Any]) -> int:
    # Nearly always all is well, and then no other writer is kept waiting.
    if not any(_wrong(source, keys)):
        return 0
    with transaction.atomic():
        return note(source, keys)


def _sweep(source: Source) -> int:
    """Delete the notes on rows that are no more."""
    there = {str(key) for key in source.model._base_manager.values_list("pk", flat=True)}
    noted = Citation.objects.filter(source_type=ContentType.objects.get_for_model(source.model))
    gone = [pk for pk, key in noted.values_list("pk", "source_id") if key not in there]
    return sum(noted.filter(pk__in=gone[at : at + _BATCH]).delete()[0] for at in range(0, len(gone), _BATCH))


def _saved(sender: type[Model], instance: Any, update_fields: Collection[str] | None = None, **_: Any) -> None:
    for source in sources_of(sender):
        if update_fields is None or {field.name for field in source.texts} & set(update_fields):
            note(source, [instance.pk])


def _deleted(sender: type[Model], instance: Any, **_: Any) -> None:
    for source in sources_of(sender):
        kind = ContentType.objects.get_for_model(source.model)
        Citation.objects.filter(source_type=kind, source_id=str(instance.pk)).delete()


def _migrated(plan: Collection[Any] = (), **_: Any) -> None:
    # Migrations write with models that send no signals, and what was there before this app has no notes yet. While only
    # some of the tables are there (`migrate core`), there is nothing to read; the rest of the migrations comes by here.
    if plan and {source.model._meta.db_table for source in sources()} <= set(connection.introspection.table_names()):
        reconcile()
