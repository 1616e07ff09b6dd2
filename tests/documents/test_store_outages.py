"""The store goes down or loses its answer in the middle of an editor's work: nothing leaks, nothing is lost."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.models import User
from documents.jobs import delete_files
from documents.models import Document, DocumentVersion, FileDeletion, Image, Rendition
from documents.proof import store as compared
from documents.services import replace_file
from documents.storages import StoreUnavailableError
from tests.documents.files import PDF, document, image, picture
from tests.documents.test_serving import cited

pytestmark = [pytest.mark.django_db, pytest.mark.needs("s3")]

FAULTS = ["down", "error", "losing"]
NEWER = PDF + b"newer"


@pytest.fixture
def administrator(db):
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("root", "root@example.org", "secret"))
    return client


def body(response):
    return b"".join(response.streaming_content)


def strike(faulty, fault):
    setattr(faulty, fault, 503)


@pytest.mark.parametrize("fault", FAULTS)
class TestWhileTheStoreIsAway:
    def test_what_is_published_is_public_and_its_document_follows(self, client, home_page, faulty, fault):
        file = document()
        strike(faulty, fault)
        page = cited(home_page, file)
        assert client.get(page.url).status_code == 200
        assert client.get(file.url).status_code == 503
        faulty.heal()
        assert body(client.get(file.url)) == PDF

    def test_what_is_taken_down_is_private_at_once(self, client, home_page, faulty, fault):
        file = document()
        page = cited(home_page, file)
        strike(faulty, fault)
        page.unpublish()
        for headers in ({}, {"Range": "bytes=0-3"}, {"If-None-Match": f'"{file.sha256}"'}):
            assert client.get(file.url, headers=headers).status_code == 404
        faulty.heal()
        assert client.get(file.url).status_code == 404

    def test_a_replacement_fails_whole_and_the_old_file_stays(self, client, home_page, faulty, fault):
        file = document()
        cited(home_page, file)
        name = file.file.name
        strike(faulty, fault)
        with pytest.raises(StoreUnavailableError):
            replace_file(Document.objects.get(pk=file.pk), ContentFile(NEWER, name="newer.pdf"))
        faulty.heal()
        kept = Document.objects.get(pk=file.pk)
        assert (kept.version, kept.file.name, DocumentVersion.objects.count()) == (1, name, 1)
        assert body(client.get(file.url)) == PDF

    def test_an_editor_who_uploads_is_told_and_nothing_is_half_there(self, administrator, faulty, fault):
        strike(faulty, fault)
        sent = {"title": "Board paper", "collection": 1, "tags": "", "file": SimpleUploadedFile("paper.pdf", PDF)}
        response = administrator.post(reverse("wagtaildocs:add"), sent)
        assert (response.status_code, response["Retry-After"]) == (503, "60")
        assert b"send it again" in response.content
        assert not Document.objects.exists()
        faulty.heal()
        sent["file"] = SimpleUploadedFile("paper.pdf", PDF)
        assert administrator.post(reverse("wagtaildocs:add"), sent).status_code == 302
        assert Document.objects.count() == 1

    def test_a_picture_is_replaced_wholly_or_not_at_all(self, faulty, fault):
        shown = image()
        size, name = shown.get_rendition("width-30"), shown.file.name
        shown = Image.objects.get(pk=shown.pk)
        shown.file = ContentFile(picture(size=(80, 40)), name="new.png")
        strike(faulty, fault)
        with pytest.raises(StoreUnavailableError):
            shown.save()
        faulty.heal()
        assert Image.objects.get(pk=shown.pk).file.name == name
        assert Rendition.objects.get().pk == size.pk
        delete_files()
        assert default_storage.exists(name)
        assert default_storage.exists(size.file.name)

    def test_what_is_deleted_in_the_admin_is_gone_and_its_file_follows(
        self, client, home_page, faulty, fault, administrator
    ):
        file = document()
        cited(home_page, file)
        address, name = file.url, file.file.name
        strike(faulty, fault)
        assert administrator.post(reverse("wagtaildocs:delete", args=[file.pk])).status_code == 302
        assert client.get(address).status_code == 404
        assert FileDeletion.objects.get().name == name
        faulty.heal()
        assert delete_files() == "1 files deleted"
        assert not default_storage.exists(name)

    def test_a_page_is_shown_without_a_picture_that_cannot_be_made(self, client, home_page, faulty, fault):
        home_page.hero_image = image()
        home_page.save_revision().publish()
        Rendition.objects.all().delete()
        strike(faulty, fault)
        response = client.get(home_page.url)
        assert response.status_code == 200


def test_an_upload_whose_answer_was_lost_leaves_a_file_that_nobody_can_have(client, faulty):
    """Given a bucket that stores the file and never says so, then no row names it and it is found as a stray."""
    # "Go on" is passed on, what follows the file is not.
    faulty.cut(after=len(b"HTTP/1.1 100 Continue\r\n\r\n"), times=10)
    with pytest.raises(StoreUnavailableError):
        document()
    faulty.heal()
    objects = compared.objects_by_name()
    assert len(objects) == 1
    assert not Document.objects.exists()
    name = next(iter(objects))
    for address in (f"/{name}", f"/media/{name}"):
        assert client.get(address).status_code == 404


def test_a_size_made_for_a_preview_is_private_until_its_page_is_public(client, home_page, administrator, faulty):
    from tests.factories import draft

    page = draft(home_page, "papers")
    shown = image()
    page.body = page.body.stream_block.to_python(
        [{"type": "image", "value": {"image": shown.pk, "alt": "A crew", "caption": ""}}]
    )
    page.save_revision()
    administrator.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    sizes = list(Rendition.objects.all())
    assert sizes
    assert {client.get(size.url).status_code for size in sizes} == {404}
    assert {administrator.get(size.url).status_code for size in sizes} == {200}
    page.get_latest_revision().publish()
    assert {client.get(size.url).status_code for size in sizes} == {200}


def test_a_store_that_hangs_opens_nothing_and_loses_nothing(client, home_page, faulty, administrator):
    """Given a bucket that takes requests and never answers, when an editor works on, then all follows when it does."""
    file = document()
    name = file.file.name
    faulty.hanging = True
    page = cited(home_page, file)
    assert client.get(file.url).status_code == 503
    with pytest.raises(StoreUnavailableError):
        replace_file(Document.objects.get(pk=file.pk), ContentFile(NEWER, name="newer.pdf"))
    page.unpublish()
    assert client.get(file.url).status_code == 404
    page.save_revision().publish()
    assert administrator.post(reverse("wagtaildocs:delete", args=[file.pk])).status_code == 302
    assert client.get(file.url).status_code == 404
    faulty.heal()
    assert delete_files() == "1 files deleted"
    assert not default_storage.exists(name)


def test_a_slow_store_is_waited_for(client, home_page, faulty, administrator):
    """Given a bucket whose every answer takes its time, when an editor works on, then it goes as it always does."""
    faulty.pause = 0.2
    file = document()
    page = cited(home_page, file)
    assert body(client.get(file.url)) == PDF
    replace_file(Document.objects.get(pk=file.pk), ContentFile(NEWER, name="newer.pdf"))
    assert body(client.get(file.url)) == NEWER
    page.unpublish()
    assert client.get(file.url).status_code == 404
    assert administrator.post(reverse("wagtaildocs:delete", args=[file.pk])).status_code == 302
    assert delete_files() == "2 files deleted"
