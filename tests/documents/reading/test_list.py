"""The list of documents shows what was read of each, and is filtered by it."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.enums import ReadingReason, ReadingState
from documents.models import Document, FileReading
from tests.documents.files import document
from tests.documents.reading.readings import read, scanned, with_faults_found

pytestmark = pytest.mark.django_db


def rows(browser, query=""):
    """What each row of the list says of its document's text, by the document's title."""
    page = BeautifulSoup(browser.get(reverse("wagtaildocs:index") + query).content, "html.parser")
    cells = [row.find_all("td") for row in page.select("main table tbody tr")]
    return {row[1].find("a").get_text(strip=True): " ".join(row[4].get_text(" ").split()) for row in cells}


@pytest.fixture
def documents(db):
    with_faults_found("not_tagged", "no_title", title="Two faults")
    with_faults_found("no_title", title="One fault")
    with_faults_found(title="Good")
    scanned(title="Scan")
    read(document(title="Waits"), ReadingState.WAITING)
    read(document(title="Reads"), ReadingState.READING)
    read(document(title="Pieces"), ReadingState.BROKEN, ReadingReason.DAMAGED, faults=["unreadable"])
    document(title="New")
    FileReading.objects.filter(version__document__title="New").delete()


def test_each_row_says_how_reading_stands_and_how_many_faults_there_are(keeper, documents):
    assert rows(keeper) == {
        "Good": "Read , Good", "New": "Not read , New", "One fault": "Read 1 accessibility fault , One fault",
        "Pieces": "Broken 1 accessibility fault , Pieces", "Reads": "Being read , Reads",
        "Scan": "No text 1 accessibility fault , Scan", "Two faults": "Read 2 accessibility faults , Two faults",
        "Waits": "Waiting to be read , Waits",
    }  # fmt: skip


def test_it_is_filtered_by_what_was_read_and_by_fault_and_searched_besides(keeper, documents):
    for query, titles in {
        "?reading=read": {"Good", "One fault", "Two faults"},
        "?reading=waiting": {"Waits", "Reads"},
        "?reading=no_text": {"Scan"},
        "?reading=broken": {"Pieces"},
        "?reading=locked": set(),
        "?fault=any": {"One fault", "Two faults", "Scan", "Pieces"},
        "?fault=no_title": {"One fault", "Two faults"},
        "?fault=no_title&reading=no_text": set(),
        "?fault=any&q=two": {"Two faults"},
        "?reading=read&q=scan": set(),
    }.items():
        assert set(rows(keeper, query)) == titles, query


def test_a_filter_that_there_is_not_is_told_and_no_error(keeper, documents):
    assert keeper.get(reverse("wagtaildocs:index") + "?reading=tulips&fault=1").status_code == 200


def test_more_documents_cost_no_query_more(keeper):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            shown = rows(keeper, "?fault=no_title")
        return len(shown), len(captured)

    def make(count):
        first = Document.objects.count()
        for number in range(first, first + count):
            with_faults_found("no_title", title=f"Paper {number}")

    make(5)
    queries()
    assert queries()[0] == 5
    few = queries()[1]
    make(14)
    assert queries() == (19, few)
