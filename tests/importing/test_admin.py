"""The admin's pages of an import: what people see, and who may see it."""

import csv
import json
import re

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from wagtail.models import Collection

from core.importing import runs
from core.models import ImportRun, User
from documents.models import Document
from tests.documents.files import PDF
from tests.importing.files import HEADER, archive, brought_in, checked, pdf, staged
from tests.importing.test_documents import author_of

pytestmark = pytest.mark.django_db
BEGIN = "/admin/imports/documents/"
TABLE = HEADER + "a.pdf,Winter plan,,,TB/1,\nb.pdf,,,,,\n"


@pytest.fixture
def author(client):
    user = author_of(Collection.get_first_root_node())
    client.force_login(user)
    client.user = user
    return client


def upload(name, content):
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def text(response):
    return re.sub(r"\s+", " ", BeautifulSoup(response.content, "html.parser").main.get_text(" "))


def address(run, what="run"):
    return reverse(f"imports:{what}", args=["documents", run.pk])


def test_an_upload_is_staged_and_given_to_the_worker(author, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = author.post(
            BEGIN, {"table": upload("t.csv", TABLE), "uploads": [upload("a.pdf", PDF), upload("b.zip", archive({}))],
                    "collection": "1"},
        )  # fmt: skip
    run = ImportRun.objects.get()
    assert response["Location"] == address(run)
    assert (run.started_by, run.state, run.options, run.leased_until) == (
        author.user,
        "checking",
        {"collection": "1"},
        None,
    )
    assert {(each.kind, each.name) for each in run.uploads.all()} == {
        ("table", "t.csv"), ("file", "a.pdf"), ("archive", "b.zip"),
    }  # fmt: skip
    assert DBTaskResult.objects.get().args_kwargs["args"] == [run.pk]
    assert "waits to be checked" in text(author.get(address(run)))


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "Choose the files that the table names"),
        ({"uploads": [upload("a.pdf", PDF)]}, "Choose the table that says what the files are"),
        ({"table": upload("t.csv", "x" * 1_000_001), "uploads": [upload("a.pdf", PDF)]}, "larger than 1 MB"),
        ({"table": upload("t.csv", TABLE), "uploads": [upload("a.pdf", PDF), upload("a.pdf", PDF)]}, "one name: a.pdf"),
        ({"table": upload("t.csv", TABLE), "uploads": [upload(f"{n}.pdf", PDF) for n in "abcd"]}, "4 files; at most 3"),
        ({"table": upload("t.csv", TABLE), "uploads": [upload("a.pdf", bytes(1_000_001))]}, "more than 1 MB"),
        ({"table": upload("t.csv", TABLE), "uploads": [upload("a.pdf", PDF)], "collection": "9"}, "Select a valid"),
    ],
)  # fmt: skip
def test_an_upload_that_cannot_be_an_import_is_refused_before_it_is_stored(
    author, sent, message, settings, monkeypatch
):
    monkeypatch.setattr("core.importing.forms.MAX_BYTES", 1_000_000)
    settings.IMPORT_MAX_FILES, settings.IMPORT_MAX_MB = 3, 1
    response = author.post(BEGIN, {"collection": "1"} | sent)
    assert message in text(response)
    assert not ImportRun.objects.exists()


def test_the_first_page_says_what_the_table_is(author):
    page = author.get(BEGIN)
    assert "None yet." in text(page)
    assert "reference Your number for it." in text(page)
    table = author.get(f"{BEGIN}manifest.csv").content.decode("utf-8-sig")
    header, example = list(csv.reader(table.splitlines()))
    assert header == ["file", "title", "type", "date", "reference", "collection"]
    assert example[1] == "Board paper 14: winter plan"


def test_problems_stand_with_their_lines_and_what_is_right_can_be_brought_in(
    author, django_capture_on_commit_callbacks
):
    run = checked(TABLE, {"a.pdf": PDF, "b.pdf": pdf("b")}, author.user)
    page = author.get(address(run))
    assert "2 lines: 1 can come in (1 new), 1 cannot." in text(page)
    assert "Title: This cell is empty." in text(page)
    only = BeautifulSoup(author.get(f"{address(run)}?show=problems").content, "html.parser")
    assert [row.th.get_text() for row in only.select(".lasweb-import__lines tbody tr")] == ["3"]
    with django_capture_on_commit_callbacks(execute=True):
        response = author.post(address(run, "decide"), {"decision": "confirm"})
    assert response["Location"] == address(run)
    assert DBTaskResult.objects.count() == 1
    assert "0 of 2 lines done" in text(author.get(address(run)))
    assert json.loads(author.get(address(run, "progress")).content) == {"busy": True, "done": 0, "total": 2}
    runs.advance(run.pk)
    done = text(author.get(address(run)))
    assert "1 new, 1 left out." in done
    assert "The list of documents says what was read" in done
    assert json.loads(author.get(address(run, "progress")).content)["busy"] is False
    assert Document.objects.get().title == "Winter plan"


