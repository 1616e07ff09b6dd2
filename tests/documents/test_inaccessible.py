"""The public list of documents that not everybody can use, and its part of the accessibility statement."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.facts import DocumentFacts
from documents.inaccessible import PER_PAGE, Look, listed_documents, look_again
from documents.jobs import list_inaccessible_documents
from documents.models import Document, DocumentVersion, FileReading, ListedFault
from documents.querysets import with_faults
from documents.services import withdraw
from home.models import OrganisationSettings, StandardPage
from tests.documents.files import document
from tests.documents.reading.readings import read, scanned, with_faults_found
from tests.documents.test_serving import cited
from tests.factories import publish, publish_many

pytestmark = pytest.mark.django_db
LIST, TABLE = "/documents/not-accessible/", "/documents/not-accessible.csv"


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    settings.PAGE_CACHE_ENABLED = False


@pytest.fixture
def shown(client):
    return lambda address=LIST: client.get(address).content.decode()


@pytest.fixture
def statement(home_page):
    page = publish(home_page, "accessibility-statement")
    page.body = page.body.stream_block.to_python([{"type": "inaccessible_files", "value": {"shown": 2}}])
    page.save_revision().publish()
    return page


def many(home_page, count, faults=("not_tagged",)):
    """Documents with faults, each cited by a page, as if published and read."""
    now, like = timezone.now(), document(title="Like")
    known = DocumentFacts(pages=3, faults=faults).keep(1)
    columns = {"file": like.file.name, "file_size": 1, "file_changed_at": now, "slug": "paper", "read_facts": known}
    papers = Document.objects.bulk_create(Document(title=f"Paper {at:04}", **columns) for at in range(count))
    versions = DocumentVersion.objects.bulk_create(
        DocumentVersion(document=each, number=1, file=each.file.name, content_type="x", created_at=now)
        for each in papers
    )
    FileReading.objects.bulk_create(
        FileReading(version=each, state="read", faults=list(faults)) for each in versions
    )  # fmt: skip
    archive = publish(home_page, "archive")
    publish_many(archive, count, StandardPage, body=lambda at: [
        {"type": "document", "value": {"document": papers[at - 1].pk, "title": ""}, "id": f"b{at}"}
    ])  # fmt: skip


def test_the_list_is_the_report_as_far_as_it_is_public(client, home_page, shown):
    """Given documents with and without faults, public and private, then the list is the public part of the report."""
    public, private = scanned(title="Minutes of 1998"), scanned(title="Draft minutes")
    fine = document(title="Good paper")
    read(fine)
    for number, file in enumerate((public, fine)):
        cited(home_page, file, f"papers-{number}")
    assert look_again() == "1 faults added"
    assert set(with_faults()) == {public, private}
    assert list(listed_documents()) == [public]
    html = shown()
    assert f'href="/documents/{public.pk}/minutes-of-1998"' in html
    assert "It holds pictures of its pages and no text." in html
    assert "Draft minutes" not in html
    assert "Good paper" not in html
    assert look_again() == ""


def test_what_was_closed_since_the_last_look_is_shown_nowhere(client, home_page, statement, shown):
    file = scanned(title="Names of patients")
    page = cited(home_page, file)
    look_again()
    for address in (LIST, TABLE, statement.url):
        assert "Names of patients" in shown(address), address
    withdraw(file, reason="It names patients.")
    for address in (LIST, TABLE, statement.url):
        assert "Names of patients" not in shown(address), address
    look_again()
    assert not ListedFault.objects.exists()
    page.unpublish()


def test_a_file_that_was_mended_leaves_the_list_at_once(client, home_page, shown):
    file = scanned(title="Minutes")
    cited(home_page, file)
    look_again()
    read(file, pages=["Text"], faults=[])
    assert "Minutes" not in shown()
    assert look_again() == "1 faults taken off"


def test_the_job_looks_when_something_has_changed_and_when_something_begins_or_ends_by_the_clock(home_page):
    looks = []
    look = Look(lambda: looks.append(1) or "done")
    assert [look.if_changed(), look.if_changed()] == ["done", ""]
    from core.caching import boundaries, generation

    generation.advance()
    assert look.if_changed() == "done"
    page = publish(home_page, "ends")
    StandardPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() + timedelta(hours=1))
    boundaries.forget()
    generation.advance()
    look.if_changed()
    assert look.if_changed() == ""
    look._seen = (look._seen[0], timezone.now().timestamp())
    assert look.if_changed() == "done"
    assert len(looks) == 4
    assert isinstance(list_inaccessible_documents(), str)


def test_the_list_can_be_narrowed_to_one_fault_and_says_how_many_have_it(client, home_page, shown):
    both = with_faults_found("not_tagged", "no_title", title="Both")
    one = with_faults_found("no_title", title="One")
    for number, file in enumerate((both, one)):
        cited(home_page, file, f"papers-{number}")
    look_again()
    assert "2 documents" in shown()
    narrowed = shown(f"{LIST}?fault=not_tagged")
    assert "It is not tagged for screen readers and has no title that says what it is." in narrowed
    assert ("Both" in narrowed, f"/documents/{one.pk}/" in narrowed) == (True, False)
    assert client.get(f"{LIST}?fault=bored").status_code == 404
    assert client.get(f"{LIST}?page=2").status_code == 404
    assert "no document that has this fault" in shown(f"{LIST}?fault=locked")


def test_the_empty_list_says_so_and_offers_no_table(home_page, shown, statement):
    html = shown()
    assert "No documents" in html
    assert TABLE not in html
    assert "We know of no document on this website" in shown(statement.url)
    assert f'href="{LIST}"' in shown(statement.url)


def test_the_table_has_all_of_them_and_no_cell_that_runs(client, home_page, settings):
    file = with_faults_found("not_tagged", "no_title", title="=2+5")
    cited(home_page, file)
    look_again()
    response = client.get(TABLE)
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[1][0] == "'=2+5"
    assert rows[1][1] == f"{settings.SITE_URL}{file.url}"
    assert rows[1][-1] == "is not tagged for screen readers; has no title that says what it is"
    assert client.get(f"{TABLE}?fault=locked").content.decode("utf-8-sig").count("\r\n") == 1
    assert client.get(f"{TABLE}?x=1&fault=locked").url == f"{TABLE}?fault=locked"
    assert client.get(f"{TABLE}?page=3").url == TABLE


def test_the_statement_counts_names_and_tells_whom_to_ask(client, home_page, statement, shown):
    OrganisationSettings.objects.create(site=home_page.get_site(), accessibility_email="a@example.org")
    for number in range(3):
        cited(home_page, with_faults_found("not_tagged", title=f"Paper {number}"), f"papers-{number}")
    look_again()
    html = shown(statement.url)
    assert "3 documents on this website have faults" in html
    assert f'<a href="{LIST}?fault=not_tagged">3 documents<' in html
    assert ">Is not tagged for screen readers</dt>" in html
    assert "WCAG 1.3.1" in html
    assert "mailto:a@example.org" in html
    assert ("Paper 1" in html, "Paper 2" in html) == (True, False), "two are named, by title"
    assert "See all 3 documents" in html


def test_neither_list_nor_statement_costs_more_queries_with_more_documents(client, home_page, statement, shown):
    def asked():
        found = []
        for address in (LIST, statement.url):
            shown(address)
            with CaptureQueriesContext(connection) as captured:
                shown(address)
            found.append(len(captured))
        return found

    many(home_page, PER_PAGE + 2)
    look_again()
    few = asked()
    ListedFault.objects.all().delete()
    Document.objects.filter(title__startswith="Paper").delete()
    home_page.refresh_from_db()
    StandardPage.objects.get(slug="archive").delete()
    home_page.refresh_from_db()
    many(home_page, 250)
    look_again()
    assert ListedFault.objects.count() == 250
    assert asked() == few
    assert max(few) <= 18
    assert "Showing 1 to 20 of 250 documents" in shown()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_page_cache_keeps_neither_list_nor_statement_once_the_list_has_changed(
    client, settings, home_page, statement, shown
):
    settings.PAGE_CACHE_ENABLED = True
    file = scanned(title="Minutes of 1998")
    page = cited(home_page, file)
    assert "Minutes of 1998" not in shown() + shown(statement.url)
    look_again()
    assert "Minutes of 1998" in shown()
    assert "Minutes of 1998" in shown(statement.url)
    page.unpublish()
    assert "Minutes of 1998" not in shown() + shown(statement.url)
