"""A file on its way from the store: whole, or visibly broken off; never silently short."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from documents import file_store
from documents.byte_ranges import ByteRange
from documents.file_store import CHUNK, StoredFile
from documents.storages import StoreUnavailableError
from tests.documents.files import PDF, document
from tests.documents.test_serving import cited
from tests.faulty_proxy import PIECE

pytestmark = pytest.mark.django_db

LONG = PDF + bytes(range(256)) * 2_000


def stored(content=LONG):
    return StoredFile(document(content=content).file)


def whole(of):
    return ByteRange(0, of.size)


def test_it_comes_in_pieces_that_make_up_the_whole(store):
    file = stored()
    pieces = list(file.chunks(whole(file)))
    assert b"".join(pieces) == LONG
    assert max(map(len, pieces)) <= CHUNK
    assert len(pieces) > 7


@pytest.mark.parametrize(("start", "stop"), [(0, 1), (100, CHUNK + 200), (len(LONG) - 1, len(LONG)), (5, 5)])
def test_a_part_is_that_part_and_no_more(store, start, stop):
    assert b"".join(stored().chunks(ByteRange(start, stop))) == LONG[start:stop]


def test_an_empty_file_is_sent_as_nothing(store):
    from django.core.files.base import ContentFile

    from documents.models import Document

    empty = Document(title="Empty")
    empty.file.name = default_storage.save("documents/empty.txt", ContentFile(b""))
    file = StoredFile(empty.file)
    assert b"".join(file.chunks(whole(file))) == b""


def test_a_file_that_shrank_meanwhile_is_broken_off_not_sent_short(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = document(content=LONG).file
    found = StoredFile(file)
    with Path(file.path).open("r+b") as shortened:
        shortened.truncate(CHUNK * 2)
    coming = found.chunks(whole(found))
    assert next(coming) == LONG[:CHUNK]
    next(coming)
    with pytest.raises(StoreUnavailableError, match="ends at byte"):
        next(coming)


def test_a_disk_that_fails_is_a_store_that_is_unavailable(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = document(content=LONG).file
    found = StoredFile(file)
    (tmp_path / file.name).unlink()
    (tmp_path / file.name).mkdir()
    with pytest.raises(StoreUnavailableError):
        found.chunks(whole(found))


def test_a_file_that_went_after_it_was_looked_up_is_not_found(store):
    file = stored()
    default_storage.remove(file._name)
    with pytest.raises(FileNotFoundError):
        file.chunks(whole(file))


def test_a_visitor_who_leaves_lets_go_of_the_store(store):
    file = stored()
    coming = file.chunks(whole(file))
    next(coming)
    coming.close()
    assert coming._source is None


@pytest.mark.needs("s3")
class TestAStoreThatFails:
    def test_a_body_that_breaks_off_goes_on_from_where_it_broke(self, faulty, caplog):
        file = stored()
        faulty.cut(after=CHUNK * 3 + PIECE, times=2)
        assert b"".join(file.chunks(whole(file))) == LONG
        assert "broke off" in caplog.text

    def test_a_body_that_breaks_off_again_and_again_is_given_up(self, faulty):
        file = stored()
        faulty.cut(after=CHUNK + PIECE, times=20)
        coming = file.chunks(whole(file))
        with pytest.raises(StoreUnavailableError):
            b"".join(coming)

    def test_errors_in_the_middle_are_given_up(self, faulty):
        file = stored()
        coming = file.chunks(whole(file))
        next(coming)
        coming.close()
        faulty.error = 500
        with pytest.raises(StoreUnavailableError):
            list(coming)

    def test_a_store_that_dawdles_is_given_up(self, faulty, monkeypatch):
        file = stored()
        monkeypatch.setattr(file_store, "PATIENCE", 0.05)
        monkeypatch.setattr(file_store, "SLOWEST", 10**9)
        faulty.pause = 0.05
        with pytest.raises(StoreUnavailableError, match="too slowly"):
            list(file.chunks(whole(file)))

    @pytest.mark.parametrize("fault", ["down", "error", "hanging"])
    def test_a_visitor_is_told_to_come_back_and_nothing_of_the_file_is_sent(self, client, home_page, faulty, fault):
        file = document(content=LONG)
        cited(home_page, file)
        setattr(faulty, fault, 503)
        response = client.get(file.url)
        assert (response.status_code, response["Retry-After"]) == (503, "60")
        assert "no-store" in response["Cache-Control"]
        assert "ETag" not in response
        faulty.heal()
        assert b"".join(client.get(file.url).streaming_content) == LONG


class TestTheProxysInternalRedirect:
    @pytest.fixture(autouse=True)
    def _proxy(self, settings):
        settings.PRIVATE_FILES_REDIRECT = "/_private/"

    def test_the_proxy_is_told_where_the_file_is_and_sends_it(self, client, home_page):
        file = document("Board paper.pdf", LONG)
        cited(home_page, file)
        response = client.get(file.url)
        assert response["X-Accel-Redirect"] == f"/_private/{file.file.name}".replace(" ", "%20")
        assert response.content == b""
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == f'inline; filename="{file.filename}"'
        assert response["ETag"] == f'"{file.sha256}"'
        assert response["Cache-Control"] == "public, max-age=0, s-maxage=30"
        assert response["Content-Security-Policy"].startswith("default-src 'none'")
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_a_range_is_left_to_the_proxy(self, client, home_page):
        file = document(content=LONG)
        cited(home_page, file)
        response = client.get(file.url, headers={"Range": "bytes=5-9"})
        assert (response.status_code, "X-Accel-Redirect" in response) == (200, True)

    def test_what_is_private_names_no_file(self, client, home_page):
        response = client.get(document().url)
        assert (response.status_code, "X-Accel-Redirect" in response) == (404, False)

    def test_who_has_the_file_already_is_told_so_by_us(self, client, home_page):
        file = document()
        cited(home_page, file)
        response = client.get(file.url, headers={"If-None-Match": f'"{file.sha256}"'})
        assert (response.status_code, "X-Accel-Redirect" in response) == (304, False)

    def test_a_lost_file_is_our_404_and_not_the_proxys(self, client, home_page):
        file = document()
        cited(home_page, file)
        default_storage.remove(file.file.name)
        response = client.get(file.url)
        assert (response.status_code, "X-Accel-Redirect" in response) == (404, False)

    @pytest.mark.needs("s3")
    def test_a_file_in_a_bucket_is_sent_by_us(self, client, home_page, bucket):
        file = document()
        cited(home_page, file)
        response = client.get(file.url)
        assert "X-Accel-Redirect" not in response
        assert b"".join(response.streaming_content) == PDF
