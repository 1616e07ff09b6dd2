"""One document's life in a real browser: uploaded, published, replaced, withdrawn and restored, under one address."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.processes import managed
from tests.system.admin import (
    PUBLISHER,
    SignIn,
    add_block,
    choose,
    new_page,
    our_faults,
    save,
    status,
)

FIRST = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
SECOND = FIRST.replace(b"%PDF-1.7\n", b"%PDF-1.7\n% corrected\n")
TITLE = "Winter figures of the system tests"


@pytest.fixture(scope="module", autouse=True)
def _the_site_is_left_as_it_was(demo_site: dict[str, str]) -> Iterator[None]:
    """Delete what was made here."""
    yield
    code = (
        "from wagtail.models import Page\nfrom documents.models import Document\n"
        "[page.delete() for page in Page.objects.filter(slug='papers-of-the-system-tests')]\n"
        f"Document.objects.filter(title={TITLE!r}).delete()"
    )
    managed(demo_site, "shell", "--verbosity=0", "-c", code)


def seen(page: Page, name: str) -> None:
    """Find no fault in what stands there; keep a picture of it where LASWEB_SCREENSHOTS names a folder."""
    assert our_faults(page) == [], name
    if folder := os.environ.get("LASWEB_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def upload(page: Page, content: bytes) -> None:
    page.locator("#id_file").set_input_files({"name": "figures.pdf", "mimeType": "application/pdf", "buffer": content})


def publish_a_page_with_the_document(publisher: Page) -> None:
    new_page(publisher, "Papers of the system tests")
    add_block(publisher, "Document link")
    publisher.get_by_role("button", name="Choose a document").click()
    publisher.get_by_role("dialog").get_by_role("link", name=TITLE).click()
    save(publisher)
    choose(publisher, "Publish")


def replace_the_file(publisher: Page, number: str) -> None:
    publisher.goto(f"/admin/documents/edit/{number}/")
    upload(publisher, SECOND)
    publisher.get_by_label("What changed").fill("Figures for May corrected.")
    publisher.get_by_role("button", name="Save", exact=True).click()
    publisher.wait_for_url("**/admin/documents/")


def withdraw_it(publisher: Page) -> None:
    publisher.get_by_role("link", name="Withdraw it").click()
    seen(publisher, "withdraw")
    publisher.get_by_role("button", name="Withdraw it").click()
    expect(publisher.get_by_text("Write why it is withdrawn")).to_be_visible()
    publisher.get_by_label("Reason").fill("It names a patient.")
    publisher.get_by_role("button", name="Withdraw it").click()
    expect(publisher.get_by_text("Why: It names a patient.")).to_be_visible()
    seen(publisher, "withdrawn")


def test_a_document_is_uploaded_published_replaced_withdrawn_and_restored(sign_in: SignIn, site_url: str):
    publisher = sign_in(PUBLISHER)
    publisher.goto("/admin/documents/add/")
    publisher.get_by_label("Title").fill(TITLE)
    upload(publisher, FIRST)
    publisher.get_by_role("button", name="Upload").click()
    row = publisher.get_by_role("row").filter(has_text=TITLE)
    edit = str(row.locator("a[href*='/edit/']").first.get_attribute("href"))
    number = edit.partition("/edit/")[2].partition("/")[0]
    address = f"/documents/{number}/winter-figures-of-the-system-tests"
    assert status(site_url, address) == 404, "private until a page shows it"

    publish_a_page_with_the_document(publisher)
    assert requests.get(site_url + address, timeout=20).content == FIRST
    assert TITLE in requests.get(f"{site_url}/papers-of-the-system-tests/", timeout=20).text

    replace_the_file(publisher, number)
    assert requests.get(site_url + address, timeout=20).content == SECOND
    assert status(site_url, f"/documents/{number}/versions/1/") == 404, "the file that was replaced stays closed"

    publisher.goto(f"/admin/documents/{number}/history/")
    expect(publisher.get_by_text("Figures for May corrected.")).to_be_visible()
    seen(publisher, "history")
    for name, page in {"text": f"documents/{number}/text/", "report": "reports/accessibility-of-files/"}.items():
        publisher.goto(f"/admin/{page}")
        seen(publisher, name)
    publisher.goto(f"/admin/documents/{number}/history/")
    withdraw_it(publisher)
    assert status(site_url, address) == 404
    assert TITLE not in requests.get(f"{site_url}/papers-of-the-system-tests/", timeout=20).text

    publisher.get_by_role("link", name="Restore it").click()
    seen(publisher, "restore")
    publisher.get_by_role("button", name="Restore it").click()
    expect(publisher.get_by_role("heading", name="State and versions")).to_be_visible()
    assert requests.get(site_url + address, timeout=20).content == SECOND
