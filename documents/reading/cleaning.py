"""The text of pages made fit for search: plain letters, whole words, whole lines, no running heads and feet.

The caller keeps the text as the file has it; what is left out here is lost to nobody. All of it takes time in
proportion to the text, whatever the text is, and cleaning what was cleaned changes nothing.
"""

from collections.abc import Sequence

from documents.reading.letters import plain_letters
from documents.reading.lines import join_lines, single_gaps
from documents.reading.running_lines import leave_out_running_lines

# Leaving out and joining may each make room for the other. Three rounds are rarely needed; more are given to no file.
ROUNDS = 10


def clean_pages(pages: Sequence[str], language: str = "") -> list[str]:
    """Return the text of each page of one file as it is searched; `language` is its BCP 47 tag, if it has one.

    See documents.reading.letters, .running_lines and .lines for the rules. A page that had text keeps some.
    """
    kept: list[Sequence[str]] = [single_gaps(plain_letters(page).split("\n")) for page in pages]
    joined: list[Sequence[str]] = []
    for _ in range(ROUNDS):
        before = [len(page) for page in kept]
        kept = joined = join_lines(leave_out_running_lines(kept), language, joined)
        if [len(page) for page in kept] == before:
            break
    return ["\n".join(page) for page in kept]
