"""The proof finds every file that can be had and should not, every one that cannot and should, and what is lost."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings as conf
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import CommandError, call_command
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test import override_settings
from django.test.testcases import QuietWSGIRequestHandler
from django.urls import path, re_path
from django.utils import timezone
from django.views.static import serve

from documents.jobs import delete_files, prove_file_privacy
from documents.models import Difference, DocumentVersion, FileDeletion, FileFinding, FileReading, PrivacyProof
from documents.proof import asking, run, store
from documents.proof.asking import SiteDoesNotAnswerError, Stranger
from documents.proof.report import FilesDifferError, summary
from documents.proof.run import Prover
from documents.services import replace_file
from documents.storages import StoreUnavailableError
from lasweb.urls import urlpatterns as ours
from tests.documents import stores
from tests.documents.files import PDF, document, image, picture
from tests.documents.test_serving import cited

COMMITTED = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def _small_and_impatient(monkeypatch, settings, tmp_path):
    """Let nobody wait, try one file of a folder past the site, and begin with an empty store."""
    monkeypatch.setattr(asking, "PAUSE", 0)
    monkeypatch.setattr(store, "TRIED", 1)
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def site(settings, home_page):
    """The site over a real socket; Django's own test server would give the store away to anybody."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    server.set_app(WSGIHandler())
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.SITE_URL = f"http://127.0.0.1:{server.server_port}"
    yield settings.SITE_URL
    server.shutdown()
    server.server_close()
    thread.join()


def prove(**options):
    return Prover(settle=0, **options).run()


def found():
    return {(finding.kind, finding.what) for finding in FileFinding.objects.all()}


def old(name):
    """Make a file of the folder look as if it had come yesterday."""
    import os

    yesterday = (timezone.now() - timedelta(days=1)).timestamp()
    os.utime(default_storage.path(name), (yesterday, yesterday))


def with_first_page(file):
    """Let a document have a picture of its first page."""
    name = default_storage.save("covers/first-page.webp", ContentFile(picture("WEBP")))
    FileReading.objects.filter(version__document=file, version__number=file.version).update(cover=name)
    return file


def opened_to_everybody(request, **_):
    from django.http import HttpResponse

    return HttpResponse(PDF)


class Leaking:
    """The site with a view before ours that gives away what it should not."""

    def __init__(self, *before) -> None:
        self.urlpatterns = [*before, *ours]


