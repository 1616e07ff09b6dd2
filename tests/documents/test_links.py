"""How pages show documents: the link in a block and in text, earlier versions, and one that was withdrawn."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.caching.changes import changes_what_is_public
from documents.models import Document, FileScan
from documents.rich_text import OpenDocumentLinkHandler
from documents.services import replace_file, withdraw
from tests.documents.files import PDF, document
from tests.factories import publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    settings.PAGE_CACHE_ENABLED = False


def page_with(home_page, *blocks):
    page = publish(home_page, "papers")
    page.body = page.body.stream_block.to_python(list(blocks))
    page.save_revision().publish()
    return page


def block(file, **more):
    return {"type": "document", "value": {"document": file.pk, "title": ""} | more}


def text(file):
    return {"type": "text", "value": f'<p>See <a linktype="document" id="{file.pk}">the paper</a> for more.</p>'}


def shown(client, page):
    return client.get(page.url).content.decode()


def test_a_document_is_linked_at_its_one_address_with_its_type_and_size(client, home_page):
    file = document(title="Board paper")
    page = page_with(home_page, block(file), text(file))
    assert shown(client, page).count(f'href="/documents/{file.pk}/board-paper"') == 2
    assert "(PDF, 77" in shown(client, page)


def test_a_withdrawn_document_leaves_no_link_and_no_title_of_its_own(client, home_page):
    file = document(title="Names of patients")
    page = page_with(home_page, block(file, show_versions=True), text(file))
    replace_file(file, ContentFile(PDF + b"%", name="a.pdf"), keep_replaced_open=True)
    withdraw(file, reason="It names patients.")
    html = shown(client, page)
    assert "Names of patients" not in html
    assert f"/documents/{file.pk}" not in html
    assert "See the paper for more." in html


def test_a_deleted_document_leaves_no_link_either(client, home_page):
    file = document(title="Gone paper")
    page = page_with(home_page, block(file), text(file))
    file.delete()
    html = shown(client, page)
    assert "Gone paper" not in html
    assert "See the paper for more." in html


def test_earlier_versions_are_listed_where_the_editor_wants_them_and_only_those_that_are_open(client, home_page):
    file = document(title="Annual report")
    replace_file(file, ContentFile(PDF + b"% 2", name="a.pdf"), keep_replaced_open=True, change_note="A table added.")
    replace_file(file, ContentFile(PDF + b"% 3", name="a.pdf"), change_note="A name taken out.")
    html = shown(client, page_with(home_page, block(file, show_versions=True)))
    assert f'href="/documents/{file.pk}/versions/1/"' in html
    assert f"/documents/{file.pk}/versions/2/" not in html
    assert "Earlier versions of Annual report" in html
    assert "A name taken out." not in html, "the newest is no earlier version"


def test_earlier_versions_are_not_listed_unasked(client, home_page):
    file = document(title="Annual report")
    replace_file(file, ContentFile(PDF + b"% 2", name="a.pdf"), keep_replaced_open=True)
    assert "versions/1/" not in shown(client, page_with(home_page, block(file)))


def test_many_documents_on_a_page_cost_no_query_more_than_one(client, home_page):
    def queries(count, slug):
        files = [document(title=f"Paper {number}") for number in range(count)]
        page = publish(home_page, slug)
        page.body = page.body.stream_block.to_python([block(file, show_versions=True) for file in files])
        page.save_revision().publish()
        client.get(page.url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page.url).status_code == 200
        return len(captured)

    assert queries(1, "one") == queries(12, "twelve")


# --- a file that waits for its virus scan ---------------------------------------------------------------------------


def test_a_document_that_waits_for_its_scan_leaves_no_link_and_no_title_until_it_is_scanned(client, home_page):
    file = document(title="Board paper")
    page = page_with(home_page, block(file), text(file))
    scan = FileScan.objects.create(file=file.file.name, state="waiting")
    html = shown(client, page)
    assert "Board paper" not in html
    assert f"/documents/{file.pk}" not in html
    assert "See the paper for more." in html
    scan.state = "clean"
    scan.save()
    assert shown(client, page).count(f'href="/documents/{file.pk}/board-paper"') == 2


def test_the_verdict_of_a_scan_drops_the_pages_in_the_cache():
    """So that a page which left the link out shows it at once."""
    with CaptureQueriesContext(connection) as captured:
        FileScan.objects.filter(state="waiting").update(state="clean")
    assert changes_what_is_public(captured[0]["sql"])


def test_an_earlier_version_that_the_scan_holds_is_not_listed(client, home_page):
    file = document(title="Annual report")
    replace_file(file, ContentFile(PDF + b"% 2", name="a.pdf"), keep_replaced_open=True)
    page = page_with(home_page, block(file, show_versions=True))
    assert f"/documents/{file.pk}/versions/1/" in shown(client, page)
    FileScan.objects.create(file=file.versions.get(number=1).file.name, state="infected")
    html = shown(client, page)
    assert "versions/1/" not in html
    assert "Annual report" in html


def test_a_document_read_by_itself_asks_for_its_scan_once(home_page, django_assert_num_queries):
    file = Document.objects.get(pk=document().pk)
    FileScan.objects.create(file=file.file.name, state="waiting")
    with django_assert_num_queries(1):
        assert (file.is_held, file.is_closed) == (True, True)


def test_many_links_in_a_text_cost_one_query_and_one_without_a_number_leads_nowhere(django_assert_num_queries):
    files = [document(title=f"Paper {number}") for number in range(3)]
    FileScan.objects.create(file=files[1].file.name, state="waiting")
    with django_assert_num_queries(1):
        tags = OpenDocumentLinkHandler.expand_db_attributes_many(
            [{"id": str(each.pk)} for each in files] + [{"id": "x"}, {}]
        )
    assert [tag.split(" data-file=")[0].rstrip(">") for tag in tags] == [
        f'<a href="{files[0].url}"', "<a", f'<a href="{files[2].url}"', "<a", "<a"
    ]  # fmt: skip
