"""A task that lasts until it is let go, for tests that kill whoever does it."""

import time
from pathlib import Path

from django_tasks import task


@task(backend="worker")
def work_until_told(begun: str, go_on: str) -> str:
    """Say that it has begun, wait for a file, and say how often it began."""
    with Path(begun).open("a") as file:
        file.write("begun\n")
    while not Path(go_on).exists():
        time.sleep(0.05)
    return Path(begun).read_text()
