"""The letters of extracted text, made those that people type into a search.

Changed are only characters that are another way of writing the same letters: ligatures (ﬁ), full-width and half-width
forms, Arabic presentation forms, letters of mathematical alphabets, and what is decomposed (Unicode Standard Annex
15, form NFC). Superscripts, subscripts, fractions, circled numbers and units in a square stay: m² is not m2, ½ is not
1/2. What nobody sees is removed: soft hyphens, directional and other controls, null characters.
"""

import re
import sys
import unicodedata

SOFT_HYPHEN = "\xad"
# Where pdfium saw a hyphen at the end of a line and left the line's end out.
_PDFIUM_HYPHEN = re.compile("[\x02\ufffe]\n?")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x85\u2028]")
_PAGE_ENDS = re.compile("[\x0c\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
# Most pages have none of these.
_RARE = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufffe]")
_SOFT_HYPHENS = re.compile(f" ?{SOFT_HYPHEN}+(?:\n ?)?")
_SPACES = re.compile(" {2,}")
_SPACES_AT_TABS = re.compile(" ?\t[ \t]*")
# Forms that Unicode gives only so that old character sets survive a round trip, or for the look.
_SAME_LETTERS = {"<wide>", "<narrow>", "<font>", "<initial>", "<medial>", "<final>", "<isolated>"}
_HALF_WIDTH_HANGUL = range(0xFFA0, 0xFFE0)
_HYPHENS, _LONG_S = "\u2010\u2011", "ſ"
# Bullets of Symbol and Wingdings, as Word writes them.
_SYMBOL_BULLETS = "\uf0a7\uf0b7\uf0d8\uf0fc"
# Joiners have a meaning in Persian, in Indian scripts and in emoji.
_JOINERS = "\u200c\u200d"
# Of marks on one letter; a text with more is made to be slow (Unicode Standard Annex 15, stream-safe text).
MARKS = 30


class _Table(dict[int, str | int]):
    """What each character becomes: looked up when it is first met."""

    def __missing__(self, code: int) -> str | int:
        plain = _plain(chr(code))
        if code <= 0xFFFF:
            self[code] = plain
        return plain


def plain_letters(text: str) -> str:
    """Return a text with plain letters, line feeds at the ends of lines, and single spaces; a tab stays."""
    if _RARE.search(text):
        text = _PDFIUM_HYPHEN.sub("-\n", text)
        text = _PAGE_ENDS.sub("\n\n", _LINE_ENDS.sub("\n", text))
        text = _UNSEEN.sub("", text)
    if not text.isascii():
        text = _compose(text.translate(_TABLE))
    if "  " in text:
        text = _SPACES.sub(" ", text)
    return _SPACES_AT_TABS.sub("\t", text) if "\t" in text else text


def _compose(text: str) -> str:
    text = _SOFT_HYPHENS.sub("", text)
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _TOO_MANY_MARKS.sub(lambda run: run[0][:MARKS], text))


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Zs", "Zl", "Zp"} or "\x1c" <= character <= "\x1f":
        return " "
    if category in {"Cf", "Cc"}:
        return character if character in _JOINERS or character in "\n\t" or character == SOFT_HYPHEN else ""
    if category in {"Cs", "Co", "Cn"}:
        return "•" if character in _SYMBOL_BULLETS else "\ufffd" if category == "Cs" else " "
    if character in _HYPHENS:
        return "-"
    return _same_letters(character)


def _same_letters(character: str) -> str:
    kind, _, codes = unicodedata.decomposition(character).partition(" ")
    letters = "".join(chr(int(code, 16)) for code in codes.split()) if kind.startswith("<") else ""
    if kind in _SAME_LETTERS and " " not in letters:
        return character if ord(character) in _HALF_WIDTH_HANGUL else letters
    is_letter = character.isalpha() or unicodedata.category(character) == "Nl"  # Roman numerals
    is_ligature = kind == "<compat>" and is_letter and len(letters) > 1 and letters.isalpha()
    return letters if is_ligature or character == _LONG_S else character


_TABLE = _Table()
_MARK = "".join(chr(code) for code in range(sys.maxunicode + 1) if unicodedata.combining(chr(code)))
_TOO_MANY_MARKS = re.compile(f"[{_MARK}]{{{MARKS + 1},}}")
