"""Uploads in a real browser: what is refused and why, and many documents at once, with scripts and without."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.processes import managed
from tests.system.admin import (
    COMMUNICATIONS_EDITOR,
    PATIENCE,
    SignIn,
    our_faults,
)
from tests.system.conftest import DESKTOP, watched

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
TABLE = """file,title,type,date,reference,collection
plan.pdf,Winter plan of the system tests,Strategy,31/03/2026,SYS/1,
minutes.pdf,Minutes of the system tests,Minutes,31/06/2026,,
fake.pdf,Not a PDF,,,,
missing.pdf,Missing,,,,
"""
BEGIN = "/admin/imports/documents/"


@pytest.fixture(scope="module", autouse=True)
def _the_site_is_left_as_it_was(demo_site: dict[str, str]) -> Iterator[None]:
    """Delete what was uploaded here."""
    yield
    code = (
        "from documents.models import Document\nfrom core.models import ImportRun\nImportRun.objects.all().delete()\n"
        "Document.objects.filter(title__contains='of the system tests').delete()"
    )
    managed(demo_site, "shell", "--verbosity=0", "-c", code)


def papers() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in {
            "plan.pdf": PDF,
            "minutes.pdf": PDF + b"%%EOF",
            "fake.pdf": b"<html>",
            "more.pdf": PDF,
        }.items():
            archive.writestr(name, content)
    return made.getvalue()


def begin(page: Page) -> None:
    """Upload the table and the ZIP."""
    page.goto(BEGIN)
    page.get_by_label("Table (CSV)").set_input_files(
        {"name": "t.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    )
    page.get_by_label("Files, or one ZIP").set_input_files(
        {"name": "papers.zip", "mimeType": "application/zip", "buffer": papers()}
    )
    page.get_by_role("button", name="Check it").click()


def test_what_cannot_be_offered_is_refused_with_what_to_do(sign_in: SignIn):
    editor = sign_in(COMMUNICATIONS_EDITOR)
    editor.goto("/admin/documents/add/")
    for name, content, advice in (
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Save it as Word document (.docx) or PDF."),
        ("paper.pdf", b"<script>", "this is no PDF"),
    ):
        editor.get_by_label("Title").fill("Paper of the system tests")
        upload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        editor.locator("#id_file").set_input_files(upload)
        editor.get_by_role("button", name="Upload").click()
        expect(editor.get_by_text(advice)).to_be_visible()
        expect(editor.get_by_label("Title")).to_have_value("Paper of the system tests")


def test_many_documents_come_in_after_their_problems_were_seen(sign_in: SignIn):
    editor = sign_in(COMMUNICATIONS_EDITOR)
    editor.goto("/admin/")
    editor.get_by_role("link", name="Add many").click()
    expect(editor.get_by_role("heading", name="Add many documents")).to_be_visible()
    assert our_faults(editor) == []
    editor.get_by_role("button", name="Check it").click()
    expect(editor.get_by_text("Choose the files that the table names")).to_be_visible()
    assert our_faults(editor) == []

    begin(editor)
    expect(editor.get_by_text("4 lines: 1 can come in (1 new), 3 cannot.")).to_be_visible()
    for problem in ("is no date that there is", "this is no PDF", "No file of this name", "left out: more.pdf"):
        expect(editor.get_by_text(problem)).to_be_visible()
    assert our_faults(editor) == []

    editor.get_by_role("button", name="Bring in the 1 line without problems").click()
    expect(editor.get_by_text("1 new, 3 left out.")).to_be_visible()
    assert our_faults(editor) == []
    editor.get_by_role("link", name="New", exact=True).click()
    expect(editor.get_by_label("Reference")).to_have_value("SYS/1")


def test_so_they_do_without_scripts(browser: Browser, demo_site: dict[str, str], passwords: dict[str, str]):
    address = demo_site["SITE_URL"]
    silent = browser.new_context(viewport=DESKTOP, base_url=address, java_script_enabled=False)
    silent.set_default_timeout(PATIENCE)
    with silent, watched(silent, address) as editor:
        editor.goto("/admin/")
        editor.locator("[name=username]").fill(COMMUNICATIONS_EDITOR)
        editor.locator("[name=password]").fill(passwords[COMMUNICATIONS_EDITOR])
        editor.get_by_role("button", name="Sign in").click()
        begin(editor)
        again = editor.get_by_role("link", name="Look again how far it is")
        decision = editor.get_by_role("button", name="Throw this upload away")
        for _ in range(150):
            expect(again.or_(decision)).to_be_visible()
            if decision.is_visible():
                break
            again.click()
            editor.wait_for_timeout(200)
        decision.click()
        expect(editor.get_by_text("its files are deleted")).to_be_visible()