def test_what_cannot_begin_offers_only_to_throw_it_away(author):
    run = checked(b"name\nx\n", {"a.pdf": PDF}, author.user)
    page = author.get(address(run))
    assert "This cannot come in as it is" in text(page)
    assert [button["value"] for button in BeautifulSoup(page.content, "html.parser").select("[name=decision]")] == [
        "discard"
    ]
    author.post(address(run, "decide"), {"decision": "confirm"})
    assert ImportRun.objects.get(pk=run.pk).state == "checked"
    assert author.post(address(run, "decide"), {"decision": "discard"})["Location"] == BEGIN
    assert not ImportRun.objects.exists()


def test_failed_lines_can_be_tried_again_from_the_page(author, monkeypatch):
    from documents import importers

    monkeypatch.setattr(importers, "_add", lambda *_: 1 / 0)
    run = brought_in(HEADER + "a.pdf,A,,,,\n", {"a.pdf": PDF}, author.user)
    assert "Try the 1 failed line again" in text(author.get(address(run)))
    author.post(address(run, "decide"), {"decision": "retry"})
    assert ImportRun.objects.get(pk=run.pk).state == "running"


def test_the_result_is_a_table_in_which_nothing_runs(author):
    run = brought_in(
        HEADER + "a.pdf,@Winter,,,,\nb.pdf,-1+cmd|x,,,,\n", {"a.pdf": PDF, "b.pdf": b"no pdf"}, author.user
    )
    response = author.get(address(run, "result"))
    rows = list(csv.reader(response.content.decode("utf-8-sig").splitlines()))
    assert rows[0][:3] == ["line", "file", "title"]
    assert (rows[1][2], rows[1][7], rows[1][10]) == (
        "'@Winter", "new", f"http://testserver/admin/documents/edit/{Document.objects.get().pk}/",
    )  # fmt: skip
    assert (rows[2][2], rows[2][7]) == ("'-1+cmd|x", "left out")
    assert "this is no PDF" in rows[2][9]


def test_long_tables_come_in_pages(author, monkeypatch):
    monkeypatch.setattr("core.importing.views.LINES_A_PAGE", 2)
    run = checked(HEADER + "".join(f"{n}.pdf,{n},,,,\n" for n in range(5)), {"0.pdf": PDF}, author.user)
    assert "Lines 3 to 4 of 5." in text(author.get(f"{address(run)}?p=2"))


def test_only_those_who_may_add_documents_come_near_and_see_their_own(author, client):
    other = User.objects.create_user("other", "other@example.org")
    foreign = checked(TABLE, {"a.pdf": PDF}, other)
    for what in ("run", "progress", "result"):
        assert author.get(address(foreign, what)).status_code == 404
    assert author.post(address(foreign, "decide"), {"decision": "discard"}).status_code == 404
    assert address(foreign) not in author.get(BEGIN).content.decode()
    assert author.get("/admin/imports/tulips/").status_code == 404
    assert author.get(address(staged(TABLE, {}, author.user), "decide")).status_code == 405
    author.user.groups.get().collection_permissions.all().delete()
    assert author.get(BEGIN).status_code == 302
    client.logout()
    assert "/login/" in client.get(BEGIN)["Location"]


def test_a_superuser_sees_all_and_a_wrong_decision_is_no_page(client):
    client.force_login(User.objects.create_superuser("admin", "admin@example.org"))
    run = checked(TABLE, {"a.pdf": PDF}, author_of(Collection.get_first_root_node()))
    assert "begun by author" in text(client.get(BEGIN))
    assert client.post(address(run, "decide"), {"decision": "explode"}).status_code == 404


def test_the_menu_offers_it_to_those_who_may(author):
    home = author.get("/admin/").content.decode()
    assert '"Add many"' in home
    author.user.groups.get().collection_permissions.all().delete()
    assert '"Add many"' not in author.get("/admin/").content.decode()
