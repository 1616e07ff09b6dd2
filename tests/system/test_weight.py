"""What a first visit costs (shared goals: 45 kB and 6 requests without pictures, HTML of 6 kB)."""

import gzip

import pytest
import requests
from playwright.sync_api import Page

MOST_BYTES = 45_000
MOST_REQUESTS = 6
MOST_HTML = 6_000


@pytest.mark.parametrize("path", ["/", "/about-us/who-we-are/", "/news/"])
def test_a_first_visit_is_light(page: Page, path: str):
    asked: dict[str, str] = {}
    weight: dict[str, int] = {}
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.responseReceived", lambda event: asked.update({event["requestId"]: event["type"]}))
    network.on("Network.loadingFinished", lambda event: weight.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(path, wait_until="networkidle")
    without_pictures = {number: kind for number, kind in asked.items() if kind != "Image"}
    assert len(without_pictures) <= MOST_REQUESTS
    assert sum(weight.get(number, 0) for number in without_pictures) <= MOST_BYTES


@pytest.mark.parametrize("path", ["/", "/about-us/who-we-are/", "/news/"])
def test_the_html_is_small(site_url: str, path: str):
    assert len(gzip.compress(requests.get(site_url + path, timeout=20).content)) <= MOST_HTML


def test_nothing_moves_while_it_loads(page: Page):
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(e => { window.moved += e.value }))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto("/", wait_until="networkidle")
    assert page.evaluate("window.moved") == 0
