"""The report on the accessibility of files: the same documents as the statement's list, each with what is wrong."""

import csv

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import User
from documents import inaccessible, reports
from documents.enums import AccessibilityFault, ReadingReason, ReadingState
from documents.models import Document
from documents.querysets import with_faults
from documents.reading.words import FAULT_WORDS
from documents.services import withdraw
from documents.visibility import visible_documents
from tests.documents.files import document
from tests.documents.reading.readings import read, scanned, with_faults_found
from tests.documents.test_serving import cited

pytestmark = pytest.mark.django_db

REPORT = "/admin/reports/accessibility-of-files/"


def page(browser, query=""):
    response = browser.get(REPORT + query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def rows(browser, query=""):
    """The cells of each row, by the document's title."""
    found = [row.find_all("td") for row in page(browser, query).select("main table.listing tbody tr")]
    return {title.a.get_text(strip=True): [cell.get_text(" ", strip=True) for cell in rest] for title, *rest in found}


def table(browser, query=""):
    response = browser.get(f"{REPORT}?format=csv{query}")
    return list(csv.DictReader(response.content.decode("utf-8-sig").splitlines()))


@pytest.fixture
def files(home_page):
    """Documents with faults of each state, and some that do not belong here."""
    uploader = User.objects.create_user("ada", "ada@example.org", first_name="Ada", last_name="Osei")
    public = with_faults_found("not_tagged", "no_title", title="Public", uploaded_by_user=uploader)
    cited(home_page, public, slug="one")
    with_faults_found("no_language", title="Private")
    withdrawn = with_faults_found("not_tagged", title="Withdrawn")
    cited(home_page, withdrawn, slug="two")
    withdraw(withdrawn, reason="It names a patient.")
    scan = scanned(title="Public scan")
    cited(home_page, scan, slug="three")
    good = with_faults_found(title="Good")
    cited(home_page, good, slug="four")
    document(title="Unread")


def test_each_document_stands_there_with_its_state_file_faults_and_uploader(keeper, files):
    shown = rows(keeper)
    assert list(shown) == ["Private", "Public", "Public scan", "Withdrawn"]
    state, facts, faults, _, uploader = shown["Public"]
    assert (state, uploader) == ("Public", "Ada Osei")
    assert facts.endswith("1 page")
    assert FAULT_WORDS[AccessibilityFault.NOT_TAGGED].what in faults
    assert FAULT_WORDS[AccessibilityFault.NO_TITLE].what in faults
    assert shown["Public scan"][1].endswith("3 pages")
    assert (shown["Private"][0], shown["Withdrawn"][0]) == ("Private", "Withdrawn")
    public = Document.objects.get(title="Public")
    assert page(keeper).find("a", href=f"/admin/documents/{public.pk}/history/")


def test_it_is_filtered_by_fault_and_by_state(keeper, files):
    for query, titles in {
        "?state=public": ["Public", "Public scan"],
        "?state=private": ["Private"],
        "?state=withdrawn": ["Withdrawn"],
        "?fault=not_tagged": ["Public", "Withdrawn"],
        "?fault=not_tagged&state=public": ["Public"],
        "?fault=no_text": ["Public scan"],
        "?fault=locked": [],
        "?ordering=-title": ["Withdrawn", "Public scan", "Public", "Private"],
    }.items():
        assert list(rows(keeper, query)) == titles, query


def test_filtered_to_what_is_public_it_is_the_statements_list(keeper, client, files):
    inaccessible.look_again()
    listed = client.get(reverse("documents:inaccessible_table")).content.decode("utf-8-sig")
    titles = [row[0] for row in csv.reader(listed.splitlines())][1:]
    assert sorted(titles) == ["Public", "Public scan"]
    assert sorted(row["Document"] for row in table(keeper, "&state=public")) == sorted(titles)
    assert {each.title for each in visible_documents(with_faults())} == set(titles)


def test_it_is_saved_as_a_table_with_what_to_do_and_in_which_nothing_runs(keeper, files):
    with_faults_found("no_title", title="=cmd|'/c calc'!A1")
    saved = {row["Document"]: row for row in table(keeper)}
    assert "'=cmd|'/c calc'!A1" in saved
    assert saved["Private"]["State"] == "Private"
    assert saved["Private"]["File"].endswith("1 page")
    assert FAULT_WORDS[AccessibilityFault.NO_LANGUAGE].to_do_with("pdf") in saved["Private"]["What to do"]
    assert saved["Public"]["Address"].endswith(Document.objects.get(title="Public").url)
    assert saved["Public"]["Uploaded by"] == "Ada Osei"
    assert [row["Document"] for row in table(keeper, "&fault=no_text")] == ["Public scan"]


def test_nothing_to_mend_is_said_so_and_what_nobody_could_read_is_counted(keeper):
    assert "Nothing to mend" in page(keeper).get_text()
    assert "No document fits these filters." in page(keeper, "?fault=locked").get_text()
    read(document(), ReadingState.TOO_LARGE, ReadingReason.TOO_MANY_PAGES)
    text = " ".join(page(keeper).get_text().split())
    assert "Not here: 1 document whose file is too large to be read, so that nothing is known of it." in text


def test_each_sees_the_documents_that_they_may_change(author, editor, guest, client, files):
    mine = User.objects.get(username="author")
    with_faults_found("no_title", title="Mine", uploaded_by_user=mine)
    assert list(rows(author)) == ["Mine"]
    for browser in (editor, guest, client):
        assert browser.get(REPORT).status_code == 302
        assert browser.get(f"{REPORT}?format=csv").status_code == 302


def test_the_menu_offers_it_to_those_who_work_with_documents(author, guest):
    asked = RequestFactory().get("/admin/")
    for user, shown in (
        (User.objects.get(username="author"), True),
        (User.objects.get(username="guest"), False),
        (AnonymousUser(), False),
    ):
        asked.user = user
        assert reports.menu_item().is_shown(asked) is shown


def test_fifty_documents_cost_no_query_more_than_five(keeper, home_page):
    def queries(query):
        with CaptureQueriesContext(connection) as captured:
            keeper.get(REPORT + query)
        return len(captured)

    def make(count):
        first = Document.objects.count()
        for number in range(first, first + count):
            with_faults_found("no_title", "not_tagged", title=f"Paper {number}")

    make(5)
    cited(home_page, Document.objects.first())
    queries("?fault=no_title")
    few = [queries(query) for query in ("?fault=no_title", "?state=public", "?format=csv")]
    make(45)
    assert [queries(query) for query in ("?fault=no_title", "?state=public", "?format=csv")] == few
