"""What is larger than anybody may send is refused before it is read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.models import User
from documents.models import Document

pytestmark = pytest.mark.django_db
MB = 1_000_000


def send(client, path, size):
    """Say that so many bytes come; only a few do."""
    return client.generic(
        "POST", path, b"x=y", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(size)
    )


@pytest.fixture
def administrator(client):
    client.force_login(User.objects.create_superuser("admin", "admin@example.org"))
    return client


@pytest.fixture
def strict():
    """A browser in which the token of a form counts, as in life."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize(
    "path", ["/", "/contact/", "/admin/login/", "/admin/documents/add/", "/admin/imports/documents/"]
)
def test_nobody_sends_more_than_a_form_without_a_sign_in(strict, path):
    response = send(strict, path, 3 * MB)
    assert response.status_code == 413
    assert "This is too large" in response.content.decode()


def test_an_account_without_the_admin_is_no_sign_in(strict):
    strict.force_login(User.objects.create_user("guest", "guest@example.org"))
    assert send(strict, "/admin/documents/add/", 3 * MB).status_code == 413


@pytest.mark.parametrize(
    ("path", "megabytes", "taken"),
    [
        ("/admin/documents/add/", 50, True),
        ("/admin/documents/add/", 60, False),
        ("/admin/imports/documents/", 300, True),
        ("/admin/imports/documents/", 302, False),
        ("/search/?next=/admin/imports/", 60, False),
    ],
)
def test_an_editor_sends_as_much_as_the_limits_say(strict, path, megabytes, taken):
    strict.force_login(User.objects.create_superuser("admin", "admin@example.org"))
    # What is let through is refused by the next in line, for want of a token.
    assert (send(strict, path, megabytes * MB).status_code != 413) is taken


@pytest.mark.parametrize("length", ["", "-1", "many", "１２"])
def test_a_length_that_is_no_number_is_none(client, home_page, length):
    assert client.get("/", CONTENT_LENGTH=length).status_code == 200


def test_a_large_upload_within_the_limits_comes_through(administrator):
    content = b"line\n" * 800_000
    administrator.post(
        "/admin/documents/add/", {"title": "Log", "file": SimpleUploadedFile("a.txt", content), "collection": 1}
    )
    assert Document.objects.get().file_size == len(content)
