"""Ids of headings: made from their words, each used once on a page."""

from django.utils.text import slugify

# Ids that the frame around every page uses.
RESERVED = frozenset({"maincontent", "site-search", "toggle-menu", "top", "contents"})


class Anchors:
    """The ids given on one page."""

    def __init__(self) -> None:
        self._used = set(RESERVED)

    def take(self, words: str) -> str:
        """Return an id made of these words that was not given before: the second "costs" is "costs-2"."""
        plain = slugify(words) or "section"
        candidate, number = plain, 1
        while candidate in self._used:
            number += 1
            candidate = f"{plain}-{number}"
        self._used.add(candidate)
        return candidate
