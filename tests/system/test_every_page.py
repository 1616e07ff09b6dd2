"""Everybody can use every page: whatever the sitemap names, and every state of what is no page of the tree."""

from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Page

from tests.system.crawler import addresses_in_sitemap
from tests.system.pages import accessibility_faults, html_faults, overflow

NARROW, WIDE = 320, 1280
# What no sitemap names: searches with and without results, a year of news, the form, a list, a page that is not there.
BESIDE_THE_TREE = [
    "/search/",
    "/search/?q=ambulance",
    "/search/?q=zzzzzz",
    "/news/?page=1",
    "/contact/send-a-message/",
    "/documents/not-accessible/",
    "/not-there/",
]


@pytest.fixture(scope="module")
def addresses(site_url: str) -> list[str]:
    """Return every address to look at."""
    found = addresses_in_sitemap(site_url)
    assert len(found) > 30
    return found + [site_url + path for path in BESIDE_THE_TREE]


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_axe_finds_nothing_and_nothing_is_cut_off(page: Page, addresses: list[str], width: int):
    page.set_viewport_size({"width": width, "height": 900})
    faults = []
    for address in addresses:
        page.goto(address)
        faults += [f"{address}: {fault}" for fault in accessibility_faults(page)]
        if extra := overflow(page):
            faults.append(f"{address}: {extra} pixels wider than the window")
    assert faults == []


@pytest.mark.needs("vnu")
def test_the_html_checker_finds_nothing(addresses: list[str]):
    assert html_faults({address: requests.get(address, timeout=20).text for address in addresses}) == []


def test_every_page_can_be_read_without_scripts(page_without_scripts: Page, addresses: list[str]):
    page_without_scripts.set_viewport_size({"width": NARROW, "height": 900})
    for address in addresses:
        page_without_scripts.goto(address)
        assert page_without_scripts.locator("h1:visible").count() == 1, address
        assert page_without_scripts.locator("nav a:visible").count() > 3, address
        assert overflow(page_without_scripts) == 0, address


def test_each_page_says_what_it_is(page: Page, addresses: list[str]):
    titles = {}
    for address in addresses:
        page.goto(address)
        titles.setdefault(page.title(), []).append(address)
        assert page.locator("html").get_attribute("lang") == "en-GB", address
        assert page.locator("meta[name=description]").count() == 1 or "/not-there/" in address, address
        assert page.get_by_text("demonstration", exact=False).first.is_visible(), address
        assert page.get_by_role("link", name="999").first.is_visible(), address
    same = {title: pages for title, pages in titles.items() if len(pages) > 1 and not _one_list(pages)}
    assert same == {}


def _one_list(pages: list[str]) -> bool:
    return len({address.partition("?")[0] for address in pages}) == 1


@pytest.fixture
def form(page: Page, site_url: str) -> Iterator[Page]:
    """Open the contact form."""
    page.goto("/contact/send-a-message/")
    return page


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_form_with_errors_says_so_and_keeps_what_was_typed(form: Page, width: int):
    form.set_viewport_size({"width": width, "height": 900})
    form.get_by_label("Your name").fill("Oluwaseun Hartley")
    form.get_by_role("button", name="Send").click()
    assert form.title().startswith("Error: ")
    assert form.get_by_role("alert").is_visible()
    assert form.get_by_label("Your name").input_value() == "Oluwaseun Hartley"
    assert accessibility_faults(form) == []
    assert overflow(form) == 0
    form.get_by_role("alert").get_by_role("link").first.click()
    assert form.evaluate("['INPUT', 'TEXTAREA', 'SELECT'].includes(document.activeElement.tagName)")


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_message_is_sent_by_keyboard_alone_and_its_reference_shown(form: Page, width: int):
    form.set_viewport_size({"width": width, "height": 900})
    form.get_by_label("What is it about?").focus()
    form.keyboard.press("ArrowDown")
    for label, words in {
        "Your name": "Oluwaseun Hartley",
        "Your email address": "oluwaseun.hartley@example.org",
        "Your message": "Where is the annual report?",
    }.items():
        form.get_by_label(label, exact=False).focus()
        form.keyboard.type(words)
    form.get_by_role("button", name="Send").focus()
    form.keyboard.press("Enter")
    form.wait_for_url("**/contact/message-sent/**")
    assert form.get_by_text("W-", exact=False).first.is_visible()
    assert accessibility_faults(form) == []
    assert overflow(form) == 0
