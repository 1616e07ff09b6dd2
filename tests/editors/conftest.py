"""People with roles, for tests of what each of them sees."""

import pytest

from core.roles import Role, ensure_roles
from tests.editors.people import person


@pytest.fixture
def site(home_page):
    """The home page of a site on which the roles are set up."""
    ensure_roles()
    return home_page


@pytest.fixture
def author(site):
    return person("author", Role.AUTHOR)


@pytest.fixture
def publisher(site):
    return person("publisher", Role.PUBLISHER)
