"""A site to lose, and an archive of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.backups.sites import FILL, SiteUnderTest, empty_site


@dataclass
class BackedUp:
    """A site with something in it, how it stood, its archive, and what the command said."""

    site: SiteUnderTest
    state: dict[str, Any]
    archive: Path
    said: str


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BackedUp]:
    """Return one for the tests of a module; each leaves it as it was or restores it."""
    folder = tmp_path_factory.mktemp("backed-up")
    with empty_site(folder / "site") as site:
        state = site.state(FILL)
        code, said = site.manage("backup", folder / "site.tar")
        assert code == 0, said
        yield BackedUp(site, state, folder / "site.tar", said)
