"""No link of the demo site is dead."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.system.crawler import Crawl

# The address plan of the site (issue 3, item 6).
SECTIONS = (
    "about-us publications freedom-of-information board-meetings tenders stations-and-hospitals patient-stories "
    "how-we-are-doing news contact accessibility-statement privacy cookies terms"
)
ADDRESSES = {"/", *(f"/{section}/" for section in SECTIONS.split())}


@pytest.fixture(scope="module")
def crawl(site_url: str) -> Iterator[Crawl]:
    """Walk over the site once for all tests here."""
    return Crawl(site_url).walk()


def test_every_link_fragment_and_image_on_every_page_is_there(crawl: Crawl) -> None:
    assert crawl.faults == []
    assert len(crawl.pages) > len(ADDRESSES)
    assert crawl.images, "the site has pictures"


def test_the_sitemap_names_every_address_of_the_plan(crawl: Crawl) -> None:
    named = {urlsplit(address).path for address in crawl.in_sitemap}
    assert ADDRESSES - named == set()


def test_every_page_of_the_sitemap_can_be_reached_by_links_alone(crawl: Crawl, site_url: str) -> None:
    by_links = Crawl(site_url).walk(f"{site_url}/")
    assert set(crawl.in_sitemap) - set(by_links.pages) == set()
