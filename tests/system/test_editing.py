"""An editor's day in a real browser: write, submit, approve, schedule, warn, on the demo site as it runs."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import requests
from django.utils import timezone
from playwright.sync_api import expect

from home.models import StandardPage
from tests.processes import managed
from tests.system.admin import (
    ADMINISTRATOR,
    AUTHOR,
    COMMUNICATIONS_EDITOR,
    PUBLISHER,
    SignIn,
    add_block,
    choose,
    new_page,
    our_faults,
    save,
    status,
)

MADE_HERE = ["visit-our-museum", "only-a-thought", "winter-campaign"]


@pytest.fixture(scope="module", autouse=True)
def _the_site_is_left_as_it_was(demo_site: dict[str, str]) -> Iterator[None]:
    """Delete the pages made here: no menu leads to them, which the tests of links would find."""
    yield
    code = f"from wagtail.models import Page\nfor page in Page.objects.filter(slug__in={MADE_HERE}): page.delete()"
    managed(demo_site, "shell", "--verbosity=0", "-c", code)


def test_what_an_author_submits_is_public_when_a_publisher_approves(sign_in: SignIn, site_url: str):
    author = sign_in(AUTHOR)
    new_page(author, "Visit our museum")
    author.locator("#id_summary").fill("See how ambulances have changed.")
    add_block(author, "Heading")
    author.locator("[name=body-0-value-text]").fill("When to come")
    add_block(author, "Text")
    author.locator(".public-DraftEditor-content").last.click()
    author.keyboard.type("On the first Saturday of each month.")
    # The editor hands over what was typed a moment later.
    expect(author.locator("[name=body-1-value]")).to_have_value(re.compile("each month"))
    save(author)
    author.get_by_role("button", name="Toggle preview").click()
    preview = author.frame_locator("iframe[title=Preview]").last
    expect(preview.get_by_role("heading", name="When to come")).to_be_visible()
    expect(preview.get_by_text("On the first Saturday of each month.")).to_be_visible()
    choose(author, "Submit to Publisher approval")
    assert status(site_url, "/visit-our-museum/") == 404

    publisher = sign_in(PUBLISHER)
    publisher.get_by_role("link", name="Visit our museum").first.click()
    publisher.get_by_role("button", name="More actions").click()
    publisher.get_by_role("button", name="Approve", exact=True).click()
    publisher.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
    shown = requests.get(f"{site_url}/visit-our-museum/", timeout=20)
    assert shown.status_code == 200
    assert "On the first Saturday of each month." in shown.text

    author.goto("/admin/")
    expect(author.locator("#my-work-content").get_by_text("approved")).to_be_visible()


def test_an_author_is_offered_no_way_to_publish(sign_in: SignIn, site_url: str):
    author = sign_in(AUTHOR)
    new_page(author, "Only a thought")
    save(author)
    author.get_by_role("button", name="More actions").click()
    offered = author.locator("footer").get_by_role("button").all_inner_texts()
    assert [words for words in offered if "Submit" in words]
    assert [words for words in offered if "Publish" in words and "Submit" not in words] == []
    assert status(site_url, "/only-a-thought/") == 404
    author.goto("/admin/")
    expect(author.locator("#my-work-content").get_by_role("link", name="Only a thought")).to_be_visible()


def test_an_emergency_notice_is_up_in_two_clicks_and_down_in_one(sign_in: SignIn, site_url: str):
    editor = sign_in(COMMUNICATIONS_EDITOR)
    editor.get_by_role("link", name="Put up a notice").click()
    editor.locator("#id_level").select_option("emergency")
    editor.locator("#id_title").fill("999 lines are down in Brent")
    editor.get_by_role("button", name="Publish").click()
    expect(editor.get_by_text("is on the site")).to_be_visible()
    assert all(
        "999 lines are down in Brent" in requests.get(site_url + path, timeout=20).text for path in ("/", "/news/")
    )

    editor.goto("/admin/")
    editor.get_by_role("button", name="End now “999 lines are down in Brent”").click()
    expect(editor.get_by_text("It is off the site.")).to_be_visible()
    assert "999 lines are down" not in requests.get(site_url, timeout=20).text


def test_a_scheduled_page_waits_and_can_be_withdrawn(sign_in: SignIn, site_url: str):
    publisher = sign_in(PUBLISHER)
    new_page(publisher, "Winter campaign")
    save(publisher)
    publisher.get_by_role("button", name="Toggle status").click()
    publisher.get_by_role("button", name="Set schedule").click()
    when = timezone.localtime() + timedelta(days=30)
    publisher.locator("#id_go_live_at").fill(when.strftime("%Y-%m-%d %H:%M"))
    # By keyboard: Wagtail's open calendar lies over the button.
    publisher.get_by_role("button", name="Save schedule").press("Enter")
    publisher.wait_for_load_state()
    publisher.get_by_role("button", name="More actions").click()
    publisher.get_by_role("button", name="Schedule to publish").click()
    publisher.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
    assert status(site_url, "/winter-campaign/") == 404

    publisher.goto("/admin/")
    waiting = publisher.locator("#my-work-content")
    expect(waiting.get_by_text(f"goes live {when.day} {when:%B %Y, %H:%M}")).to_be_visible()
    waiting.get_by_role("link", name="Winter campaign").click()
    publisher.get_by_role("button", name="More actions").click()
    publisher.locator("footer").get_by_role("link", name="Withdraw").click()
    assert our_faults(publisher) == []
    publisher.get_by_role("button", name="Withdraw it").click()
    publisher.goto("/admin/")
    expect(waiting.get_by_text("goes live")).to_have_count(0)


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("/admin/", "#notices-section"),
        ("/admin/", "#my-work-section"),
        ("/admin/guide/", "#main"),
        ("/admin/guide/who-may-do-what/", "#main"),
        ("/admin/notices/", "#main"),
        ("/admin/contact-messages/", "#main"),
    ],
)
def test_axe_finds_nothing_in_our_own_parts_of_the_admin(sign_in: SignIn, address: str, part: str):
    page = sign_in(ADMINISTRATOR)
    page.goto(address)
    assert our_faults(page, part) == []


def test_each_block_can_be_seen_before_it_is_chosen(sign_in: SignIn):
    author = sign_in(AUTHOR)
    new_page(author, "Blocks")
    author.get_by_role("button", name="Insert a block").last.click()
    eyes = author.locator(".w-combobox").get_by_role("button", name="Preview")
    expect(eyes).to_have_count(len(StandardPage._meta.get_field("body").stream_block.child_blocks))
    eyes.nth(3).click()
    shown = author.frame_locator(".w-combobox-preview iframe")
    expect(shown.get_by_text("Call 999 now if")).to_be_visible()
    assert (
        shown.locator(".nhsuk-card--warning").evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)"
    )
