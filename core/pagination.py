"""Which page numbers a long list shows: the first, the last, this one and its neighbours, and gaps between them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class PageLink:
    """One link of the pagination, or a gap (number 0) where pages are left out."""

    number: int = 0
    url: str = ""
    current: bool = False

    @property
    def is_gap(self) -> bool:
        """Whether it stands for pages left out."""
        return self.number == 0


def page_links(current: int, count: int, url: Callable[[int], str]) -> list[PageLink]:
    """Return the links for page `current` of `count`; a gap always stands for two pages or more."""
    if count < 2:
        return []
    shown = {1, count, *range(max(1, current - 1), min(count, current + 1) + 1)}
    # Where one page alone would be left out, its number takes no more room than the gap.
    shown |= {number for number in range(2, count) if {number - 1, number + 1} <= shown}
    links: list[PageLink] = []
    for number in sorted(shown):
        if links and number - links[-1].number > 1:
            links.append(PageLink())
        links.append(PageLink(number, url(number), number == current))
    return links
