"""What every test may use: a home page under the default site, and a clean page cache."""

from collections.abc import Iterator

import pytest
from wagtail.models import Page, Site

from core.caching import boundaries, middleware
from home.models import HomePage


@pytest.fixture(autouse=True)
def _nothing_cached() -> Iterator[None]:
    """Start each test with nothing kept from another one, whose database is gone."""
    middleware.pages.clear()
    boundaries.forget()
    yield
    middleware.pages.clear()


@pytest.fixture
def home_page(db: None) -> HomePage:
    """Return the root of the default site."""
    root = Page.objects.get(depth=1)
    home = HomePage(title="Test Ambulance Service", slug="test-home", summary="The site under test.")
    root.add_child(instance=home)
    site, _ = Site.objects.get_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    site.hostname, site.port, site.root_page = "localhost", 80, home
    site.save()
    home.save_revision().publish()
    return home
