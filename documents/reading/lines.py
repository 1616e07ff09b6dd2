"""Lines of a page made whole: words that were parted at a line's end, and lines that one sentence runs through.

A word parted by a hyphen is put together by what the rest of the file says: without the hyphen if it is written so
elsewhere ("ambulance"), with it if it is written so ("999-call"). If neither is, the hyphen stays between two words
that both stand elsewhere by themselves ("follow-up"), after capitals, figures and a few prefixes ("NHS-funded",
"non-emergency"), and goes between two halves of small letters. Before a capital or a figure nothing is done unless
the file shows which it is.

A line runs on into the next when that begins with a small letter, or, in English, when it ends on a comma or on a word
that ends no sentence ("the"). All other ends of lines stay: they part paragraphs, headings, items and rows.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

# Nothing longer is taken for a word (characters), so that no text is slow.
LONGEST_WORD = 60
_LAST_WORD = re.compile(r"\w+\Z")
_FIRST_WORD = re.compile(r"\w+")
_WORDS = re.compile(r"\w+(?:-\w+)*")
_FOOT = re.compile(r"(?:page|p\.?|pg\.?) ?\d", re.IGNORECASE)
# Items of a list: "o " is a hollow bullet, "iv)" and "a." are numbers.
_ITEM = re.compile(r"o |[a-z]{1,4}[.)]")
_ADDRESS = re.compile(r"[@/]|\w\.\w")
_ENDS = frozenset(".:;!?•|-")
_PREFIXES = {"e", "ex", "non", "self"}
# On which no English sentence, heading or cell ends.
_GOES_ON = (
    ",", " a", " an", " and", " by", " for", " from", " into", " of", " or", " our", " the", " their", " to", " with",
)  # fmt: skip
LONGEST_GOES_ON = max(map(len, _GOES_ON))

Page = Sequence[str]
Parts = tuple[str, str]


def join_lines(pages: Sequence[Page], language: str = "", joined: Sequence[Page] = ()) -> list[Page]:
    """Return the pages with their lines joined where a word or a sentence runs through; an empty line parts always.

    `joined` are the same pages as they were returned before: those that are still the same are not looked at again.
    """
    parted = {number: found for number, page in enumerate(pages) if (found := _parted(page))}
    hyphens = _hyphens(parted, pages)
    is_english = not language or language.lower().startswith("en")
    return [
        page
        if number not in parted and number < len(joined) and page is joined[number]
        else _joined(
            page, {line: hyphens[parts] for line, parts in parted.get(number, {}).items()}, is_english=is_english
        )
        for number, page in enumerate(pages)
    ]


def single_gaps(lines: Iterable[str]) -> list[str]:
    """Return lines without spaces at their ends; one empty line, and never more, parts what was parted by some."""
    kept: list[str] = []
    for line in lines:
        stripped = line.strip()
        if stripped or (kept and kept[-1]):
            kept.append(stripped)
    if kept and not kept[-1]:
        kept.pop()
    return kept


def _parted(page: Page) -> dict[int, Parts]:
    """Return the lines of a page that end in the middle of a word, each with the halves of the word."""
    found = {}
    for number, line in enumerate(page[:-1]):
        after = page[number + 1]
        if line.endswith("-") and "\t" not in line and "\t" not in after and (parts := _halves(line, after)):
            found[number] = parts
    return found


def _halves(line: str, after: str) -> Parts | None:
    left, right = _LAST_WORD.search(line[-LONGEST_WORD - 2 : -1]), _FIRST_WORD.match(after[: LONGEST_WORD + 1])
    if not left or not right or _FOOT.match(after):
        return None
    return None if max(len(left[0]), len(right[0])) > LONGEST_WORD else (left[0], right[0])


def _hyphens(parted: dict[int, dict[int, Parts]], pages: Sequence[Page]) -> dict[Parts, str | None]:
    """Return what stands between the halves of each word: a hyphen, nothing, or None where nobody can say."""
    words = {parts for found in parted.values() for parts in found.values()}
    if not words:
        return {}
    wanted = {form.casefold() for left, right in words for form in (left, right, f"{left}{right}", f"{left}-{right}")}
    on_pages: Counter[str] = Counter()
    for number, page in enumerate(pages):
        text = "\n".join(_without_halves(page, parted[number]) if number in parted else page)
        on_pages.update(wanted.intersection(_WORDS.findall(text.casefold())))
    return {(left, right): _hyphen(left, right, on_pages) for left, right in words}


def _without_halves(page: Page, parted: dict[int, Parts]) -> list[str]:
    lines = list(page)
    for number, (left, right) in parted.items():
        lines[number] = lines[number].removesuffix(f"{left}-")
        lines[number + 1] = lines[number + 1].removeprefix(right)
    return lines


def _hyphen(left: str, right: str, on_pages: Counter[str]) -> str | None:
    whole, compound = (on_pages[form.casefold()] for form in (f"{left}{right}", f"{left}-{right}"))
    if whole or compound:
        return "-" if compound > whole else ""
    if not right[0].islower():
        return None
    if not left[-1].islower() or left.casefold() in _PREFIXES:
        return "-"
    return "-" if on_pages[left.casefold()] and on_pages[right.casefold()] else ""


def _joined(page: Page, hyphens: dict[int, str | None], *, is_english: bool) -> Page:
    lines: list[list[str]] = []
    # The line so far; of one that was joined, its end.
    before = ""
    for number, line in enumerate(page):
        hyphen = hyphens.get(number - 1)
        if hyphen is not None:
            lines[-1][-1] = lines[-1][-1][:-1]
            between, before = hyphen, before[:-1]
        elif before and line and _runs_on(before, line, is_english=is_english):
            between = " "
        else:
            lines.append([line])
            before = line
            continue
        lines[-1] += [between, line]
        before = f"{before[-LONGEST_WORD:]}{between}{line}"
    return ["".join(parts) for parts in lines] if len(lines) < len(page) else page


def _runs_on(before: str, line: str, *, is_english: bool) -> bool:
    first = line[0]
    if first.islower():
        is_part = not _ITEM.match(line) and not _ADDRESS.search(line[:LONGEST_WORD].split(" ", 1)[0])
    else:
        is_part = is_english and first.isalpha() and f" {before[-LONGEST_GOES_ON:]}".endswith(_GOES_ON)
    return is_part and before[-1] not in _ENDS and "\t" not in before and "\t" not in line
