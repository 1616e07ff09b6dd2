"""What can be found: the kinds of things that the public search knows, registered by the apps whose things they are.

Each app names its kinds in its `search_index.py`, which is found by autodiscovery. It stands here and not in `search`,
because documents, which import core alone, have a kind, too (docs/decisions/0038-search-entries.md).
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model


@dataclass(frozen=True)
class Findable:
    """One findable row: a thing (part 0), or one page of it (part n). Texts are plain, no HTML."""

    title: str
    url: str
    part: int = 0
    # What the part is called: "page 14", "sheet 2".
    part_name: str = ""
    summary: str = ""
    body: str = ""
    # What the thing is about though the words are not in this part: the title of the document that a page is of.
    context: str = ""
    # Codes by which people know it, such as TB/19/45, and other words it should be found by.
    references: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    # What the results can be narrowed down by; empty where a thing has none.
    type: str = ""
    topics: tuple[str, ...] = ()
    format: str = ""
    day: date | None = None
    updated_at: datetime | None = None
    language: str = ""


class Kind(ABC):
    """A kind of thing that the public may find. A thing has a key, unique in its kind."""

    name: ClassVar[str]
    # As visitors read it, of several: "Documents".
    label: ClassVar[str]
    # Models whose rows, when saved or deleted, change the things that `keys_of` names.
    watched: ClassVar[tuple[type[Model], ...]] = ()

    @abstractmethod
    def stamps(self, keys: Collection[str] | None = None) -> dict[str, str]:
        """Return those of these things (all when None) that an anonymous visitor may see now, each with its stamp.

        The stamp, 64 characters at most, is another one whenever the thing's rows may be others. It is asked often,
        for all things at once, so it must not read their texts.
        """

    @abstractmethod
    def rows(self, keys: Collection[str]) -> Iterator[tuple[str, list[Findable]]]:
        """Return the rows of those of these things that an anonymous visitor may see now, part 0 first."""

    @abstractmethod
    def addresses(self, keys: Collection[str]) -> dict[str, str]:
        """Return the address of each of these things that an anonymous visitor may see at this moment.

        Asked for what is about to be shown; the number of queries must not grow with the number of keys.
        """

    @abstractmethod
    def concerned(self, pages: Collection[int]) -> set[str]:
        """Return the keys of what may come, go or change when these pages (by id) do."""

    def keys_of(self, instance: Any) -> Iterable[str]:
        """Return the keys of the things that a saved or deleted row of a watched model changes."""
        return [str(instance.pk)]


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> Kind:
    """Make a kind of thing known to the search; names are unique over all apps."""
    known = _kinds.get(kind.name)
    if known is not None and type(known) is not type(kind):
        raise ImproperlyConfigured(f"Two kinds of findable things are named {kind.name!r}.")
    _kinds[kind.name] = kind
    return kind


def forget_kind(name: str) -> None:
    """Forget a kind: for tests, which bring their own."""
    _kinds.pop(name, None)


def kinds() -> list[Kind]:
    """Return every kind, in the order in which they were registered."""
    return list(_kinds.values())


def kind_of(name: str) -> Kind | None:
    """Return the kind of this name, None where there is none."""
    return _kinds.get(name)
