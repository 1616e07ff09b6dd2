"""What editors do in the admin, step by step, for the tests in a real browser."""

import re
from collections.abc import Callable

import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.system.pages import WCAG

AUTHOR, COMMUNICATIONS_EDITOR, PUBLISHER, ADMINISTRATOR = "amara", "callum", "priya", "admin"
# A machine that runs other tests beside this one may be slow (milliseconds).
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
STILL = """Promise.race([
  Promise.all(document.getAnimations().map(each => each.finished)), new Promise(done => setTimeout(done, 1000))
]).then(() => null)"""
SignIn = Callable[[str], Page]


def new_page(page: Page, title: str) -> None:
    """Start a standard page below the home page, from the list of pages, as the guide says."""
    page.goto("/admin/pages/")
    page.get_by_role("link", name="Explore child pages of").first.click()
    page.get_by_role("link", name="Add child page").first.click()
    page.get_by_role("link", name=re.compile("^Standard page")).click()
    # Key by key, as an editor types, once the form's scripts are there: they make the address from the title.
    page.locator("#id_title[data-w-sync-disabled-value]").press_sequentially(title)
    page.keyboard.press("Tab")
    expect(page.locator("#id_slug")).not_to_have_value("")


def save(page: Page) -> None:
    """Save the draft, and see that it was."""
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url("**/edit/**")


def add_block(page: Page, name: str) -> None:
    page.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name=name, exact=True).click()


def choose(page: Page, action: str) -> None:
    """Choose an action from the menu at the foot of a page's form."""
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name=action, exact=True).click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/$"))


def status(site_url: str, path: str) -> int:
    return requests.get(site_url + path, timeout=20).status_code


def our_faults(page: Page, part: str = "#main") -> list[str]:
    """Return what axe finds in one part of the admin. Wagtail's menu and header around it are not ours to judge."""
    # A message that is still fading in has no contrast yet; what turns for ever is not waited for.
    page.locator(part).wait_for()
    page.evaluate(STILL)
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    found = Axe().run(page, context=part, options=options).response["violations"]
    return [f"{fault['id']}: {node['target']} {node['failureSummary']}" for fault in found for node in fault["nodes"]]
