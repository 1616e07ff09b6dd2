"""The same rules where the files lie on an S3-compatible server (S3_ENDPOINT_URL names a real one)."""

import pytest

from home.models import StandardPage
from tests.documents.files import PDF, document, image
from tests.documents.stores import bucket_storage, stored_in
from tests.factories import publish

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.needs("s3"),
]


@pytest.fixture
def cited(home_page, bucket):
    file = document(content=PDF + bytes(200_000))
    page = publish(home_page, "papers")
    page.body = page.body.stream_block.to_python([{"type": "document", "value": {"document": file.pk, "title": ""}}])
    page.save_revision().publish()
    return file


def test_a_document_is_streamed_through_us_and_never_by_an_address_of_the_bucket(client, cited):
    response = client.get(cited.url)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == PDF + bytes(200_000)
    part = client.get(cited.url, headers={"Range": "bytes=1-3"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"PDF")
    assert client.head(cited.url)["Content-Length"] == str(len(PDF) + 200_000)


def test_what_no_public_page_cites_is_private(client, cited):
    StandardPage.objects.update(live=False)
    assert client.get(cited.url).status_code == 404


def test_two_uploads_of_one_name_never_share_a_file(bucket):
    first, second = document(content=PDF), document(content=PDF + b"embargoed")
    second.delete()
    assert first.file.name != second.file.name
    assert first.file.storage.open(first.file.name).read() == PDF


def test_a_picture_is_served_from_the_bucket(client, home_page, bucket):
    picture = image()
    rendition = picture.get_rendition("width-30")
    home_page.hero_image = picture
    home_page.save_revision().publish()
    response = client.get(rendition.url)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")


def test_a_file_that_the_bucket_has_lost_is_a_404(client, cited):
    cited.file.storage.remove(cited.file.name)
    assert client.get(cited.url).status_code == 404


def test_a_server_that_does_not_answer_is_a_503_and_one_line_in_the_log(client, cited, caplog):
    address = cited.url
    with stored_in(bucket_storage("gone", "http://127.0.0.1:9")):
        response = client.get(address)
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "no-store" in response["Cache-Control"]
    assert b"not available at the moment" in response.content
    assert [record.name for record in caplog.records if record.levelname == "ERROR"][:1] == ["documents.responses"]
