"""Running heads and feet: lines that stand at the top or the bottom of many pages and say nothing of theirs.

A line is one when it stands among the outer lines of enough pages, word for word or with a number that rises with the
pages ("Page 3 of 20", "iv"), and less often further in. The first page that has it keeps it, so that no word is lost
to the file. A row of a table is none: not one with cells (a tab), not one that is mostly figures, and not the line on
top of such a row.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.reading.lines import single_gaps

# So many lines at either edge can be running ones; a longer block that repeats is text that repeats, and stays.
DEPTH = 4
# On so many pages, and on a third of all.
PAGES, SHARE = 3, 3
# Or on so many, and on half of those from its first to its last: the head of one chapter.
CHAPTER_PAGES, CHAPTER_SHARE = 6, 2
# A running line is no longer than this (characters), and holds no more numbers.
LONGEST, NUMBERS = 200, 4
_NUMBER = re.compile(r"\d+")
_ROMAN = re.compile(r"(?=.)(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_FIGURES = re.compile(r"[^\w]*\d[\d.,:/%£$€()+-]*|[-–—.]+")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
# Two figures and no more than so many words make a row of a table.
_ROW_FIGURES = 2

Page = Sequence[str]
Key = tuple[str, int | None]


@dataclass
class _Seen:
    """On which pages a line stands at an edge."""

    first: int
    last: int
    count: int = 1


def leave_out_running_lines(pages: Sequence[Page]) -> list[Page]:
    """Return the pages without their running heads and feet; a page of nothing else is returned as it is."""
    edges = {number: _edge_indexes(page) for number, page in enumerate(pages) if page}
    seen = _seen(pages, edges)
    running = _running(seen, pages, edges)
    if not running:
        return list(pages)
    return [
        _stripped(page, number, edges[number], running) if number in edges else page
        for number, page in enumerate(pages)
    ]


def _edge_indexes(page: Page) -> tuple[list[int], list[int]]:
    """Return where the outer lines of a page stand, from the top and from the bottom, one more than can be running."""
    return (
        _first_filled(page, range(len(page))),
        _first_filled(page, range(len(page) - 1, -1, -1)),
    )


def _first_filled(page: Page, indexes: range) -> list[int]:
    found: list[int] = []
    for index in indexes:
        if page[index]:
            found.append(index)
            if len(found) > DEPTH:
                break
    return found


def _keys(line: str, page: int) -> Iterator[Key]:
    """Yield what a line is called: itself, and itself without each number, with how far that is from the page's."""
    if not line or len(line) > LONGEST or "\t" in line:
        return
    if not _is_row(line):
        yield line, None
    for number in list(_NUMBER.finditer(line))[:NUMBERS]:
        if len(number[0]) <= 6:  # no page's number is longer
            yield f"{line[: number.start()]}\0{line[number.end() :]}", int(number[0]) - page
    if line.islower() and _ROMAN.fullmatch(line):
        yield "\0roman", _value(line) - page


def _shape(line: str) -> str:
    """Return what all lines share that may be the same but for a number: a quick look before the slow one."""
    return "\0roman" if len(line) <= 8 and line.islower() and _ROMAN.fullmatch(line) else _NUMBER.sub("0", line)


def _value(roman: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in roman]
    return sum(-value if value < max(values[index:]) else value for index, value in enumerate(values))


def _is_row(line: str) -> bool:
    """Whether a line is mostly figures, as the row of a table is."""
    words = line.split()
    figures = sum(_FIGURES.fullmatch(word) is not None for word in words)
    return figures * 2 >= len(words)


def _seen(pages: Sequence[Page], edges: dict[int, tuple[list[int], list[int]]]) -> dict[tuple[bool, Key], _Seen]:
    seen: dict[tuple[bool, Key], _Seen] = {}
    shapes = Counter(_shape(pages[number][index]) for number, both in edges.items() for index in {*both[0], *both[1]})
    for number, both in edges.items():
        for at_top, indexes in zip((True, False), both, strict=True):
            lines = {pages[number][index] for index in indexes}
            lines = {line for line in lines if shapes[_shape(line)] >= PAGES}
            for key in {key for line in lines for key in _keys(line, number)}:
                known = seen.get((at_top, key))
                if known is None:
                    seen[at_top, key] = _Seen(number, number)
                else:
                    known.last, known.count = number, known.count + 1
    return seen


def _running(
    seen: dict[tuple[bool, Key], _Seen], pages: Sequence[Page], edges: dict[int, tuple[list[int], list[int]]]
) -> dict[tuple[bool, Key], int | None]:
    """Return the lines that stand at an edge often, each with the first page that has it: None where it is text."""
    often = {name: each for name, each in seen.items() if _is_often(each, len(edges))}
    if not often:
        return {}
    inside = _inside(pages, edges, {key[0] for (_, key) in often if key[1] is None})
    return {name: each.first if inside[name[1][0]] * 2 < each.count else None for name, each in often.items()}


def _is_often(seen: _Seen, pages: int) -> bool:
    if seen.count < PAGES:
        return False
    span = seen.last - seen.first + 1
    return seen.count * SHARE >= pages or (seen.count >= CHAPTER_PAGES and seen.count * CHAPTER_SHARE >= span)


def _inside(pages: Sequence[Page], edges: dict[int, tuple[list[int], list[int]]], lines: set[str]) -> Counter[str]:
    """Count how often these lines stand further in than the edges."""
    inside: Counter[str] = Counter()
    for number, (top, bottom) in edges.items():
        inner = pages[number][top[-1] + 1 : bottom[-1]]
        inside.update(line for line in inner if line in lines)
    return inside


def _stripped(
    page: Page, number: int, edges: tuple[list[int], list[int]], running: dict[tuple[bool, Key], int | None]
) -> Page:
    top, bottom = (
        _to_leave_out(page, number, indexes, at_top=at_top, running=running)
        for at_top, indexes in zip((True, False), edges, strict=True)
    )
    left_out = top | bottom
    if top and _is_head_of_table(page, max(top), left_out):
        left_out = left_out - {max(top)}
    if not left_out:
        return page
    return single_gaps(line for index, line in enumerate(page) if index not in left_out) or page


def _to_leave_out(
    page: Page, number: int, indexes: list[int], *, at_top: bool, running: dict[tuple[bool, Key], int | None]
) -> set[int]:
    found: set[int] = set()
    often = 0
    for index in indexes:
        firsts = [running[at_top, key] for key in _keys(page[index], number) if (at_top, key) in running]
        often += bool(firsts)
        if any(first is not None and first < number for first in firsts):
            found.add(index)
    return found if often <= DEPTH else set()


def _is_head_of_table(page: Page, last: int, left_out: set[int]) -> bool:
    """Whether the line that follows the last one to go at the top is a row of figures."""
    for index in range(last + 1, len(page)):
        if page[index] and index not in left_out:
            figures = sum(_FIGURES.fullmatch(word) is not None for word in page[index].split())
            return figures >= _ROW_FIGURES and _is_row(page[index])
    return False
