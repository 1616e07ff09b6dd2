"""What the search reads: titles, summaries and descriptions of public pages, whatever their type.

Not Wagtail's own search: on SQLite its query can hold a worker for many seconds. Here each page that the public may see
is compared with each word once, and the words are few.
"""

from functools import cache, reduce
from operator import and_
from typing import Any

from django.apps import apps
from django.db.models import Case, F, IntegerField, Q, TextField, Value, When
from django.db.models.functions import Coalesce
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.mixins import PublicPage
from core.visibility import visible_pages

# Places in the results: the title is the question, holds all its words, holds some of them, holds none.
_IS_TITLE, _ALL_IN_TITLE, _SOME_IN_TITLE, _ELSEWHERE = range(4)


@cache
def summary_fields() -> tuple[str, ...]:
    """Return where each type of page keeps its summary, as seen from Page."""
    types: list[type[Page]] = [
        model for model in apps.get_models() if issubclass(model, Page) and issubclass(model, PublicPage)
    ]
    links: list[Any] = [model._meta.get_field("page_ptr").remote_field for model in types]
    return tuple(sorted(f"{link.get_accessor_name()}__summary" for link in links))


def found(words: tuple[str, ...], question: str) -> PageQuerySet:
    """Return the public pages with every one of these words in title, summary or description, the best first."""
    in_title = [_contains("title", word) for word in words]
    anywhere = [
        title | _contains("search_description", word) | _contains("text", word)
        for title, word in zip(in_title, words, strict=True)
    ]
    some = reduce(lambda one, other: one | other, in_title)
    place = Case(
        When(title__iexact=question, then=Value(_IS_TITLE)),
        When(reduce(and_, in_title), then=Value(_ALL_IN_TITLE)),
        When(some, then=Value(_SOME_IN_TITLE)),
        default=Value(_ELSEWHERE),
        output_field=IntegerField(),
    )
    pages = Page.objects.annotate(text=Coalesce(*map(F, summary_fields()), Value(""), output_field=TextField()))
    return visible_pages(pages.filter(reduce(and_, anywhere))).annotate(place=place).order_by("place", "title", "pk")


def _contains(field: str, word: str) -> Q:
    """Whether the field holds the word, the apostrophe being typed or typeset."""
    spellings = {word, word.replace("'", "’"), word.replace("’", "'")}
    return reduce(lambda one, other: one | other, (Q(**{f"{field}__icontains": each}) for each in sorted(spellings)))
