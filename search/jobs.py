"""What the scheduler does for the search: follow what no signal told of, and look over everything each night."""

from datetime import datetime, timedelta

from django.utils import timezone

from core.caching import generation
from core.caching.boundaries import next_boundary
from core.scheduler import job
from search import entries
from search.database import suggestions

# The generation at the last look over all stamps, and until when nothing changes by the clock alone.
_looked: tuple[int, datetime | None] | None = None


@job(every=timedelta(seconds=10), name="follow_search_sources")
def follow_search_sources() -> str:
    """Look over all stamps, if anything public changed since the last look or the moment of a change has passed."""
    global _looked
    number, now = generation.current(), timezone.now()
    if number is not None and _looked is not None and _looked[0] == number and not _passed(_looked[1], now):
        return ""
    until = next_boundary(now, number)
    changed = entries.follow_all()
    noted = suggestions.note_words()
    # Read before the look: what changed meanwhile is found by the next one.
    _looked = None if number is None else (number, until)
    return f"{changed} things followed, words of {noted} entries noted" if changed or noted else ""


@job(every=timedelta(days=1), name="compare_search_entries")
def compare_search_entries() -> str:
    """Compare every text with its source, for what changed past signals and stamps; forget words no longer used."""
    changed, forgotten = entries.write_everything(), suggestions.forget_words()
    return f"{changed} things mended, {forgotten} words forgotten" if changed or forgotten else ""


def _passed(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now
