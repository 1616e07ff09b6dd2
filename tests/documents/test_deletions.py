"""What is deleted goes for good: after the commit, whatever the store does, and never what is still named."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from wagtail.models import UploadedFile

from core.scheduler import find_job
from documents import deletions
from documents.deletions import FilesNotDeletedError, delete_noted
from documents.models import Document, FileDeletion, Image, Rendition
from tests.documents.files import PDF, document, image, picture

pytestmark = pytest.mark.django_db


def test_the_file_of_a_deleted_document_goes_at_the_next_run(store):
    file = document()
    name = file.file.name
    file.delete()
    assert delete_noted() == "1 files deleted"
    assert not default_storage.exists(name)
    assert not FileDeletion.objects.exists()
    assert delete_noted() == ""


def test_a_picture_goes_with_all_its_sizes_whichever_way_it_is_deleted(store):
    first = image()
    first.get_renditions("width-30", "width-20")
    names = [first.file.name, *Rendition.objects.values_list("file", flat=True)]
    Image.objects.all().delete()
    delete_noted()
    assert len(names) == 3
    assert not any(default_storage.exists(name) for name in names)


def test_a_deletion_that_is_rolled_back_deletes_nothing(store):
    file = document()
    with transaction.atomic():
        Document.objects.all().delete()
        transaction.set_rollback(True)
    delete_noted()
    assert default_storage.exists(file.file.name)


def test_a_file_that_a_row_still_names_is_never_deleted(store, caplog):
    file = document()
    default_storage.delete(file.file.name)
    assert delete_noted() == "1 kept"
    assert default_storage.exists(file.file.name)
    assert "it stays" in caplog.text


def test_what_must_not_be_kept_goes_although_a_row_names_it(store):
    file = document()
    default_storage.delete(file.file.name)
    deletions.note_deletion(file.file.name, even_if_named=True)
    assert delete_noted() == "1 files deleted"
    assert not default_storage.exists(file.file.name)


def test_the_old_picture_and_its_sizes_go_when_a_picture_is_replaced_by_code(store):
    replaced = image()
    old = [replaced.file.name, replaced.get_rendition("width-30").file.name]
    replaced.file = ContentFile(picture(size=(80, 40)), name="new.png")
    replaced.save()
    delete_noted()
    assert not any(default_storage.exists(name) for name in old)
    assert default_storage.exists(replaced.file.name)


def test_to_save_a_picture_without_a_new_file_deletes_nothing(store):
    kept = image()
    kept.title = "Another title"
    kept.save()
    assert not FileDeletion.objects.exists()


def test_a_half_finished_upload_goes_with_its_row(store):
    upload = UploadedFile.objects.create(file=ContentFile(PDF, name="half.pdf"))
    name = upload.file.name
    assert name != "wagtail_uploads/half.pdf"
    upload.delete()
    delete_noted()
    assert not default_storage.exists(name)


def test_the_job_is_registered_for_every_half_minute():
    assert find_job("delete_files").every.total_seconds() == 30


@pytest.mark.needs("s3")
class TestAStoreThatIsAway:
    def test_the_row_goes_the_file_follows_when_the_store_is_back(self, faulty):
        file = document()
        name, pk = file.file.name, file.pk
        faulty.down = True
        file.delete()
        with pytest.raises(FilesNotDeletedError, match="1 files of deleted items are still in the store"):
            delete_noted()
        noted = FileDeletion.objects.get()
        assert (noted.name, noted.failures) == (name, 1)
        assert noted.last_error
        assert not Document.objects.filter(pk=pk).exists()
        faulty.heal()
        assert delete_noted() == "1 files deleted"
        assert not default_storage.exists(name)

    def test_it_is_left_in_peace_after_a_few_failures_and_goes_on_with_the_others(self, faulty):
        for _ in range(5):
            document()
        Document.objects.all().delete()
        faulty.error = 500
        with pytest.raises(FilesNotDeletedError):
            delete_noted()
        tried = FileDeletion.objects.filter(failures=1)
        assert tried.count() == deletions.PATIENCE
        with pytest.raises(FilesNotDeletedError):
            delete_noted()
        assert not FileDeletion.objects.filter(failures=0).exists()
        faulty.heal()
        assert delete_noted() == "5 files deleted"

    def test_an_answer_that_is_lost_is_made_good(self, faulty):
        file = document()
        name = file.file.name
        file.delete()
        faulty.losing = True
        with pytest.raises(FilesNotDeletedError):
            delete_noted()
        faulty.heal()
        assert delete_noted() == "1 files deleted"
        assert not default_storage.exists(name)


def test_one_run_does_no_more_than_its_share(monkeypatch):
    monkeypatch.setattr(deletions, "BATCH", 2)
    for _ in range(3):
        document()
    Document.objects.all().delete()
    assert [delete_noted(), delete_noted()] == ["2 files deleted", "1 files deleted"]


def test_a_disk_that_refuses_keeps_the_note(tmp_path, settings):
    """Given a folder where the file should be, when it is deleted, then the note stays and says why."""
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "documents/stuck").mkdir(parents=True)
    (tmp_path / "documents/stuck/inside").touch()
    default_storage.delete("documents/stuck")
    with pytest.raises(FilesNotDeletedError, match="not empty"):
        delete_noted()
    assert FileDeletion.objects.get().failures == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_wagtails_own_way_of_deleting_after_the_commit_is_the_same(store):
    """Given a committed deletion, then Wagtail's task for the file works on both stores and does nothing more."""
    file, shown = document(), image()
    shown.get_rendition("width-30")
    file.delete()
    shown.delete()
    assert FileDeletion.objects.count() == 3
    assert delete_noted() == "3 files deleted"


def test_an_editor_deletes_a_picture_in_the_admin(admin_client):
    shown = image()
    admin_client.post(f"/admin/images/{shown.pk}/delete/")
    assert not Image.objects.exists()
    assert FileDeletion.objects.get().name == shown.file.name
