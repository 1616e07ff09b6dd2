"""The rows of what can be found, kept as their sources are.

Three ways lead here (docs/decisions/0038-search-entries.md): a change that signals tell of, in its own transaction; a
look over all stamps, seconds after anything public changed; and each night everything, text by text.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import astuple, dataclass

from django.db import transaction

from core.findable import Findable, Kind, kinds
from search.models import SearchEntry, SearchText
from search.words import exact_words, plain, words_of

# What is searched of one part, in characters; a page of a book has 3,000.
LONGEST_BODY = 100_000
# Things written in one transaction by the jobs, so that nobody waits long for the database.
AT_ONCE = 50
_ENTRY = ("type", "topics", "format", "year", "day", "title_key", "part_name", "url", "updated_at", "language",
          "stamp", "digest", "words_noted")  # fmt: skip
_TEXT = ("title", "names", "summary", "body", "context", "words")


@dataclass(frozen=True)
class Difference:
    """What is wrong with the entries of one thing."""

    kind: str
    key: str
    fault: str

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.fault}"


def follow(kind: Kind, keys: Collection[str] | None = None, *, anyway: Collection[str] = ()) -> int:
    """Write the rows of those of these things (all when None) whose stamp is another one; return how many those were.

    `anyway` names things whose rows are compared whatever their stamp says.
    """
    if keys is not None and not keys:
        return 0
    stamps, known = kind.stamps(keys), _known_stamps(kind, keys)
    there = stamps.keys() | known.keys()
    changed = {key for key in there if stamps.get(key) != known.get(key)} | (there & set(anyway))
    return _write_all(kind, changed, stamps)


def follow_all() -> int:
    """Bring every kind up to date by its stamps; return how many things were others."""
    gone = SearchEntry.objects.exclude(kind__in=[kind.name for kind in kinds()])
    return len(_deleted(gone)) + sum(follow(kind) for kind in kinds())


def write_everything() -> int:
    """Compare every text with its source and write what differs; return how many things were written or removed."""
    changed = follow_all()
    for kind in kinds():
        stamps = kind.stamps()
        changed += _write_all(kind, stamps.keys(), stamps)
    return changed


def differences() -> Iterator[Difference]:
    """Return what differs between the sources and the rows, without changing anything."""
    names = {kind.name for kind in kinds()}
    for name, key in SearchEntry.objects.exclude(kind__in=names).values_list("kind", "key").distinct():
        yield Difference(name, key, "no app has things of this kind")
    for kind in kinds():
        stamps = kind.stamps()
        for key in sorted(_known_stamps(kind, None).keys() - stamps.keys()):
            yield Difference(kind.name, key, "has entries, and the public may not see it")
        for keys in _parts(stamps.keys()):
            yield from _differing(kind, keys, stamps)


def _differing(kind: Kind, keys: Collection[str], stamps: dict[str, str]) -> Iterator[Difference]:
    known = _known_rows(kind, keys)
    for key, rows in kind.rows(keys):
        wanted = {row.part: _entry(kind, key, row, stamps[key]) for row in rows}
        have = known.get(key, {})
        for part in sorted(wanted.keys() | have.keys()):
            name = f"part {part}" if part else "it"
            if part not in have:
                yield Difference(kind.name, key, f"{name} has no entry")
            elif part not in wanted:
                yield Difference(kind.name, key, f"{name} has an entry and is no more")
            elif have[part][1] != wanted[part].digest:
                yield Difference(kind.name, key, f"the entry of {name} says something else")


def _known_stamps(kind: Kind, keys: Collection[str] | None) -> dict[str, str]:
    """Return the stamps that were written; a part without its thing counts as a thing with an old one."""
    entries = SearchEntry.objects.filter(kind=kind.name)
    if keys is None:
        found = dict.fromkeys(entries.exclude(part=0).values_list("key", flat=True).distinct(), "")
        return found | dict(entries.filter(part=0).values_list("key", "stamp"))
    found = {}
    for some in _parts(keys, 400):
        # The things themselves come last.
        found |= dict(entries.filter(key__in=some).order_by("-part").values_list("key", "stamp"))
    return found


def _known_rows(kind: Kind, keys: Collection[str]) -> dict[str, dict[int, tuple[int, str]]]:
    found: dict[str, dict[int, tuple[int, str]]] = defaultdict(dict)
    rows = SearchEntry.objects.filter(kind=kind.name, key__in=keys)
    for pk, key, part, digest, text in rows.values_list("pk", "key", "part", "digest", "text__pk"):
        # A row that has lost its text says nothing.
        found[key][part] = (pk, digest if text else "")
    return found


def _parts(keys: Iterable[str], size: int = AT_ONCE) -> Iterator[list[str]]:
    wanted = sorted(keys)
    return (wanted[at : at + size] for at in range(0, len(wanted), size))


def _write_all(kind: Kind, keys: Iterable[str], stamps: dict[str, str]) -> int:
    return sum(_write(kind, some, stamps) for some in _parts(keys))


@transaction.atomic
def _write(kind: Kind, keys: Collection[str], stamps: dict[str, str]) -> int:
    """Make the rows of these things what their sources say at this moment; return how many things changed."""
    _lock(kind, keys)
    known = _known_rows(kind, keys)
    old = {pk for rows in known.values() for pk, _ in rows.values()}
    changed, new, renewed = set[str](), list[tuple[SearchEntry, SearchText]](), list[tuple[SearchEntry, SearchText]]()
    for key, rows in kind.rows([key for key in keys if key in stamps]):
        for row in rows:
            entry = _entry(kind, key, row, stamps[key])
            pk, digest = known.get(key, {}).get(row.part, (None, ""))
            old.discard(pk or 0)
            if digest == entry.digest:
                continue
            entry.pk = pk
            (renewed if pk else new).append((entry, _text(row)))
            changed.add(key)
    changed |= _deleted(SearchEntry.objects.filter(pk__in=old)) if old else set()
    _put(new, renewed)
    return len(changed)


def _lock(kind: Kind, keys: Collection[str]) -> None:
    """Have the rows that these things have to ourselves: the scheduler and an editor may be at the same thing."""
    rows = SearchEntry.objects.select_for_update().filter(kind=kind.name, key__in=keys)
    list(rows.order_by("pk").values_list("pk", flat=True))


def _put(new: list[tuple[SearchEntry, SearchText]], renewed: list[tuple[SearchEntry, SearchText]]) -> None:
    new.sort(key=lambda each: (each[0].key, each[0].part))
    # What another process has written since we looked takes what we say.
    SearchEntry.objects.bulk_create(
        [entry for entry, _ in new], batch_size=100,
        update_conflicts=True, unique_fields=["kind", "key", "part"], update_fields=_ENTRY,
    )  # fmt: skip
    SearchEntry.objects.bulk_update([entry for entry, _ in renewed], _ENTRY, batch_size=20)
    for entry, text in (*new, *renewed):
        text.entry_id = entry.pk
    SearchText.objects.filter(pk__in=[entry.pk for entry, _ in (*new, *renewed)]).delete()
    SearchText.objects.bulk_create([text for _, text in (*renewed, *new)], batch_size=50)


def _deleted(entries: object) -> set[str]:
    rows = SearchEntry.objects.filter(pk__in=entries.values("pk"))  # type: ignore[attr-defined]  # any queryset
    keys = set(rows.values_list("key", flat=True))
    if keys:
        rows.delete()
    return keys


def _entry(kind: Kind, key: str, row: Findable, stamp: str) -> SearchEntry:
    said = (kind.name, key, "" if row.part else stamp, *map(str, astuple(row)))
    return SearchEntry(
        kind=kind.name,
        key=key,
        part=row.part,
        type=row.type,
        topics="".join(f"|{_topic(each)}" for each in row.topics) + "|" if row.topics else "",
        format=row.format,
        year=row.day.year if row.day else None,
        day=row.day,
        title_key=" ".join(words_of(row.title))[:100],
        part_name=row.part_name[:60],
        url=row.url,
        updated_at=row.updated_at,
        language=row.language,
        stamp="" if row.part else stamp,
        digest=hashlib.sha256("\0".join(said).encode("utf-8", "replace")).hexdigest(),
        words_noted=False,
    )


def _topic(name: str) -> str:
    return " ".join(plain(name).replace("|", " ").split())


def _text(row: Findable) -> SearchText:
    texts = [row.title, " ".join([*row.references, *row.keywords]), row.summary, row.body, row.context]
    texts = [plain(text)[:LONGEST_BODY] for text in texts]
    return SearchText(**dict(zip(_TEXT, [*texts, exact_words(*texts)], strict=True)))
