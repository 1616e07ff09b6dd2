"""What is asked of every page: can everybody use it, is its HTML right, does it fit."""

import json
import subprocess
import tempfile
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.servers import html_checker

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def accessibility_faults(page: Page) -> list[str]:
    """Return each violation of WCAG 2.0 to 2.2, A and AA, that axe finds on the open page, contrast included."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


def html_faults(documents: dict[str, str]) -> list[str]:
    """Return each error that the Nu HTML checker finds; `documents` are HTML texts by the name they go by.

    Give it many at once: most of its time is Java's start. A test that calls it carries `needs("vnu")`.
    """
    with tempfile.TemporaryDirectory() as folder:
        paths = {Path(folder) / f"{number}.html": name for number, name in enumerate(documents)}
        for path, name in paths.items():
            path.write_text(documents[name])
        done = subprocess.run(
            ["java", "-jar", html_checker(), "--format", "json", "--errors-only", *map(str, paths)],
            capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        names = {path.as_uri(): name for path, name in paths.items()}
        return [
            f"{names.get(fault['url'].replace('file:/', 'file:///', 1), fault['url'])} "
            f"line {fault.get('lastLine')}: {fault['message']}"
            for fault in json.loads(done.stderr)["messages"]
            if fault["type"] == "error"
        ]


def overflow(page: Page) -> int:
    """Return by how many pixels the open page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
