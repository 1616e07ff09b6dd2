"""Words that were nearly typed: found by the three letters in a row that they share, chosen by the fewest changes."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from django.db import transaction
from django.db.models import Count

from search.models import SearchEntry, SearchText, WordPart
from search.words import EXACT, IDLE, words_of

# What is a word to be suggested, in letters.
SHORTEST, LONGEST = 4, 30
# How many words that share the most with a typed one are compared with it.
COMPARED = 40
ENTRIES_AT_ONCE = 200


def corrected(text: str) -> str:
    """Return the question with words that there are for those that there are not; "" where nothing can be put right."""
    words = words_of(text)
    doubtful = {word for word in words if word not in IDLE and len(word) >= SHORTEST and word.isalpha()}
    unknown = doubtful - set(WordPart.objects.filter(word__in=doubtful).values_list("word", flat=True))
    nearest = {word: _nearest(word) for word in sorted(unknown)[:3]}
    if not any(nearest.values()):
        return ""
    return " ".join(nearest.get(word) or word for word in words)


def note_words() -> int:
    """Note the words of entries whose words are not noted yet; return how many entries those were."""
    noted = 0
    while ids := list(SearchEntry.objects.filter(words_noted=False).values_list("pk", flat=True)[:ENTRIES_AT_ONCE]):
        with transaction.atomic():
            # Before their words are read: an entry that is written meanwhile is noted again.
            SearchEntry.objects.filter(pk__in=ids).update(words_noted=True)
            _note(_words_in(SearchText.objects.filter(pk__in=ids).values_list("words", flat=True)))
        noted += len(ids)
    return noted


def forget_words() -> int:
    """Forget the words that no entry has any more; return how many those were."""
    there = _words_in(SearchText.objects.values_list("words", flat=True).iterator(chunk_size=ENTRIES_AT_ONCE))
    known = set(WordPart.objects.values_list("word", flat=True).distinct().iterator(chunk_size=5_000))
    gone = sorted(known - there)
    for at in range(0, len(gone), ENTRIES_AT_ONCE):
        WordPart.objects.filter(word__in=gone[at : at + ENTRIES_AT_ONCE]).delete()
    return len(gone)


def _words_in(texts: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for text in texts:
        found.update(text.replace(EXACT, "").split())
    return {word for word in found if SHORTEST <= len(word) <= LONGEST and word.isalpha()}


def _note(words: set[str]) -> None:
    wanted = sorted(words)
    for at in range(0, len(wanted), ENTRIES_AT_ONCE):
        some = wanted[at : at + ENTRIES_AT_ONCE]
        known = set(WordPart.objects.filter(word__in=some).values_list("word", flat=True))
        new = [WordPart(part=part, word=word) for word in some if word not in known for part in parts_of(word)]
        WordPart.objects.bulk_create(new, ignore_conflicts=True, batch_size=400)


def parts_of(word: str) -> list[str]:
    """Return the different three letters in a row, the beginning and the end counting as letters."""
    padded = f"^{word}$"
    return sorted({padded[at : at + 3] for at in range(len(padded) - 2)})


def _nearest(word: str) -> str:
    # As one letter more or less shifts the parts, and two swapped letters break four, few have to be the same.
    rows = (
        WordPart.objects.filter(part__in=parts_of(word))
        .values_list("word")
        .annotate(shared=Count("part"))
        .order_by("-shared", "word")[:COMPARED]
    )
    most = 1 if len(word) < 6 else 2
    near: dict[int, list[str]] = defaultdict(list)
    for other, _shared in rows:
        near[changes(word, other)].append(other)
    best = min(near, default=most + 1)
    return near[best][0] if best <= most else ""


@lru_cache(maxsize=2_000)
def changes(one: str, other: str) -> int:
    """Count the letters put in, left out, exchanged, or swapped with their neighbour (Damerau and Levenshtein)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, its in enumerate(other, 1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != its))
            swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == its
            current.append(min(cost, before[column - 2] + 1) if swapped else cost)
        before, last = last, current
    return last[-1]
