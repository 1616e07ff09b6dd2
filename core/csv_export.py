"""Tables for spreadsheets: CSV that opens with the right letters and in which no cell can run as a formula."""

import csv
import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

# Spreadsheets run a cell that begins so; the wide forms are read as the narrow ones by some of them.
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
# Excel reads a file as UTF-8 only when it begins with this mark.
BYTE_ORDER_MARK = "\ufeff"


def csv_response(filename: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """Return a table as a file to save: UTF-8 with a byte order mark, lines ending in CRLF (RFC 4180)."""
    out = StringIO(newline="")
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(cell) for cell in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename)
    return response


def harmless(cell: Any) -> str | int | float | Decimal:
    """Return what to write for this value: numbers as they are, dates by ISO 8601, text that no spreadsheet runs."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int) or (isinstance(cell, float | Decimal) and math.isfinite(cell)):
        return cell
    text = _text(cell)
    # Some spreadsheets trim spaces first and read what is left.
    return f"'{text}" if text.lstrip(" \ufeff\u00a0").startswith(FORMULA_STARTS) else text


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return (timezone.localtime(cell) if timezone.is_aware(cell) else cell).isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else str(cell)
