"""What a visitor may ask of the search."""

from dataclasses import dataclass
from typing import Self

from django.http import QueryDict

from core.listing import ListingQuery, filter_field, year
from search.engine import FACETS, MAX_LENGTH, MAX_WORDS, SearchRequest, Sort
from search.words import asked_words


def _value(text: str) -> str:
    """Read the value of a filter."""
    if len(text) > 100 or not text.isprintable():
        raise ValueError(text)
    return text


@dataclass(frozen=True)
class SearchQuery(ListingQuery):
    """The words as they were typed, filters, and an order. No character in the words is special."""

    text: str = ""
    kind: str | None = filter_field(_value)
    type: str | None = filter_field(_value)
    topic: str | None = filter_field(_value)
    format: str | None = filter_field(_value)
    year: int | None = filter_field(year)
    sort: Sort | None = filter_field(Sort)  # noqa: RUF009  # it makes a field, as the others do

    @classmethod
    def parse(cls, parameters: QueryDict) -> Self:
        """Read the parameters of an address; characters that no text has count as spaces."""
        text = "".join(each if each.isprintable() else " " for each in parameters.get("q", ""))
        asked = super().parse(parameters)
        chosen = {name: getattr(asked, name) for name in (*FACETS, "sort")}
        return cls(page=asked.page, text=" ".join(text.split()), **chosen)

    @property
    def filters(self) -> dict[str, str]:
        """The question and the filters, as they stand in an address."""
        question = {"q": self.text} if self.text else {}
        return question | {name: text for name, text in super().filters.items() if text != Sort.RELEVANCE}

    @property
    def error(self) -> str:
        """What is wrong with the question, empty when nothing is."""
        return f"Search words must be {MAX_LENGTH} characters or fewer" if len(self.text) > MAX_LENGTH else ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are looked for."""
        return tuple(" ".join(piece) for piece in asked_words(self.text)[:MAX_WORDS])

    @property
    def left_out(self) -> tuple[str, ...]:
        """The words beyond those."""
        return tuple(" ".join(piece) for piece in asked_words(self.text)[MAX_WORDS:])

    def request(self, first: int, count: int, *, highlight: bool = True) -> SearchRequest:
        """Return it as the engine is asked."""
        return SearchRequest(
            text=self.text, kind=self.kind or "", type=self.type or "", topic=self.topic or "", year=self.year,
            format=self.format or "", sort=self.sort or Sort.RELEVANCE, first=first, count=count, highlight=highlight,
        )  # fmt: skip
