"""Which faults keep people who use assistive technology from a file: rules over what reading has found.

The duty is that of regulation 6 of the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility
Regulations 2018 (SI 2018/952); regulation 8(4)(a) asks that the accessibility statement explains what is not accessible
and why, which is what the faults are for. They are what a program can see. A file without any may still have others.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from documents.enums import AccessibilityFault, PageUnit, ReadingReason, ReadingState

# The kinds of documents.file_types that can say the fact in question; CSV and plain text can say none of them.
PDF = frozenset({"pdf"})
TEXTS = frozenset({"docx", "odt"})
SLIDES = frozenset({"pptx", "odp"})
SHEETS = frozenset({"xlsx", "ods"})
OFFICE = TEXTS | SLIDES | SHEETS
# An Excel workbook has no place for its language.
WITH_LANGUAGE = PDF | OFFICE - {"xlsx"}
# From this length on people move through a file by its headings, and its author surely wrote some.
HEADINGS_FROM_PAGES = 3
# The same length of a file that knows no pages before it is printed: about 2,000 characters make a page.
HEADINGS_FROM_CHARACTERS = 6_000
# What programs put there when nobody wrote a title, and names of files.
_NO_TITLE = re.compile(
    r"(microsoft (word|excel|powerpoint)\b.*|(document|presentation|book|workbook|slide|untitled)[ _-]?\d*"
    r"|powerpoint presentation|unknown|.*\.(docx?|xlsx?|pptx?|od[tsp]|pdf|exe|indd|pub|rtf|tmp))?",
    re.IGNORECASE,
)


class ReadFacts(Protocol):
    """What reading has found: the columns of documents.models.FileReading.

    `pages_without_text` counts the pages that show something and have no text in the file itself, whether or not it
    was recognised since: the file of a visitor still has none. `pages_recognised` counts some of them.
    """

    @property
    def state(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def page_count(self) -> int | None: ...
    @property
    def pages_without_text(self) -> int | None: ...
    @property
    def characters(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def is_tagged(self) -> bool | None: ...
    @property
    def headings(self) -> int | None: ...
    @property
    def tables_without_headers(self) -> int | None: ...


@dataclass(frozen=True)
class Rule:
    """When a file has a fault, in which kinds of file that can be seen, and what asks for the opposite."""

    fault: AccessibilityFault
    kinds: frozenset[str]
    applies: Callable[[ReadFacts], bool]
    # WCAG 2.2 by success criterion, PDF/UA-1 (ISO 14289-1:2014) by clause.
    evidence: str


def _lacks_all_text(facts: ReadFacts) -> bool:
    if facts.reason == ReadingReason.SCANNED:
        return True
    return bool(facts.page_count) and (facts.pages_without_text or 0) >= (facts.page_count or 0)


# Nothing that could be read: one fault each, because nothing else is known. A file that passed a limit of ours, or that
# the store did not give, has shown no fault of its own and gets none.
_UNREADABLE = {
    ReadingReason.DAMAGED,
    ReadingReason.STOPPED_READER,
    ReadingReason.TOO_SLOW,
    ReadingReason.TOO_MUCH_MEMORY,
}
CLOSED_RULES = (
    Rule(
        AccessibilityFault.LOCKED,
        PDF | OFFICE,
        lambda facts: facts.state == ReadingState.LOCKED,
        "PDF/UA-1 7.16: security must not keep assistive technology out; WCAG 4.1.2 (A)",
    ),
    Rule(
        AccessibilityFault.UNREADABLE,
        PDF | OFFICE | {"csv", "txt"},
        lambda facts: facts.reason in _UNREADABLE,
        "PDF/UA-1 6.1: a file must follow the rules of its format; WCAG 4.1.2 (A), principle 4: robust",
    ),
)
OPEN_RULES = (
    Rule(
        AccessibilityFault.NO_TEXT,
        PDF | OFFICE,
        _lacks_all_text,
        "WCAG 1.1.1 (A) and 1.4.5 (AA): text, not pictures of text; PDF/UA-1 7.3",
    ),
    Rule(
        AccessibilityFault.SOME_PAGES_WITHOUT_TEXT,
        PDF | OFFICE,
        lambda facts: bool(facts.pages_without_text) and not _lacks_all_text(facts),
        "WCAG 1.1.1 (A) and 1.4.5 (AA): text, not pictures of text; PDF/UA-1 7.3",
    ),
    Rule(
        AccessibilityFault.NOT_TAGGED,
        PDF,
        lambda facts: facts.is_tagged is False,
        "PDF/UA-1 7.1: all content is tagged; WCAG 1.3.1 (A) structure, 1.3.2 (A) reading order",
    ),
    Rule(
        AccessibilityFault.NO_TITLE,
        PDF | OFFICE,
        lambda facts: _NO_TITLE.fullmatch(facts.title.strip()) is not None,
        "WCAG 2.4.2 (A): a title that says what it is about (failure F25: it does not); PDF/UA-1 7.1: dc:title",
    ),
    Rule(
        AccessibilityFault.NO_LANGUAGE,
        WITH_LANGUAGE,
        lambda facts: not facts.language.strip(),
        "WCAG 3.1.1 (A): the language can be determined by a program; PDF/UA-1 7.2",
    ),
    Rule(
        AccessibilityFault.NO_HEADINGS,
        PDF | TEXTS | SLIDES,
        lambda facts: _is_long(facts) and facts.headings == 0 and facts.is_tagged is not False,
        "WCAG 1.3.1 (A): what looks like a heading is one, 2.4.10; PDF/UA-1 7.4",
    ),
    Rule(
        AccessibilityFault.TABLES_WITHOUT_HEADERS,
        OFFICE,
        lambda facts: bool(facts.tables_without_headers),
        "WCAG 1.3.1 (A): headers of a table can be determined by a program; PDF/UA-1 7.5",
    ),
)


def faults_of(facts: ReadFacts, extension: str) -> list[AccessibilityFault]:
    """Return the faults of a file, the gravest first; none while it has not been read.

    One cause is one fault: an untagged PDF is not blamed for having no headings besides, nor a scan.
    """
    rules = OPEN_RULES if _is_open(facts) else CLOSED_RULES
    return [rule.fault for rule in rules if extension in rule.kinds and rule.applies(facts)]


def _is_open(facts: ReadFacts) -> bool:
    return facts.state == ReadingState.READ or facts.reason == ReadingReason.SCANNED


def _is_long(facts: ReadFacts) -> bool:
    if _lacks_all_text(facts):
        return False
    if facts.unit == PageUnit.PART:
        return facts.characters >= HEADINGS_FROM_CHARACTERS
    return (facts.page_count or 0) >= HEADINGS_FROM_PAGES
