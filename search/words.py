"""Words, as the index and a question have them alike: no capitals, no accents, nothing but letters and digits."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
# What no text of ours may hold: characters that are none, and those that mark what was found.
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# What stands behind a word that is indexed as it is, so that the stemmer of SQLite leaves it alone (a letter, to it).
EXACT = "ǂ"
# Words that say nothing of what is looked for; a question of nothing else is taken as it is.
_IDLE = """
a about an and are as at be by can could do does for from had has have how i if in is it its may me my of on or our
should so than that the their them there these they this those to us was we were what when where which who why will
with would you your
"""
IDLE = frozenset(_IDLE.split())


def plain(text: str) -> str:
    """Return text without the characters that no database and no XML takes."""
    return _NO_TEXT.sub(" ", text)


def folded(text: str) -> str:
    """Return text in small letters without accents."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text)
    return "".join(each for each in parts if not unicodedata.combining(each)).casefold()


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded, in their order."""
    return _WORD.findall(folded(text))


def exact_words(*texts: str) -> str:
    """Return the words of these texts, each marked as exact, one line for each text."""
    return "\n".join(" ".join(f"{word}{EXACT}" for word in words_of(text)) for text in texts)


def asked_words(text: str) -> tuple[tuple[str, ...], ...]:
    """Return what a question asks for: each piece that was typed without a space is a phrase of one word or more."""
    pieces = list(dict.fromkeys(tuple(words_of(piece)) for piece in text.split()))
    pieces = [piece for piece in pieces if piece]
    telling = [piece for piece in pieces if len(piece) > 1 or piece[0] not in IDLE]
    return tuple(telling or pieces)
