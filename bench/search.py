"""What a search costs on a site with many entries, in a new database: faceted, highlighted, each hit asked again.

usage: python -m bench.search COUNT   prints JSON, one object for each kind of question; LASWEB_VAR_DIR is a new folder
"""

import json
import random
import statistics
import sys
import time
from functools import partial
from typing import Any

ROUNDS = 40
AT_ONCE = 500
# Words of an entry's text, and how many different words there are.
WORDS, VOCABULARY = 300, 8_000
# Words that stand in one entry of so many.
SHARES = {"rareword": 1_000, "tenthword": 10, "thirdword": 3, "everyword": 1}
QUESTIONS = {
    "rare word": "rareword",
    "two rare words": "rareword everyword",
    "word in a tenth": "tenthword",
    "word in a third": "thirdword",
    "word in every entry": "everyword",
    "two common words": "everyword thirdword",
    "beginning of many words": "bac",
    "nothing, mistyped": "evreyword rarewodr",
}


def main() -> None:
    """Build the entries, ask, print what that cost."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    count = int(sys.argv[1])
    per_second = build(count)
    print(json.dumps([{"name": "written per second", "p50": per_second, "p95": per_second, "queries": 0}, *measure()]))


def measure() -> list[dict[str, Any]]:
    """Return queries and wall time (milliseconds) of each question."""
    from bench.in_process import count_queries
    from search.engine import SearchRequest, search

    found = []
    for name, text in QUESTIONS.items():
        request = SearchRequest(text)
        search(request)
        queries, times = count_queries(partial(search, request)), []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            search(request)
            times.append((time.perf_counter() - start) * 1000)
        times.sort()
        tail = times[int(len(times) * 0.95) - 1]
        found.append({"name": name, "queries": queries, "p50": statistics.median(times), "p95": tail})
    return found


def build(count: int) -> float:
    """Publish `count` pages and write their entries; return how many entries were written in a second."""
    from django.db import connection
    from wagtail.models import Page, Site

    from core.findable import kinds
    from home.models import HomePage
    from search.database.suggestions import note_words
    from search.entries import follow

    home = HomePage(title="Home", slug="bench-home")
    Page.objects.get(depth=1).add_child(instance=home)
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    _publish(home, count)
    start = time.perf_counter()
    for kind in kinds():
        follow(kind)
    took = time.perf_counter() - start
    note_words()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return count / took


def _publish(home: Any, count: int) -> None:
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone
    from wagtail.models import Page

    from home.models import StandardPage

    kind, chance = ContentType.objects.get_for_model(StandardPage), random.Random(7)  # noqa: S311  # for figures
    for first in range(0, count, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, count))
        pages = Page.objects.bulk_create(
            Page(
                path=Page._get_path(home.path, home.depth + 1, number + 1), depth=home.depth + 1, live=True,
                title=f"Page {number}", draft_title=f"Page {number}", slug=f"page-{number}",
                url_path=f"{home.url_path}page-{number}/", content_type=kind, locale_id=home.locale_id,
                last_published_at=timezone.now(),
            )
            for number in numbers
        )  # fmt: skip
        for number, page in zip(numbers, pages, strict=True):
            body = json.dumps([{"type": "text", "value": f"<p>{_text(number, chance)}</p>"}])
            StandardPage(page_ptr_id=page.pk, summary=f"About the matter {number}.", body=body).save_base(raw=True)
    Page.objects.filter(pk=home.pk).update(numchild=count)


def _word(number: int) -> str:
    """Return a word of this number; they begin with many different letters."""
    letters = ""
    while number:
        number, rest = divmod(number, 17)
        letters += "bcdfghjklmnprstvz"[rest] + "aeiou"[rest % 5]
    return letters or "ba"


def _text(number: int, chance: random.Random) -> str:
    """Write a text in which few words are frequent, as in life, and those of SHARES stand as often as they say."""
    words = [_word(int(VOCABULARY ** chance.random())) for _ in range(WORDS)]
    words += [word for word, share in SHARES.items() if number % share == 0]
    chance.shuffle(words)
    return " ".join(words)


if __name__ == "__main__":
    main()
