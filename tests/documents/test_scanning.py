"""What a real ClamAV daemon finds is refused; while none answers an upload waits, and nobody gets to see it."""

import os
import socket
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import UploadedFile

from core.clamav import ScannerAwayError, ScannerUnavailableError, find_virus, ping
from core.models import AuditRecord, User
from documents.jobs import delete_files, purge_unfinished_uploads, scan_uploads
from documents.models import Document, FileScan, Image
from documents.rescans import BATCH
from documents.visibility import is_public
from home.models import StandardPage
from tests.documents.clamav import FOUND, MARK
from tests.documents.files import PDF, document, image, picture
from tests.factories import publish

pytestmark = pytest.mark.django_db
BAD_PDF = PDF.replace(b"%%EOF", MARK + b"\n%%EOF")


def citing(home_page, file):
    page = publish(home_page, f"papers-{file.pk}")
    page.body = page.body.stream_block.to_python([{"type": "document", "value": {"document": file.pk, "title": ""}}])
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)


@pytest.fixture
def administrator(client, db):
    client.force_login(User.objects.create_superuser("admin", "admin@example.org"))
    return client


@contextmanager
def daemon_that(answers, times=1):
    """A server in the place of the daemon: `answers` is given each of so many connections."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            for _ in range(times):
                connection, _address = server.accept()
                with connection:
                    answers(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        thread.join(5)


# --- the client -----------------------------------------------------------------------------------------------------


@pytest.mark.needs("clamav")
def test_the_daemon_names_what_it_finds_and_passes_the_rest(clamd_socket):
    assert find_virus(BytesIO(b"x" * 600_000 + MARK), clamd_socket, 10) == FOUND
    assert find_virus(BytesIO(PDF), clamd_socket, 10) == ""
    assert ping(clamd_socket, 5).startswith("ClamAV ")


@pytest.mark.needs("clamav")
def test_a_file_larger_than_the_daemon_takes_gets_no_verdict(clamd_socket):
    with pytest.raises(ScannerUnavailableError, match=r"size limit exceeded|reset|pipe"):
        find_virus(BytesIO(bytes(8_000_000)), clamd_socket, 10)


def test_nobody_there_is_no_verdict(tmp_path):
    with pytest.raises(ScannerAwayError, match="No such file"):
        find_virus(BytesIO(PDF), str(tmp_path / "nobody.sock"), 1)
    with pytest.raises(ScannerUnavailableError, match="refused"):
        ping("127.0.0.1:1", 1)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"stream: broken ERROR\0", "broken ERROR"),
        (b"", "nothing"),
        (b"HTTP/1.1 400 Bad Request\r\n\0", "HTTP/1.1 400"),
    ],
)
def test_an_answer_that_is_no_verdict_passes_nothing(answer, said):
    def answers(connection):
        heard = b""
        # To the chunk of no length that ends a stream: a line that is closed on words unread breaks.
        while not heard.endswith(bytes(4)) and (piece := connection.recv(65536)):
            heard += piece
        connection.sendall(answer)

    with daemon_that(answers) as address, pytest.raises(ScannerUnavailableError, match=said):
        find_virus(BytesIO(PDF), address, 5)


def test_a_daemon_that_hangs_is_given_up_at_the_limit():
    done = threading.Event()
    began = time.monotonic()
    with daemon_that(lambda connection: done.wait(5)) as address:
        with pytest.raises(ScannerUnavailableError, match="time"):
            find_virus(BytesIO(PDF), address, 0.2)
        done.set()
    assert time.monotonic() - began < 3


# --- on the way in --------------------------------------------------------------------------------------------------


@pytest.mark.needs("clamav")
def test_an_infected_document_is_refused_with_what_to_do_and_not_kept(administrator, scanner, caplog):
    response = administrator.post(
        reverse("wagtaildocs:add"),
        {"title": "Paper on risk", "file": SimpleUploadedFile("paper.pdf", BAD_PDF), "collection": 1},
    )
    assert f"found “{FOUND}” in this file" in response.content.decode()
    assert b"Paper on risk" in response.content
    assert not Document.objects.exists()
    assert "Upload refused" in caplog.text
    assert AuditRecord.objects.get(action="virus_refused").detail == f"{FOUND} in paper.pdf"
    assert MARK.decode() not in caplog.text


@pytest.mark.needs("clamav")
@pytest.mark.parametrize("address", ["wagtaildocs:add_multiple", "wagtaildocs_chooser:create"])
def test_so_it_is_by_every_other_way_in(administrator, scanner, address):
    prefix = "document-chooser-upload-" if "chooser" in address else ""
    fields = {f"{prefix}title": "Paper", f"{prefix}collection": 1, "collection": 1}
    files = {name: SimpleUploadedFile("paper.pdf", BAD_PDF) for name in (f"{prefix}file", "files[]")}
    response = administrator.post(reverse(address), fields | files)
    assert FOUND in response.content.decode()
    assert not Document.objects.exists()


@pytest.mark.needs("clamav")
@pytest.mark.parametrize(
    "way",
    [
        lambda: document(content=BAD_PDF),
        lambda: Document(title="By another road").file.save("paper.pdf", ContentFile(BAD_PDF), save=True),
        lambda: image(content=picture() + MARK),
    ],
)
def test_code_cannot_pass_the_scanner_by_either(scanner, way):
    with pytest.raises(ValidationError, match="virus scanner"), transaction.atomic():
        way()
    assert not Document.objects.exists()
    assert not Image.objects.exists()


@pytest.mark.needs("clamav")
def test_a_picture_is_scanned_as_it_came(administrator, scanner):
    upload = SimpleUploadedFile("crew.png", picture() + MARK, "image/png")
    response = administrator.post(
        reverse("wagtailimages:add"), {"title": "Crew", "file": upload, "collection": 1, "description": "A crew"}
    )
    assert FOUND in response.content.decode()
    assert not Image.objects.exists()


@pytest.mark.needs("clamav")
def test_what_passed_is_public_as_soon_as_it_is_cited(client, home_page, scanner):
    file = document()
    assert FileScan.objects.get(file=file.file.name).state == "clean"
    citing(home_page, file)
    assert client.get(file.url).status_code == 200


def test_without_a_scanner_nothing_is_scanned_and_nothing_waits(client, home_page):
    file = document()
    citing(home_page, file)
    assert not FileScan.objects.exists()
    assert client.get(file.url).status_code == 200
    assert scan_uploads() == ""


# --- while nobody answers -------------------------------------------------------------------------------------------


def test_an_upload_waits_while_the_scanner_is_down_and_is_never_public(administrator, home_page, scanner_down):
    administrator.post(
        reverse("wagtaildocs:add"), {"title": "Paper", "file": SimpleUploadedFile("p.pdf", PDF), "collection": 1}
    )
    file = Document.objects.get()
    citing(home_page, file)
    administrator.logout()
    assert administrator.get(file.url).status_code == 404
    assert not is_public(file)
    assert FileScan.objects.get().state == "waiting"
    assert "No such file" in scan_uploads()
    assert FileScan.objects.get().state == "waiting"


def test_the_documents_own_page_says_that_it_waits(administrator, scanner_down):
    file = document()
    response = administrator.get(reverse("wagtaildocs:edit", args=(file.pk,)))
    assert "waits for the virus scan" in response.content.decode()


def test_so_does_a_picture_with_all_its_sizes(client, home_page, scanner_down):
    waiting = image()
    home_page.hero_image = waiting
    home_page.save_revision().publish()
    assert client.get(waiting.get_rendition("width-30").url).status_code == 404


@pytest.mark.needs("clamav")
def test_once_the_scanner_answers_what_waited_is_scanned_and_goes_out(client, home_page, scanner_down, clamd_socket):
    file = document()
    citing(home_page, file)
    scanner_down.CLAMAV_SOCKET = clamd_socket
    assert scan_uploads() == "1 nothing found"
    assert client.get(file.url).status_code == 200


@pytest.mark.needs("clamav")
def test_what_is_found_later_is_deleted_and_its_uploader_told_once(client, home_page, scanner_down, clamd_socket):
    uploader = User.objects.create_user("author", "author@example.org")
    file = document(content=BAD_PDF, uploaded_by_user=uploader)
    citing(home_page, file)
    scanner_down.CLAMAV_SOCKET = clamd_socket
    assert scan_uploads() == "1 held a virus and was deleted; 1 uploaders told"
    assert client.get(file.url).status_code == 404
    assert delete_files() == "1 files deleted"
    assert not default_storage.exists(file.file.name)
    assert [message.to for message in mail.outbox] == [["author@example.org"]]
    assert FOUND in mail.outbox[0].body
    assert scan_uploads() == ""
    assert len(mail.outbox) == 1


@pytest.mark.needs("clamav")
def test_a_mail_server_that_is_down_is_tried_again(scanner_down, clamd_socket, settings):
    uploader = User.objects.create_user("author", "author@example.org")
    document(content=BAD_PDF, uploaded_by_user=uploader)
    settings.CLAMAV_SOCKET = clamd_socket
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert scan_uploads() == "1 held a virus and was deleted"
    settings.EMAIL_BACKEND = working
    assert scan_uploads() == "1 uploaders told"
    assert len(mail.outbox) == 1


@pytest.mark.needs("clamav")
def test_an_infected_picture_loses_its_sizes_too(scanner_down, clamd_socket):
    waiting = image()
    rendition = waiting.get_rendition("width-30")
    with Path(default_storage.path(waiting.file.name)).open("ab") as stored:
        stored.write(MARK)
    scanner_down.CLAMAV_SOCKET = clamd_socket
    assert scan_uploads() == "1 held a virus and was deleted"
    assert not type(rendition).objects.filter(pk=rendition.pk).exists()


@pytest.mark.needs("clamav")
def test_files_from_before_the_scanner_was_set_up_are_scanned_and_stay_public_meanwhile(
    client, home_page, settings, clamd_socket
):
    good, bad, crew = document(), document(content=BAD_PDF), image()
    citing(home_page, good)
    settings.CLAMAV_SOCKET = clamd_socket
    assert client.get(good.url).status_code == 200
    assert scan_uploads() == "2 nothing found; 1 held a virus and was deleted"
    assert set(FileScan.objects.values_list("file", "state")) == {
        (good.file.name, "clean"), (bad.file.name, "infected"), (crew.file.name, "clean"),
    }  # fmt: skip


def test_the_entry_of_an_upload_that_was_deleted_goes(scanner_down):
    file = document()
    file.delete()
    scan_uploads()
    assert not FileScan.objects.exists()


@pytest.mark.needs("clamav")
def test_a_file_that_the_store_has_lost_stops_no_other(scanner, caplog):
    FileScan.objects.all().delete()
    lost, kept = document(), document()
    default_storage.remove(lost.file.name)
    FileScan.objects.update(state="waiting")
    assert scan_uploads() == "1 nothing found"
    assert "could not be read" in caplog.text
    assert FileScan.objects.get(file=kept.file.name).state == "clean"


# --- uploads that are not finished ----------------------------------------------------------------------------------


def half_finished(name, content, model=Document):
    kind = ContentType.objects.get_for_model(model)
    return UploadedFile.objects.create(for_content_type=kind, file=SimpleUploadedFile(name, content))


@pytest.mark.needs("clamav")
def test_a_half_finished_upload_is_scanned_and_its_picture_cleaned(scanner):
    with pytest.raises(ValidationError, match="virus scanner"):
        half_finished("paper.pdf", BAD_PDF)
    kept = half_finished("crew.jpg", picture("JPEG", comment=b"patient name"), Image)
    assert b"patient name" not in kept.file.storage.open(kept.file.name).read()


def test_what_nobody_finished_is_deleted_after_a_day():
    old, gone = half_finished("old.pdf", PDF), half_finished("gone.pdf", PDF)
    default_storage.remove(gone.file.name)
    assert purge_unfinished_uploads() == "1 unfinished uploads deleted"
    assert purge_unfinished_uploads() == ""
    yesterday = (timezone.now() - timedelta(days=1, minutes=1)).timestamp()
    os.utime(default_storage.path(old.file.name), (yesterday, yesterday))
    assert purge_unfinished_uploads() == "1 unfinished uploads deleted"
    assert delete_files() == "2 files deleted"
    assert not default_storage.exists(old.file.name)
    assert not UploadedFile.objects.exists()


def test_a_run_takes_on_only_so_many(scanner_down):
    FileScan.objects.bulk_create(FileScan(file=f"documents/{n}/a.pdf", state="waiting") for n in range(BATCH + 5))
    scan_uploads()
    assert FileScan.objects.count() == 5


def test_one_file_without_a_verdict_keeps_no_other_waiting(scanner_down):
    document(), document()
    asked = []

    def answers(connection):
        asked.append(connection.recv(65536))
        connection.sendall(b"stream: too strange ERROR\0")

    with daemon_that(answers, times=2) as address:
        scanner_down.CLAMAV_SOCKET = address
        assert scan_uploads().endswith("too strange ERROR")
    assert len(asked) == 2
    assert {scan.state for scan in FileScan.objects.all()} == {"waiting"}


def test_a_daemon_that_is_away_is_asked_once_and_about_another_file_the_next_time(scanner_down):
    first, second = document(), document()
    scan_uploads()
    assert FileScan.objects.get(file=first.file.name).scanned_at is not None
    assert FileScan.objects.get(file=second.file.name).scanned_at is None
    scan_uploads()
    assert FileScan.objects.get(file=second.file.name).scanned_at is not None
