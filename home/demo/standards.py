"""A small file for readers to download: the response time standards as CSV."""

import csv
from io import StringIO

STANDARDS_FILE = "document: response time standards"

HEADER = ["category", "kind of call", "statistic", "standard (minutes)", "in force from", "source"]
SOURCE = "NHS England, Ambulance Response Programme"
ROWS = [
    ["Category 1", "Life-threatening", "mean", "7"],
    ["Category 1", "Life-threatening", "90th centile", "15"],
    ["Category 2", "Emergency", "mean", "18"],
    ["Category 2", "Emergency", "90th centile", "40"],
    ["Category 3", "Urgent", "90th centile", "120"],
    ["Category 4", "Less urgent", "90th centile", "180"],
]


def standards_csv() -> bytes:
    """Return the six standards, one a line, with the mark by which spreadsheets know the encoding."""
    buffer = StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADER)
    writer.writerows([*row, "2017", SOURCE] for row in ROWS)
    return buffer.getvalue().encode("utf-8-sig")
