"""Every address that the plan promises, and every link that the demo's pages offer."""

import re
from urllib.parse import urldefrag, urljoin

import pytest
from django.test import Client
from wagtail.models import Page

PLAN = [
    "/",
    "/about-us/",
    "/about-us/who-we-are/",
    "/about-us/where-we-are/",
    "/about-us/what-we-do/",
    "/about-us/how-we-are-run/",
    "/about-us/how-we-are-doing/",
    "/about-us/working-with-suppliers/",
    "/about-us/our-plans/",
    "/about-us/research/",
    "/about-us/london-2012/",
    "/about-us/our-publications/",
    "/about-us/involving-our-community/",
    "/about-us/equality-and-inclusion/",
    "/about-us/cqc-inspection-report/",
    "/about-us/quality-improvement-plan/",
    "/publications/",
    "/freedom-of-information/",
    "/board-meetings/",
    "/tenders/",
    "/stations-and-hospitals/",
    "/patient-stories/",
    "/how-we-are-doing/",
    "/news/",
    "/contact/",
    "/accessibility-statement/",
    "/privacy/",
    "/cookies/",
    "/terms/",
    "/search/",
]


@pytest.mark.parametrize("address", PLAN)
def test_every_address_of_the_plan_is_there(demo, client, address):
    assert client.get(address).status_code == 200


def test_every_internal_link_and_fragment_resolves(demo, client):
    pages = crawl(client)
    assert len(pages) >= len(PLAN) + 8  # the news, too
    ids = {address: set(re.findall(r'\sid="([^"]+)"', html)) for address, html in pages.items()}
    broken = [
        f"{address} leads to {target}#{fragment}"
        for address, html in pages.items()
        for target, fragment in internal_links(address, html)
        if fragment and target in ids and fragment not in ids[target]
    ]
    assert broken == []


def crawl(client: Client) -> dict[str, str]:
    """Follow every internal link from the home page; each must answer 200. Files are asked for and not read."""
    waiting, pages = ["/"], {}
    seen = {"/"}
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        assert response.status_code == 200, f"{address} answers {response.status_code}"
        if not response["Content-Type"].startswith("text/html") or response.streaming:
            continue
        pages[address] = response.content.decode()
        for target, _ in internal_links(address, pages[address]):
            if target not in seen and not target.startswith(("/admin/", "/static/")):
                seen.add(target)
                waiting.append(target)
    return pages


def internal_links(address: str, html: str) -> set[tuple[str, str]]:
    """Return the links of a page that stay on this site, as pairs of address and fragment."""
    links = set()
    for href in re.findall(r'<a\s[^>]*href="([^"]*)"', html):
        target, fragment = urldefrag(urljoin(f"http://localhost{address}", href.replace("&amp;", "&")))
        if target.startswith("http://localhost/"):
            links.add((target.removeprefix("http://localhost"), fragment))
    return links


def test_the_menu_has_at_most_seven_items(demo):
    assert 4 <= Page.objects.filter(depth=3, show_in_menus=True).count() <= 7
