"""These tests ask what the site decides, not what it kept: the cache has its own tests."""

import pytest


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    settings.PAGE_CACHE_ENABLED = False
