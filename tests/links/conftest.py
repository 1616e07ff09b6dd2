"""Another site that may be asked although it runs on this machine."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from core.link_checks.outside import Asker
from tests.links.other_site import OtherSite, other_site


@pytest.fixture
def site() -> Iterator[OtherSite]:
    with other_site() as server, override_settings(LINK_CHECK_PRIVATE_HOSTS=server.host):
        yield server


@pytest.fixture
def asker() -> Asker:
    """One that has no time to be polite, and little patience."""
    return Asker(pause=0, timeout=0.4, deadline=0.8)
