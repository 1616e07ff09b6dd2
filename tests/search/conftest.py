import pytest

from core.findable import forget_kind, register_kind
from search.entries import follow
from tests.search.things import Notices


@pytest.fixture
def notices(db):
    """Things to find that are no pages. `notices.written(key=…)` adds some and writes their entries."""
    kind = Notices()
    forget_kind(kind.name)
    register_kind(kind)
    yield kind
    forget_kind(kind.name)


@pytest.fixture
def written(notices):
    """Return what adds things, each given as (title, fields), and writes their entries."""

    def write(**things):
        for key, (title, more) in things.items():
            notices.add(key, title, **more)
        follow(notices)
        return notices

    return write