@COMMITTED
class TestASite:
    def test_where_all_is_as_it_should_be(self, site, home_page, store):
        public, private = document(), document()
        cited(home_page, public)
        replace_file(public, ContentFile(PDF + b"2", name="new.pdf"), keep_replaced_open=True)
        with_first_page(public)
        with_first_page(private)
        shown = image()
        shown.get_rendition("width-30")
        home_page.hero_image = shown
        home_page.save_revision().publish()
        image().get_rendition("width-30")
        proof = prove()
        assert found() == set()
        assert proof.finished_at
        # Two versions, a private document, two sizes; the rest are tries past the site.
        assert proof.asked > 5
        assert private.url

    def test_that_gives_away_a_private_document_and_a_private_picture(self, site, home_page, caplog):
        private, size = document(), image().get_rendition("width-30")
        leaks = Leaking(
            *(path(part, opened_to_everybody) for part in ("documents/<int:pk>/<str:s>", "images/<path:p>"))
        )
        with override_settings(ROOT_URLCONF=leaks):
            prove()
            assert found() == {("exposed", private.url), ("exposed", size.url)}
            assert "can be had by anybody and should not" in caplog.text
            with pytest.raises(FilesDifferError, match=r"2 exposed\. First: /documents/"):
                prove_file_privacy()
        prove()
        assert found() == set()

    def test_that_gives_away_the_first_page_of_a_private_document_or_refuses_that_of_a_public_one(
        self, site, home_page
    ):
        private, public = with_first_page(document()), with_first_page(document())
        cited(home_page, public)
        with override_settings(ROOT_URLCONF=Leaking(path("documents/<int:pk>/cover/<str:s>", opened_to_everybody))):
            prove()
            assert found() == {("exposed", private.cover_url)}
        with override_settings(
            ROOT_URLCONF=Leaking(re_path("^documents/[0-9]+/cover/(?P<path>.*)", serve, {"document_root": "/x"}))
        ):
            prove()
        assert found() == {("closed", public.cover_url)}

    def test_that_is_reached_elsewhere_than_at_its_own_address(self, site, home_page, settings):
        """Given containers, where the site's own address leads nowhere, when its proxy is named, then that is asked."""
        public, private = document(), document()
        cited(home_page, public)
        settings.SITE_URL, settings.FILE_PROOF_ADDRESS = "http://localhost:9", site
        asked = prove().asked
        assert found() == set()
        assert asked >= 2
        with override_settings(ROOT_URLCONF=Leaking(path("documents/<path:path>", opened_to_everybody))):
            prove()
        assert ("exposed", private.url) in found()

    def test_that_refuses_a_public_document_or_sends_another(self, site, home_page):
        file = document()
        cited(home_page, file)
        with override_settings(ROOT_URLCONF=Leaking(path("documents/<path:path>", serve, {"document_root": "/x"}))):
            prove()
        assert found() == {("closed", file.url)}
        assert FileFinding.objects.get().detail == "status 404"
        DocumentVersion.objects.update(size=5)
        prove()
        assert FileFinding.objects.get().detail == f"{len(PDF)} bytes instead of 5"

    def test_whose_proxy_does_not_know_the_internal_address(self, site, home_page):
        file = document()
        cited(home_page, file)
        with override_settings(PRIVATE_FILES_REDIRECT="/_private/"):
            prove()
        assert found() == {("closed", file.url)}
        assert FileFinding.objects.get().detail == "no proxy follows PRIVATE_FILES_REDIRECT"

    def test_whose_web_server_sends_the_folder(self, site):
        original = image().file.name
        with override_settings(
            ROOT_URLCONF=Leaking(path("media/<path:path>", serve, {"document_root": conf.MEDIA_ROOT}))
        ):
            prove()
        assert found() == {("exposed", f"/media/{original}")}

    def test_is_looked_at_again_before_it_is_accused(self, site, home_page, monkeypatch):
        """Given a page that goes down while its document is asked for, then that is no difference."""
        file = document()
        page = cited(home_page, file)
        prover = Prover(settle=0)
        ask = prover._stranger.ask

        def asked(address):
            answer = ask(address)
            if address == file.url:
                page.unpublish()
            return answer

        monkeypatch.setattr(prover._stranger, "ask", asked)
        prover.run()
        assert found() == set()

    def test_that_does_not_answer_is_said_and_nothing_is_proved(self, site, home_page):
        document()
        with pytest.raises(SiteDoesNotAnswerError):
            prove(site="http://127.0.0.1:9")
        assert PrivacyProof.objects.get().finished_at is None
        with pytest.raises(CommandError, match="No proof is possible now"):
            call_command("prove_file_privacy", site="http://127.0.0.1:9", stdout=StringIO())

    def test_a_proof_goes_on_where_its_time_was_over(self, site, home_page, monkeypatch):
        monkeypatch.setattr(run, "SAVED_EVERY", 1)
        files = [document() for _ in range(3)]
        sittings = 0
        while not (proof := prove(seconds=0)).finished_at:
            sittings += 1
            assert sittings < 10
        assert sittings == len(files)
        assert PrivacyProof.objects.count() == 1
        assert proof.asked >= len(files)

    def test_a_proof_that_broke_off_with_doubts_asks_again(self, site, home_page, monkeypatch):
        private = document()
        document()
        with override_settings(ROOT_URLCONF=Leaking(path("documents/<path:any>", opened_to_everybody))):
            prover = Prover(settle=0)
            monkeypatch.setattr(prover, "_look_again", lambda: (_ for _ in ()).throw(SiteDoesNotAnswerError))
            prover._proof.stage = "documents"
            with pytest.raises(SiteDoesNotAnswerError):
                prover.run()
            prove()
        assert ("exposed", private.url) in found()

    def test_the_command_lists_what_differs_and_fails(self, site, home_page):
        lost = document()
        default_storage.remove(lost.file.name)
        stray = default_storage.save("documents/stray.pdf", ContentFile(PDF))
        old(stray)
        said = StringIO()
        with pytest.raises(SystemExit) as left:
            call_command("prove_file_privacy", again=True, delete_strays=True, stdout=said)
        assert left.value.code == 1
        assert f"{lost.file.name} is named by a row, and the store has no such file" in said.getvalue()
        assert f"{stray} lies in the store, and no row names it" in said.getvalue()
        assert "2 differences, finished." in said.getvalue()
        assert delete_files() == "1 files deleted"
        assert not Path(default_storage.path(stray)).exists()

    def test_the_job_proves_once_a_day(self, site, home_page):
        document()
        assert prove_file_privacy().endswith("addresses asked")
        assert prove_file_privacy() == ""
        PrivacyProof.objects.update(finished_at=timezone.now() - timedelta(hours=23, minutes=1))
        assert prove_file_privacy().endswith("addresses asked")


