"""The response time standards, once for every page that shows them: as a table, and as a CSV to download."""

import csv
from io import StringIO

from core.demo.body import Block, table

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


def standards_table() -> Block:
    """Return the six standards as a table, a category a line; a standard that there is not reads "none"."""
    times = {(category, statistic): minutes for category, _, statistic, minutes in ROWS}
    kinds = {category: kind for category, kind, *_ in ROWS}
    return table(
        "Ambulance response time standards in England since late 2017, in minutes",
        ["Category", "Kind of call", "Mean", "90th centile"],
        [
            [category, kind, times.get((category, "mean"), "none"), times.get((category, "90th centile"), "none")]
            for category, kind in kinds.items()
        ],
        numbers=(2, 3),
    )
