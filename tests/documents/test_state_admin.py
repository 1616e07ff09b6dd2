"""The admin's pages on where a document stands: state, versions, withdrawing, restoring."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import Document
from documents.services import replace_file, withdraw
from documents.states import citing_pages
from tests.citing.models import CitingPage, Sheet
from tests.documents.files import PDF, document
from tests.documents.test_citing import link
from tests.documents.test_serving import cited
from tests.factories import publish

pytestmark = pytest.mark.django_db


def at(name, file, *more):
    return reverse(f"documents_{name}", args=[file.pk, *more])


def text(response):
    return " ".join(response.content.decode().split())


def test_the_page_names_the_state_the_pages_and_every_version(keeper, home_page):
    file = document(title="Board paper")
    assert "Only people who work with documents here" in text(keeper.get(at("history", file)))
    cited(home_page, file)
    replace_file(file, ContentFile(PDF + b"%", name="Paper two.pdf"), change_note="Figures corrected.")
    shown = text(keeper.get(at("history", file)))
    assert "Visitors can open it at" in shown
    assert "Public pages that link to it" in shown
    for fact in ("Papers", "Version 1", "Version 2", "Paper two.pdf", "Figures corrected.", file.sha256):
        assert fact in shown


def test_withdrawing_asks_why_and_says_which_links_go(keeper, client, home_page):
    file = document(title="Board paper")
    cited(home_page, file)
    assert "they stay, and the links go" in text(keeper.get(at("withdraw", file)))
    refused = keeper.post(at("withdraw", file), {"reason": " "})
    assert refused.status_code == 400
    assert "Write why it is withdrawn" in text(refused)
    assert client.get(file.url).status_code == 200
    done = keeper.post(at("withdraw", file), {"reason": "It names a patient."}, follow=True)
    assert "Why: It names a patient." in text(done)
    assert "by keeper" in text(done)
    assert client.get(file.url).status_code == 404


def test_restoring_asks_first_and_tells_what_follows(keeper, client, home_page):
    file = document(title="Board paper")
    withdraw(file, reason="It names a patient.")
    assert "No public page links to it." in text(keeper.get(at("restore", file)))
    cited(home_page, file)
    assert "visitors can open it at once" in text(keeper.get(at("restore", file)))
    assert client.get(file.url).status_code == 404, "to look changes nothing"
    keeper.post(at("restore", file))
    assert client.get(file.url).status_code == 200


def test_an_earlier_version_is_opened_and_closed(keeper, client, home_page):
    file = document(title="Board paper")
    cited(home_page, file)
    replace_file(file, ContentFile(PDF + b"%", name="b.pdf"))
    first = file.versions.get(number=1)
    assert keeper.get(at("set_open", file, 1)).status_code == 405
    assert "Version 1 is open to visitors." in text(keeper.post(at("set_open", file, 1), {"open": "yes"}, follow=True))
    assert client.get(first.url).status_code == 200
    keeper.post(at("set_open", file, 1), {"open": "no"})
    assert client.get(first.url).status_code == 404
    assert keeper.post(at("set_open", file, 9), {"open": "yes"}).status_code == 404


@pytest.mark.parametrize("name", ["history", "withdraw", "restore"])
def test_only_those_who_may_change_a_document_come_here(client, editor, guest, home_page, name):
    file = document()
    assert editor.get(at(name, file)).status_code == 302, "who may choose documents may not change them"
    for browser in (client, guest):
        response = browser.post(at(name, file), {"reason": "Because."})
        assert response.status_code in {302, 403, 405}
    assert editor.post(at("set_open", file, 1), {"open": "yes"}).status_code == 302
    assert not Document.objects.get(pk=file.pk).is_withdrawn
    assert not file.versions.get().is_open


def test_the_list_shows_where_each_document_stands_at_no_query_more(keeper, home_page):
    files = [document(title=f"Paper {number}") for number in range(3)]
    cited(home_page, files[0])
    withdraw(files[1], reason="It names a patient.")
    address = reverse("wagtaildocs:index")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            shown = text(keeper.get(address))
        assert all(
            f"<td > {state} </td>" in shown or f"> {state} <" in shown for state in ("Public", "Withdrawn", "Private")
        )
        return len(captured)

    few = (queries(), queries())[1]
    [document(title=f"Paper {number}") for number in range(3, 12)]
    assert queries() == few
    assert keeper.get(reverse("wagtaildocs:index_results")).status_code == 200


def test_the_form_of_a_document_says_where_it_stands(keeper, home_page):
    file = document(title="Board paper")
    shown = text(keeper.get(reverse("wagtaildocs:edit", args=[file.pk])))
    assert "Private, version 1." in shown
    assert at("history", file) in shown


def test_pages_that_cite_by_a_snippet_are_named_and_those_that_are_not_public_are_not(home_page):
    file = document()
    publish(home_page, "by-text", CitingPage, text=link(file))
    publish(home_page, "by-snippet", CitingPage, sheet=Sheet.objects.create(document=file))
    publish(home_page, "by-a-draft", CitingPage, sheet=Sheet.objects.create(document=file, live=False))
    publish(home_page, "down", CitingPage, document=file).unpublish()
    assert [page.slug for page in citing_pages(file)] == ["by-snippet", "by-text"]