@pytest.mark.django_db
class TestTheStore:
    def compared(self):
        prover = Prover(settle=0)
        prover._compare_store()
        return found()

    def test_what_rows_name_and_the_store_has_is_right(self, store):
        document()
        image().get_rendition("width-30")
        assert self.compared() == set()

    def test_a_file_that_is_lost_is_missing(self, store):
        lost = document()
        default_storage.remove(lost.file.name)
        assert self.compared() == {("missing", lost.file.name)}

    def test_a_file_in_which_a_virus_was_found_is_not_missed(self):
        from documents.models import FileScan

        lost = document()
        FileScan.objects.create(file=lost.file.name, state="infected")
        default_storage.remove(lost.file.name)
        assert self.compared() == set()

    def test_a_file_that_no_row_names_is_a_stray_unless_it_is_new(self):
        stray, new, leaving = (default_storage.save("documents/a.pdf", ContentFile(PDF)) for _ in range(3))
        old(stray)
        old(leaving)
        FileDeletion.objects.create(name=leaving)
        assert self.compared() == {("stray", stray)}
        assert default_storage.exists(new)

    def test_a_stray_is_deleted_in_the_end_and_no_sooner(self):
        stray = default_storage.save("documents/a.pdf", ContentFile(PDF))
        now = timezone.now()
        finding = FileFinding.objects.create(kind=Difference.STRAY, what=stray, first_seen_at=now, last_seen_at=now)
        prover = Prover(settle=0)
        prover._proof.started_at = now
        prover._finish()
        assert not FileDeletion.objects.exists()
        FileFinding.objects.filter(pk=finding.pk).update(first_seen_at=now - timedelta(days=31))
        prover._finish()
        assert FileDeletion.objects.get().name == stray

    def test_a_finding_keeps_its_first_date_and_goes_when_it_is_no_longer_found(self, store):
        lost = document()
        default_storage.remove(lost.file.name)
        self.compared()
        first = FileFinding.objects.get()
        self.compared()
        again = FileFinding.objects.get()
        assert again.first_seen_at == first.first_seen_at
        assert again.last_seen_at > first.last_seen_at
        assert summary() == "1 missing"
        prover = Prover(settle=0)
        prover._proof.started_at = timezone.now()
        prover._finish()
        assert summary() == ""

    def test_no_path_past_the_site_is_tried_for_more_than_some_files_of_a_folder(self):
        for _ in range(store.TRIED + 5):
            default_storage.save("documents/a.pdf", ContentFile(PDF))
        default_storage.save("originals/a.png", ContentFile(PDF))
        tried = list(store.probable_mistakes(store.objects_by_name()))
        assert len(tried) == len(store.MISTAKES) * (store.TRIED + 1)


@pytest.mark.needs("s3")
class TestABucket:
    @COMMITTED
    def test_that_anybody_may_read_and_list_is_found(self, site, home_page, bucket):
        private = document()
        stores.open_to_everybody(bucket)
        prove()
        assert found() == {("exposed", private.file.name), ("exposed", f"bucket {bucket}")}
        stores.close_to_everybody(bucket)
        prove()
        assert found() == set()

    @pytest.mark.django_db
    def test_that_is_away_is_said_and_the_proof_goes_on_later(self, faulty):
        faulty.down = True
        with pytest.raises(StoreUnavailableError):
            prove()
        assert PrivacyProof.objects.get().finished_at is None


def test_a_stranger_asks_again_where_the_site_says_later(monkeypatch):
    """Given a site that is busy twice, then the third answer counts; a fourth is not asked for."""
    from http.server import BaseHTTPRequestHandler, HTTPServer

    answers = [429, 503, 404, 429, 429, 429]

    class Busy(BaseHTTPRequestHandler):
        def do_HEAD(self):
            self.send_response(answers.pop(0))
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Busy)
    Thread(target=server.serve_forever, daemon=True).start()
    stranger = Stranger(f"http://127.0.0.1:{server.server_port}")
    assert stranger.ask("/documents/1/a").status == 404
    with pytest.raises(SiteDoesNotAnswerError, match="status 429"):
        stranger.ask("/documents/1/a")
    stranger.close()
    server.shutdown()
