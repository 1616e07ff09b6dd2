"""Dates as people write them into a table in this country: the day before the month."""

import re
from datetime import date

from django.utils.dateparse import parse_date as parse_iso_date

_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_WRITTEN = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_EARLIEST, _LATEST = 1900, 2200


class NoDateError(ValueError):
    """It is no date; the message says how to write one."""


def parse_date(text: str) -> date | None:
    """Return the date, None for no text. Raises NoDateError."""
    if not text:
        return None
    try:
        found = parse_iso_date(text) or _british(text)
    except ValueError:
        found = None
    if found and _EARLIEST <= found.year <= _LATEST:
        return found
    if text.isdigit():
        raise NoDateError(
            f"“{text}” is how a spreadsheet keeps a date. Format the column as a date, and save it again."
        )
    raise NoDateError(f"“{text[:40]}” is no date that there is. Write it as 2026-03-31 or 31/03/2026.")


def _british(text: str) -> date | None:
    if slashed := _SLASHED.fullmatch(text):
        return date(int(slashed[3]), int(slashed[2]), int(slashed[1]))
    if written := _WRITTEN.fullmatch(text):
        name = written[2].lower()
        month = next((number for number, full in enumerate(_MONTHS, 1) if full == name or full[:3] == name), 0)
        return date(int(written[3]), month, int(written[1]))
    return None
