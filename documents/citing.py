"""Which files are cited, at this very moment, by a page that the public may see.

Keys and many-to-many tables are asked themselves. A note on a text only tells which row to read: the row counts. A
snippet passes on what it cites while it is live, to the pages that show it; a snippet on a snippet does so too.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import Model

from core.visibility import visible_ids, visible_pages, visible_snippets
from documents.citations import named_in, read_texts
from documents.edges import Edge, edges_to
from documents.sources import Source, is_page

# How many snippets may lie between a page and a file.
MAX_SNIPPETS = 2
# Of each file so many citing rows are looked at first, then ten times as many, and so on until one is public.
_FIRST_LOOK = 20
_AT_ONCE = 200


def cited_now(target: type[Model], keys: Collection[str], snippets: int = MAX_SNIPPETS) -> set[str]:
    """Return those of these (primary keys as text) that a public page cites now, in its published fields.

    The number of queries does not grow with the number of keys.
    """
    found: set[str] = set()
    for some in _batches(sorted(set(keys)), _AT_ONCE):
        found |= _cited(target, some, snippets)
    return found


def _cited(target: type[Model], keys: Collection[str], snippets: int) -> set[str]:
    open_, found, first, size = set(keys), set[str](), 1, _FIRST_LOOK
    while open_:
        edges = edges_to(target, sorted(open_), first, first + size - 1)
        found |= _followed(target, edges, snippets)
        counts: dict[str, int] = defaultdict(int)
        for edge in edges:
            counts[edge.target] += 1
        # Of the others every row has been looked at.
        open_ = {key for key in open_ - found if counts[key] == size}
        first, size = first + size, size * 10
    return found


def _followed(target: type[Model], edges: Iterable[Edge], snippets: int) -> set[str]:
    """Return the targets of those of these edges that lead to a public page, asking what costs least first."""
    found: set[str] = set()
    by_way: dict[tuple[bool, Source], list[Edge]] = defaultdict(list)
    keyed = []
    for edge in edges:
        if is_page(edge.source.root) and not edge.noted:
            keyed.append(edge)
        else:
            by_way[edge.noted, edge.source].append(edge)
    if keyed:
        visible = visible_ids(edge.owner for edge in keyed)
        found |= {edge.target for edge in keyed if edge.owner in visible}
    for (noted, source), all_edges in by_way.items():
        rest = [edge for edge in all_edges if edge.target not in found]
        owners = _read_again(target, source, rest) if noted else [(edge.owner, edge.target) for edge in rest]
        found |= _shown(source, owners, snippets)
    return found


def _read_again(target: type[Model], source: Source, edges: Iterable[Edge]) -> list[tuple[Any, str]]:
    """Read the rows that were noted; return the key of the page or snippet and the target, where the row cites it."""
    wanted: dict[Any, set[str]] = defaultdict(set)
    for edge in edges:
        wanted[edge.owner].add(edge.target)
    return [
        (owner, key)
        for row, owner, named in _rows(source, list(wanted))
        for key in wanted[row]
        if (target, key) in named
    ]


def _rows(source: Source, keys: list[Any]) -> Iterator[tuple[Any, Any, set[tuple[type[Model], str]]]]:
    if source.way or not is_page(source.root):
        yield from read_texts(source, keys)
        return
    # A page is asked whether it is public by the query that reads it.
    names = [field.attname for field in source.texts]
    for key, *values in visible_pages(source.model._default_manager.filter(pk__in=keys)).values_list("pk", *names):
        yield key, key, named_in(source, values)


def _shown(source: Source, owners: list[tuple[Any, str]], snippets: int) -> set[str]:
    """Return the targets whose owner, a page or a snippet, the public sees."""
    if not owners:
        return set()
    keys = {owner for owner, _ in owners}
    if not is_page(source.root):
        live = visible_snippets(source.root._base_manager.filter(pk__in=keys)).values_list("pk", flat=True)
        texts = {str(key): key for key in live}
        passing = cited_now(source.root, texts.keys(), snippets - 1) if snippets and texts else set()
        seen = {texts[key] for key in passing}
    elif source.way:
        seen = visible_ids(keys)
    else:
        seen = keys  # asked when they were read
    return {target for owner, target in owners if owner in seen}


def _batches(keys: list[str], size: int) -> Iterator[list[str]]:
    return (keys[at : at + size] for at in range(0, len(keys), size))


def pages_citing(target: type[Model], key: str, snippets: int = MAX_SNIPPETS) -> set[int]:
    """Return the public pages that cite this one now, by a key, a text or a snippet; of very many, some."""
    found: set[int] = set()
    by_way: dict[tuple[bool, Source], list[Edge]] = defaultdict(list)
    for edge in edges_to(target, [key], 1, _AT_ONCE):
        by_way[edge.noted, edge.source].append(edge)
    for (noted, source), edges in by_way.items():
        owners = _read_again(target, source, edges) if noted else [(edge.owner, edge.target) for edge in edges]
        keys = {owner for owner, _ in owners}
        if is_page(source.root):
            found |= visible_ids(keys)
        elif snippets:
            for pk in visible_snippets(source.root._base_manager.filter(pk__in=keys)).values_list("pk", flat=True):
                found |= pages_citing(source.root, str(pk), snippets - 1)
    return found
