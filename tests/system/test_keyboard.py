"""A keyboard is enough."""

import pytest
from playwright.sync_api import Page

# No page of the demo has more places to go than this.
MOST_STOPS = 200
PLACE = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
  return {tag: at.tagName, text: (at.innerText || at.getAttribute('aria-label') || at.name || '').trim(),
          href: at.getAttribute('href') || '', seen: box.width > 0 && box.height > 0 && box.bottom > 0,
          marked: style.outlineStyle !== 'none' || style.boxShadow !== 'none'
                  || style.backgroundColor !== 'rgba(0, 0, 0, 0)'};
}"""
FOCUSABLE = (
    "[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]"
    ".filter(e => !e.disabled && e.checkVisibility({visibilityProperty: true})).length"
)


def tab_round(page: Page) -> list[dict[str, str | bool]]:
    """Press Tab until the page has been walked through once."""
    stops = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        place = page.evaluate(PLACE)
        if place["tag"] == "BODY":
            break
        stops.append(place)
    return stops


def test_the_first_stop_leads_to_the_content(page: Page):
    page.goto("/about-us/")
    page.keyboard.press("Tab")
    assert "main content" in page.evaluate(PLACE)["text"].lower()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#maincontent"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize(
    "path", ["/", "/about-us/", "/about-us/how-we-are-doing/", "/news/", "/contact/send-a-message/"]
)
def test_every_link_and_field_is_reached_and_seen(page: Page, path: str):
    # The menu moves what does not fit under "More" once its script runs.
    page.goto(path, wait_until="networkidle")
    stops = tab_round(page)
    assert len(stops) >= page.evaluate(FOCUSABLE)
    assert [stop for stop in stops if not (stop["seen"] and stop["marked"])] == []


def test_a_search_and_a_details_block_need_no_mouse(page: Page):
    page.goto("/about-us/how-we-are-doing/")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details").first.evaluate("e => e.open")
    page.get_by_role("searchbox").first.focus()
    page.keyboard.type("board")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=board")
    assert page.get_by_role("heading", level=1).is_visible()


def test_at_400_per_cent_the_page_still_fits(page: Page):
    # 1280 pixels at 400 % are 320 of CSS (WCAG 2.2, 1.4.10).
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto("/about-us/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for stop in tab_round(page)[:20]:
        assert stop["seen"]
