"""The instruments of the system tests see what they are there to see."""

import pytest

from tests.system.pages import accessibility_faults, html_faults, overflow

GOOD = (
    '<!DOCTYPE html><html lang="en"><head><title>A page</title></head><body><main><h1>Words</h1></main></body></html>'
)


@pytest.fixture(scope="session")
def site_url():
    """These pages are no site's."""
    return "http://127.0.0.1"


def test_axe_finds_low_contrast_and_a_picture_without_words(page):
    page.set_content(
        GOOD.replace(
            "Words", '<span style="color:#ccc">Words</span><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'
        )
    )
    found = " ".join(accessibility_faults(page))
    assert "color-contrast" in found
    assert "image-alt" in found


def test_axe_finds_nothing_on_a_good_page(page):
    page.set_content(GOOD)
    assert accessibility_faults(page) == []


def test_a_page_wider_than_its_window_is_seen(page):
    page.set_viewport_size({"width": 320, "height": 600})
    page.set_content(GOOD)
    assert overflow(page) == 0
    page.set_content(GOOD.replace("<h1>", '<h1 style="width:900px">'))
    assert overflow(page) > 500


@pytest.mark.needs("vnu")
def test_the_html_checker_tells_which_page_has_an_error():
    found = html_faults({"good": GOOD, "bad": GOOD.replace("<main>", "<main><p><p></p></p>")})
    assert len(found) == 1
    assert found[0].startswith("bad line 1: ")
