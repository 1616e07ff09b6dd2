"""A visitor says that a page is not useful, and why; an editor reads it, and marks a page as reviewed."""

import pytest
from playwright.sync_api import Page, expect

from tests.system.pages import accessibility_faults, html_faults, overflow

WORDS = "Which borough is this of? Write to me at someone@example.org."
NARROW = 320
PATIENCE = 30_000


def right(page: Page) -> None:
    """See that everybody can use the open page, and that nothing of it is cut off."""
    assert accessibility_faults(page) == []
    assert overflow(page) == 0


def answer_and_comment(page: Page) -> list[str]:
    """Go the whole way by keyboard; return the HTML of each page on it."""
    seen = []
    page.set_viewport_size({"width": NARROW, "height": 900})
    page.goto("/about-us/what-we-do/")
    page.get_by_role("button", name="No", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/comment/**")
    right(page)
    seen.append(page.content())
    page.get_by_role("button", name="Send comment").click()
    assert page.title().startswith("Error: ")
    right(page)
    seen.append(page.content())
    page.get_by_label("What was good, missing or wrong?").fill(WORDS)
    page.get_by_role("button", name="Send comment").click()
    page.wait_for_url("**/thanks/**")
    assert page.get_by_text("We took it out").is_visible()
    right(page)
    seen.append(page.content())
    assert page.context.cookies() == []
    page.get_by_role("link", name="Go back to").click()
    page.wait_for_url("**/about-us/what-we-do/")
    return seen


@pytest.mark.needs("vnu")
def test_a_comment_is_sent_with_scripts(page: Page):
    pages = answer_and_comment(page)
    assert html_faults({str(number): html for number, html in enumerate(pages)}) == []


def test_a_comment_is_sent_without_scripts(page_without_scripts: Page):
    page = page_without_scripts
    page.goto("/about-us/what-we-do/")
    page.get_by_role("button", name="Yes", exact=True).click()
    page.wait_for_url("**/comment/**")
    page.get_by_label("What was good, missing or wrong?").fill("Clear.")
    page.get_by_role("button", name="Send comment").click()
    page.wait_for_url("**/thanks/**")
    assert page.get_by_role("heading", name="Thank you for your comment").is_visible()


def test_the_question_is_not_printed(page: Page):
    page.goto("/about-us/what-we-do/")
    assert page.get_by_text("Is this page useful?").is_visible()
    page.emulate_media(media="print")
    assert not page.get_by_text("Is this page useful?").is_visible()
    assert page.get_by_text("Page last reviewed").is_visible()


def test_an_editor_reads_it_and_marks_a_page_as_reviewed(page: Page, passwords: dict[str, str]):
    page.set_default_timeout(PATIENCE)
    page.goto("/about-us/what-we-do/")
    page.get_by_role("button", name="No", exact=True).click()
    page.goto("/admin/")
    page.locator("[name=username]").fill("callum")
    page.locator("[name=password]").fill(passwords["callum"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    page.goto("/admin/reports/feedback/")
    right(page)
    page.get_by_role("link", name="How we are doing").click()
    expect(page.locator("td.title").filter(has_text="I wanted my borough")).to_be_visible(timeout=PATIENCE)
    right(page)
    page.goto("/admin/reports/reviews/?state=overdue")
    right(page)
    row = page.get_by_role("row").filter(has_text="Tenders")
    expect(row.get_by_text("Overdue")).to_be_visible()
    row.get_by_role("button", name="Nothing to change").click()
    expect(page.get_by_text("is marked as reviewed today")).to_be_visible(timeout=PATIENCE)
    page.goto("/tenders/")
    assert "Page last reviewed" in page.locator("main").inner_text()
