"""One address for ever: replacing a file keeps it, renaming leads on to it; older versions are closed until opened."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from core.models import User
from documents.jobs import delete_files
from documents.models import Document, DocumentAddress, DocumentVersion
from documents.models.documents import slug_of
from documents.services import replace_file, restore, set_version_open, withdraw
from tests.documents.files import PDF, document, office
from tests.documents.test_serving import cited

NEWER = PDF + b"% corrected\n"


def new_file(content=NEWER, name="Second try.pdf"):
    return ContentFile(content, name=name)


@pytest.fixture
def public(home_page):
    """A document that a public page cites."""
    file = document(title="Board paper")
    cited(home_page, file)
    return file


@pytest.fixture
def administrator(db):
    browser = Client()
    browser.force_login(User.objects.create_superuser("administrator", "administrator@example.org"))
    return browser


def body(response):
    return b"".join(response.streaming_content)


class TestReplacing:
    def test_keeps_the_address_and_serves_the_new_file_there(self, client, public):
        replace_file(public, new_file())
        fresh = Document.objects.get(pk=public.pk)
        assert fresh.url == f"/documents/{public.pk}/board-paper"
        assert body(client.get(fresh.url)) == NEWER

    def test_by_another_kind_of_file_keeps_the_address_too(self, client, public):
        replace_file(public, new_file(office("docx"), "Paper.docx"))
        response = client.get(f"/documents/{public.pk}/board-paper")
        assert response["Content-Disposition"] == 'attachment; filename="board-paper.docx"'

    def test_writes_down_number_hash_size_type_date_person_and_note(self, public, django_user_model):
        editor = django_user_model.objects.create_user("ed", "ed@example.org")
        made = replace_file(public, new_file(), editor, change_note="Figures for May corrected.")
        assert (made.number, made.size, made.content_type) == (2, len(NEWER), "application/pdf")
        assert made.sha256 == hashlib.sha256(NEWER).hexdigest()
        assert (made.filename, made.created_by, made.change_note) == (
            "Second try.pdf", editor, "Figures for May corrected.",
        )  # fmt: skip
        assert timezone.now() - made.created_at < timedelta(minutes=1)
        entry = ModelLogEntry.objects.filter(action="lasweb.document.replace").get()
        assert (entry.user, entry.data["version"]) == (editor, 2)

    def test_recomputes_what_is_known_of_the_file(self, public):
        replace_file(public, new_file())
        fresh = Document.objects.get(pk=public.pk)
        assert fresh.sha256 == hashlib.sha256(NEWER).hexdigest()
        assert fresh.file_hash == hashlib.sha1(NEWER).hexdigest()
        assert (fresh.file_size, fresh.version) == (len(NEWER), 2)

    def test_by_plain_code_is_a_version_as_well(self, public):
        public.file = new_file()
        public.save()
        assert [version.number for version in public.versions.all()] == [2, 1]

    def test_makes_the_copy_that_visitors_keep_out_of_date(self, client, public):
        before = client.get(public.url)
        replace_file(public, new_file())
        by_tag = client.get(public.url, headers={"If-None-Match": before["ETag"]})
        by_date = client.get(public.url, headers={"If-Modified-Since": before["Last-Modified"]})
        assert (body(by_tag), body(by_date)) == (NEWER, NEWER), "though both are of the same second"
        assert client.get(public.url, headers={"If-Modified-Since": by_date["Last-Modified"]}).status_code == 304

    def test_is_refused_for_a_file_that_may_not_be_offered_and_nothing_changes(self, client, public):
        with pytest.raises(ValidationError):
            replace_file(public, new_file(b"<script>", "paper.pdf"))
        assert body(client.get(public.url)) == PDF
        assert DocumentVersion.objects.count() == 1

    def test_that_fails_in_the_database_leaves_no_file_behind(self, public, monkeypatch):
        DocumentVersion.objects.create(
            document=public, number=2, file="x", content_type="x", created_at=timezone.now()
        )  # fmt: skip
        public.file = new_file()
        with pytest.raises(IntegrityError):
            public.save()
        delete_files()
        assert not public.file.storage.exists(public.file.name)
        assert Document.objects.get(pk=public.pk).version == 1

    def test_a_form_opened_before_does_not_bring_the_older_file_back(self, client, public):
        stale = Document.objects.get(pk=public.pk)
        replace_file(public, new_file())
        withdraw(public, reason="Names a patient.")
        stale.title = "Board paper, corrected"
        stale.save()
        fresh = Document.objects.get(pk=public.pk)
        assert (fresh.version, fresh.title, fresh.is_withdrawn) == (2, "Board paper, corrected", True)
        assert fresh.file.name == public.file.name

    def test_in_the_admin_keeps_the_replaced_file_and_asks_what_changed(self, administrator, public):
        response = administrator.post(
            reverse("wagtaildocs:edit", args=[public.pk]),
            {"title": "Board paper", "collection": 1, "tags": "", "change_note": "A page was missing.",
             "file": SimpleUploadedFile("Board paper 2.pdf", NEWER)},
        )  # fmt: skip
        assert response.status_code == 302
        newest, first = public.versions.all()
        assert (newest.change_note, newest.created_by.username) == ("A page was missing.", "administrator")
        assert first.file.storage.open(first.file.name).read() == PDF
        assert not first.is_open

    def test_the_admin_asks_about_versions_only_where_there_is_a_file_to_replace(self, administrator, public):
        assert b"What changed" in administrator.get(reverse("wagtaildocs:edit", args=[public.pk])).content
        assert b"What changed" not in administrator.get(reverse("wagtaildocs:add")).content


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_editors_who_replace_a_file_at_once_make_a_version_each(home_page):
    file = document(title="Board paper")
    contents = [PDF + f"% by editor {number}\n".encode() for number in range(4)]
    together = Barrier(len(contents))

    def replace(content):
        try:
            mine = Document.objects.get(pk=file.pk)
            together.wait(timeout=20)
            return replace_file(mine, new_file(content)).number
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(contents)) as editors:
        numbers = list(editors.map(replace, contents))
    assert sorted(numbers) == [2, 3, 4, 5]
    kept = {version.file.storage.open(version.file.name).read() for version in file.versions.all()}
    assert kept == {PDF, *contents}
    newest = Document.objects.get(pk=file.pk)
    assert newest.file.name == newest.versions.get(number=5).file.name


class TestEarlierVersions:
    def test_are_closed_to_the_public_and_open_to_editors(self, client, editor, public):
        replace_file(public, new_file())
        address = public.versions.get(number=1).url
        assert address == f"/documents/{public.pk}/versions/1/"
        assert client.get(address).status_code == 404
        response = editor.get(address)
        assert (body(response), response["Cache-Control"]) == (PDF, "private, no-store")

    def test_are_public_once_an_editor_opens_them(self, client, public):
        replace_file(public, new_file(), keep_replaced_open=True)
        first = public.versions.get(number=1)
        response = client.get(first.url)
        assert body(response) == PDF
        assert response["Content-Disposition"] == 'inline; filename="board-paper-version-1.pdf"'
        assert response["ETag"] == f'"{hashlib.sha256(PDF).hexdigest()}"'
        assert response["Link"] == f'<{public.url}>; rel="latest-version"'
        assert response["X-Robots-Tag"] == "noindex"
        assert set_version_open(first, is_open=False)
        assert client.get(first.url).status_code == 404
        assert not set_version_open(first, is_open=False), "closed already"

    def test_close_with_their_document(self, client, public):
        replace_file(public, new_file(), keep_replaced_open=True)
        address = public.versions.get(number=1).url
        withdraw(public, reason="Names a patient.")
        assert client.get(address).status_code == 404

    def test_the_newest_has_no_second_address(self, client, public):
        response = client.get(f"/documents/{public.pk}/versions/1/")
        assert (response.status_code, response["Location"]) == (302, public.url)
        assert response["Cache-Control"] == "private, no-store"

    def test_of_a_private_document_answer_nothing_whatever_their_number(self, client, home_page):
        file = document()
        replace_file(file, new_file(), keep_replaced_open=True)
        for number in (1, 2, 3):
            assert client.get(f"/documents/{file.pk}/versions/{number}/").status_code == 404

    def test_go_with_the_document_when_it_is_deleted(self, public):
        replace_file(public, new_file())
        storage, names = public.file.storage, [version.file.name for version in public.versions.all()]
        public.delete()
        delete_files()
        assert [storage.exists(name) for name in names] == [False, False]


class TestRenaming:
    def test_leads_on_from_the_old_address(self, client, public):
        old = public.url
        public.title = "Board paper, May"
        public.save()
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, f"/documents/{public.pk}/board-paper-may")
        assert response["Cache-Control"] == "private, max-age=60"
        assert client.get(response["Location"]).status_code == 200

    def test_back_and_forth_ends_at_the_present_address(self, client, public):
        for title in ("Second", "Board paper", "Third"):
            public.title = title
            public.save()
        for slug in ("board-paper", "second"):
            assert client.get(f"/documents/{public.pk}/{slug}")["Location"] == f"/documents/{public.pk}/third"
        assert DocumentAddress.objects.count() == 2

    def test_leads_nowhere_while_the_document_is_private(self, client, editor, home_page):
        file = document(title="Plan for redundancies")
        old = file.url
        file.title = "Workforce plan"
        file.save()
        assert client.get(old).status_code == 404
        assert editor.get(old).status_code == 301

    def test_tells_of_no_address_that_never_was(self, client, public):
        assert client.get(f"/documents/{public.pk}/anything").status_code == 404

    @pytest.mark.parametrize(
        ("title", "slug"),
        [
            ("Board paper (final), 3 May", "board-paper-final-3-may"),
            ("annual_report_2025.pdf", "annual-report-2025pdf"),
            ("Café – naïve", "cafe-naive"),
            ("日本", "document"),
            ("", "document"),
            ("word " * 60, "-".join(["word"] * 20)),
            ("x" * 200, "x" * 100),
        ],
    )
    def test_the_address_follows_the_title(self, title, slug):
        assert slug_of(title) == slug


class TestWithdrawing:
    def test_closes_the_document_though_a_public_page_cites_it(self, client, editor, public):
        assert withdraw(public, reason="Names a patient.")
        gone, never = client.get(public.url), client.get("/documents/999999/board-paper")
        assert gone.status_code == never.status_code == 404
        assert gone.content.replace(public.url.encode(), b"") == never.content.replace(
            b"/documents/999999/board-paper", b""
        )
        assert gone.headers.keys() == never.headers.keys()
        assert editor.get(public.url).status_code == 200

    def test_outlasts_republishing_and_a_new_citation(self, client, home_page, public):
        withdraw(public, reason="Names a patient.")
        home_page.get_children().get().specific.save_revision().publish()
        cited(home_page, public, slug="again")
        assert client.get(public.url).status_code == 404

    def test_says_who_when_and_why_in_the_history_alone(self, public, django_user_model):
        editor = django_user_model.objects.create_user("ed", "ed@example.org")
        withdraw(public, editor, reason="Names a patient.")
        fresh = Document.objects.get(pk=public.pk)
        assert (fresh.withdrawn_by, fresh.withdrawn_reason) == (editor, "Names a patient.")
        assert not withdraw(public, editor, reason="Again."), "it was withdrawn already"
        assert restore(public, editor)
        assert not restore(public, editor)
        logged = ModelLogEntry.objects.filter(action__startswith="lasweb.document.").order_by("timestamp")
        assert [(entry.action, entry.user) for entry in logged] == [
            ("lasweb.document.withdraw", editor), ("lasweb.document.restore", editor),
        ]  # fmt: skip

    def test_ends_with_restoring(self, client, public):
        withdraw(public, reason="Names a patient.")
        restore(public)
        assert client.get(public.url).status_code == 200


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_documents_from_before_versions_get_a_first_one_and_keep_their_address(client, home_page):
    from importlib import import_module

    from django.apps import apps

    file = document("Board_paper.pdf", title="Board paper")
    cited(home_page, file)
    name = file.file.name
    Document.objects.filter(pk=file.pk).update(slug="document", sha256="")
    DocumentVersion.objects.all().delete()
    lost = Document.objects.create(title="Lost", file="documents/gone/Lost report.pdf")
    DocumentVersion.objects.all().delete()
    file.file.storage.save(name, ContentFile(PDF)) if not file.file.storage.exists(name) else None
    import_module("documents.migrations.0004_first_versions").give_first_versions(apps, None)
    file.refresh_from_db()
    first = file.versions.get()
    assert (file.slug, file.sha256, first.number) == ("board-paper", hashlib.sha256(PDF).hexdigest(), 1)
    assert first.file.name == name
    assert client.get(f"/documents/{file.pk}/board-paper.pdf")["Location"] == file.url
    assert (lost.versions.get().sha256, lost.versions.get().filename) == ("", "Lost report.pdf")
