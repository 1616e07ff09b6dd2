"""What a visitor may ask of the search."""

from dataclasses import dataclass
from typing import Self

from django.http import QueryDict

from core.listing import ListingQuery

# The longest question, in characters.
MAX_LENGTH = 200
# More words than these narrow nothing down and only cost time.
MAX_WORDS = 10


@dataclass(frozen=True)
class SearchQuery(ListingQuery):
    """The words as they were typed, to be shown again, and those looked for. No character in them is special."""

    text: str = ""

    @classmethod
    def parse(cls, parameters: QueryDict) -> Self:
        """Read the parameters of an address; characters that no text has count as spaces."""
        text = "".join(each if each.isprintable() else " " for each in parameters.get("q", ""))
        return cls(page=ListingQuery.parse(parameters).page, text=" ".join(text.split()))

    @property
    def filters(self) -> dict[str, str]:
        """The question, as it stands in an address."""
        return {"q": self.text} if self.text else {}

    @property
    def error(self) -> str:
        """What is wrong with the question, empty when nothing is."""
        return f"Search words must be {MAX_LENGTH} characters or fewer" if len(self.text) > MAX_LENGTH else ""

    @property
    def all_words(self) -> tuple[str, ...]:
        """The different words of the question."""
        return tuple({word.casefold(): word for word in self.text.split()}.values())

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are looked for."""
        return self.all_words[:MAX_WORDS]

    @property
    def left_out(self) -> tuple[str, ...]:
        """The words beyond those."""
        return self.all_words[MAX_WORDS:]
