"""Numbers and dates of Excel as a person reads them (ECMA-376 part 1, 18.8.31): 0.256 with “0.0%” is 25.6%.

What a format says beyond dates, percentages, thousands, decimals and currencies is left out: colours, conditions,
fractions, padding. Dates become ISO 8601, whatever their order on the screen, so that one form of them is searched for.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache

# The numbers of formats that Excel does not write down (18.8.30), as far as they show more than the number. The
# currencies in them are those of the reader's own country, which the file does not know.
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    **dict.fromkeys((5, 6, 41, 42), "#,##0"), **dict.fromkeys((7, 8, 43, 44), "#,##0.00"),
    **dict.fromkeys((14, 15, 16, 17, 30, 36, 50, 57, *range(27, 30), *range(51, 55)), "yyyy-mm-dd"),
    **dict.fromkeys((18, 20), "h:mm"), **dict.fromkeys((19, 21), "h:mm:ss"), 22: "yyyy-mm-dd h:mm",
}  # fmt: skip
# Day 0 of the two calendars; the first believes in a 29 February 1900 (18.17.4.1), so that it is a day ahead before.
_EPOCH, _EPOCH_1904, _FALSE_LEAP_DAY = datetime(1899, 12, 30), datetime(1904, 1, 1), 60  # noqa: DTZ001  # no zone
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]")
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_SIGNS = "£$€¥"
_MOST_DIGITS = 15
# A longer format is an attack, not a format.
_LONGEST, _MOST_DECIMALS = 255, 15
Shower = Callable[[float], str]


@lru_cache(maxsize=1024)
def shower_of(code: str, *, from_1904: bool = False) -> Shower:
    """Return what shows a number as this format code has it."""
    section = code[:_LONGEST].split(";", maxsplit=1)[0]
    bare = _BRACKETS.sub("", _QUOTED.sub("", section)).lower()
    if elapsed := _ELAPSED.search(_QUOTED.sub("", section)):
        return _elapsed_shower(elapsed[1][0].lower())
    if bare.strip() in {"", "general", "@"}:
        return general
    if re.search(r"[ymdhs]", bare.replace("general", "").replace("e+", "")):
        return _date_shower(bare, from_1904=from_1904)
    return _number_shower(section, bare)


def general(number: float) -> str:
    """Return a number as a cell without a format shows it, but with all its digits."""
    if number.is_integer() and abs(number) < 10**_MOST_DIGITS:
        return str(int(number))
    return f"{number:.{_MOST_DIGITS}g}"


def _number_shower(section: str, bare: str) -> Shower:
    if ("0" not in bare and "#" not in bare) or "?/" in bare:
        return general
    before, after = _currency(section)
    whole, _, fraction = bare.partition(".")
    decimals = min(_MOST_DECIMALS, len(re.match(r"[0#?]*", fraction)[0]))  # type: ignore[index]  # it always matches
    grouping = "," if re.search(r"[0#?],[0#?]", whole) else ""
    percent = "%" if "%" in bare else ""
    kind = "E" if "e+" in bare or "e-" in bare else "f"

    def show(number: float) -> str:
        shown = f"{abs(number) * (100 if percent else 1):{grouping if kind == 'f' else ''}.{decimals}{kind}}"
        return f"{'-' if number < 0 else ''}{before}{shown}{percent}{after}"

    return show


def _currency(section: str) -> tuple[str, str]:
    """Return the sign of a currency that stands before the number, and the one that stands after it."""
    sign = next((match[1] for match in _CURRENCY.finditer(section)), "")
    plain = _CURRENCY.sub(lambda match: match[1], section).replace('"', "").replace("\\", "")
    sign = sign or next((each for each in _SIGNS if each in plain), "")
    if not sign:
        return "", ""
    digits = re.search(r"[0#]", plain)
    if digits and plain.find(sign) > digits.start():
        return "", f" {sign}"
    return f"{sign} " if sign.isalpha() else sign, ""


def _date_shower(bare: str, *, from_1904: bool) -> Shower:
    has_date, has_time = bool(re.search(r"[yd]", bare)), bool(re.search(r"[hs]", bare))
    # A month alone has no day beside it; minutes have hours or seconds.
    has_date = has_date or not has_time
    shape = "%Y-%m-%d" if has_date else ""
    if has_time:
        shape += (" " if has_date else "") + ("%H:%M:%S" if "s" in bare else "%H:%M")
    if has_date and "d" not in bare and not has_time:
        shape = "%Y-%m" if "y" in bare else "%m"

    def show(number: float) -> str:
        epoch = _EPOCH_1904 if from_1904 else _EPOCH
        days = number + 1 if not from_1904 and 0 < number < _FALSE_LEAP_DAY and has_date else number
        try:
            # Excel keeps times as fractions of a day: the nearest second is meant.
            return (epoch + timedelta(seconds=round(days * 86400))).strftime(shape)
        except (OverflowError, ValueError):
            return general(number)

    return show


def _elapsed_shower(unit: str) -> Shower:
    def show(number: float) -> str:
        try:
            seconds = round(abs(number) * 86400)
        except (OverflowError, ValueError):
            return general(number)
        sign = "-" if number < 0 else ""
        if unit == "h":
            return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}".removesuffix(":00")
        return f"{sign}{seconds // 60}:{seconds % 60:02}" if unit == "m" else f"{sign}{seconds}"

    return show
