"""What may hold links beside pages, and why a document may not be had: told by the apps that know it.

Each app says it in its `link_checks.py`, found by autodiscovery.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

Things = Callable[[], Iterable[Model]]
DocumentFaults = Callable[[Collection[Any]], dict[int, str]]


@dataclass(frozen=True)
class LinkSource:
    """Public things that are no pages. Fields `left_out` name something else than a link."""

    things: Things
    left_out: frozenset[str] = field(default_factory=frozenset)


_sources: dict[str, LinkSource] = {}
_document_faults: list[DocumentFaults] = []


def register_link_source(name: str, things: Things, *, left_out: Iterable[str] = ()) -> None:
    """Have the links of these things checked; `things` returns those that are public now."""
    _sources[name] = LinkSource(things, frozenset(left_out))


def register_document_faults(faults: DocumentFaults) -> DocumentFaults:
    """Register a function that says, by primary key, why the public cannot have some of the documents it is given."""
    if faults not in _document_faults:
        _document_faults.append(faults)
    return faults


def public_things() -> Iterator[tuple[Model, frozenset[str]]]:
    """Return every public thing that is no page, with the fields of it that are no links."""
    for source in _sources.values():
        for thing in source.things():
            yield thing, source.left_out


def document_faults(documents: Collection[Any]) -> dict[int, str]:
    """Return by primary key why the public cannot have some of these documents."""
    return {pk: fault for faults in _document_faults for pk, fault in faults(documents).items()}
