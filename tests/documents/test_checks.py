"""The site refuses to start under settings that would let files be had past its own views."""

import re

import pytest
from django.conf import settings as conf
from django.core.checks import run_checks
from django.core.files.storage import FileSystemStorage
from django.test import override_settings
from django.urls import URLResolver, get_resolver, include, path
from django.views.static import serve
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.images import urls as wagtailimages_urls

from documents.checks import OPEN_VIEWS, _views, faults
from documents.models import Image
from lasweb.urls import urlpatterns as ours
from tests.documents.stores import bucket_storage, stored_in
from tests.processes import PYTHON, environment, manage, running, wait_for


class Exposed:
    """Addresses of ours, and one that gives files to everybody."""

    def __init__(self, *more) -> None:
        self.urlpatterns = [*more, *ours]


def wagtails_api():
    from wagtail.api.v2.router import WagtailAPIRouter
    from wagtail.documents.api.v2.views import DocumentsAPIViewSet

    router = WagtailAPIRouter("api")
    router.register_endpoint("documents", DocumentsAPIViewSet)
    return router.urls


def found():
    return [error.id for error in run_checks(tags=["files"])]


def test_the_site_as_it_is_has_no_fault():
    assert faults() == []


@pytest.mark.parametrize(
    "mounted",
    [
        lambda: path("media/<path:path>", serve, {"document_root": conf.MEDIA_ROOT}),
        lambda: path("files/", include(wagtaildocs_urls)),
        lambda: path("pictures/", include(wagtailimages_urls)),
        lambda: path("api/v2/", wagtails_api()),
    ],
    ids=["media", "Wagtail's documents", "Wagtail's images", "Wagtail's API"],
)
def test_an_address_that_asks_nobody_is_refused(mounted):
    with override_settings(ROOT_URLCONF=Exposed(mounted())):
        assert "lasweb.E206" in found()


def test_no_address_of_the_site_is_answered_by_wagtails_own_views_for_files():
    """Given every address there is, then none gives out files, listings of them or sizes made on demand."""
    views = list(_views(get_resolver(), ""))
    assert len(views) > 200
    assert [route for route, module in views if module.startswith(OPEN_VIEWS)] == []
    assert not any(module.startswith("wagtail.views") for _, module in views)
    assert [route for route, _ in views if re.match(r"\^?(_util|api|media)", route)] == []


@pytest.mark.parametrize("name", ["wagtaildocs_serve", "wagtailimages_serve", "wagtailcore_authenticate_with_password"])
def test_the_names_of_wagtails_views_for_files_lead_nowhere(name):
    assert name not in set(names(get_resolver()))


def names(resolver):
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from names(each)
        else:
            yield each.name


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/media/{name}", "/{name}", "/static/{name}", "/_private/{name}", "/documents/{name}", "/images/{name}",
     "/api/v2/documents/", "/api/v2/images/", "/_util/authenticate_with_password/1/1/",
     "/images/abcdef/1/original/", "/documents/1/original.png"],
)  # fmt: skip
def test_no_address_leads_to_an_original(client, home_page, address):
    from tests.documents.files import image

    assert client.get(address.format(name=image().file.name)).status_code == 404


def test_a_store_that_gives_addresses_is_refused():
    with stored_in({"BACKEND": "django.core.files.storage.FileSystemStorage"}):
        assert "lasweb.E201" in found()


def test_a_field_with_a_store_of_its_own_is_refused(monkeypatch):
    monkeypatch.setattr(Image._meta.get_field("file"), "storage", FileSystemStorage())
    assert found() == ["lasweb.E202"]


@pytest.mark.parametrize("setting", ["serve", "redirect", "direct", None])
def test_wagtails_ways_of_serving_are_refused(setting):
    with override_settings(WAGTAILDOCS_SERVE_METHOD=setting):
        assert found() == ["lasweb.E205"]


@pytest.mark.parametrize("inside", ["", "media", "a/b/media"])
@pytest.mark.parametrize("setting", ["STATIC_ROOT", "STATICFILES_DIRS", "WHITENOISE_ROOT"])
def test_files_inside_a_folder_that_everybody_is_sent_are_refused(tmp_path, inside, setting):
    sent = str(tmp_path / "sent")
    with override_settings(
        MEDIA_ROOT=f"{sent}/{inside}", **{setting: [sent] if setting == "STATICFILES_DIRS" else sent}
    ):
        assert found() == ["lasweb.E204"]


def test_a_link_into_such_a_folder_is_seen_through(tmp_path):
    (tmp_path / "sent").mkdir()
    (tmp_path / "media").symlink_to(tmp_path / "sent")
    with override_settings(MEDIA_ROOT=str(tmp_path / "media"), STATIC_ROOT=str(tmp_path / "sent")):
        assert found() == ["lasweb.E204"]


def test_no_folder_at_all_is_refused():
    with override_settings(MEDIA_ROOT=""):
        assert found() == ["lasweb.E204"]


@pytest.mark.parametrize(
    ("address", "wrong"),
    [("/_private/", False), ("/a/b-c/", False), ("", False), ("_private/", True), ("/_private", True), ("/", True),
     ("https://example.org/", True), ("/../", True)],
)  # fmt: skip
def test_an_internal_address_that_is_none_is_refused(address, wrong):
    with override_settings(PRIVATE_FILES_REDIRECT=address):
        assert found() == (["lasweb.E207"] if wrong else [])


@pytest.fixture
def key(monkeypatch):
    for name in ("S3_ACCESS_KEY", "S3_SECRET_KEY", "S3_ENDPOINT_URL"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")


@pytest.mark.usefixtures("key")
class TestABucket:
    def test_as_the_settings_make_it_has_no_fault(self):
        with stored_in(bucket_storage("files")):
            assert found() == []

    @pytest.mark.parametrize(
        "option",
        [
            {"default_acl": "public-read"},
            {"querystring_auth": False},
            {"file_overwrite": True},
            {"custom_domain": "files.example.org"},
            {"querystring_expire": 3600},
            {"object_parameters": {"ACL": "public-read"}},
        ],
        ids=lambda option: next(iter(option)),
    )
    def test_that_would_be_open_is_refused(self, option):
        with stored_in(bucket_storage("files", **option)):
            assert found() == ["lasweb.E203"]

    def test_takes_no_internal_redirect(self):
        with stored_in(bucket_storage("files")), override_settings(PRIVATE_FILES_REDIRECT="/_private/"):
            assert found() == ["lasweb.E207"]


def test_each_fault_says_what_to_do():
    with override_settings(WAGTAILDOCS_SERVE_METHOD="direct", PRIVATE_FILES_REDIRECT="nonsense"):
        said = faults()
    assert len(said) == 2
    assert all("See docs/operations/files.md." in line for line in said)


def test_neither_a_command_nor_the_web_server_starts_then(tmp_path):
    """Given a wrong setting, when they are started, then they say why and end."""
    env = environment(tmp_path, PRIVATE_FILES_REDIRECT="nonsense")
    done = manage(env, "run_job", "delete_files")
    assert done.returncode == 1
    assert "lasweb.E207" in done.stderr
    log = tmp_path / "server.log"
    with running(env, PYTHON, "-c", "import lasweb.wsgi", log=log) as process:
        wait_for(lambda: process.poll() is not None, "the server gives up")
    assert process.returncode == 1
    assert "LASweb cannot start: PRIVATE_FILES_REDIRECT is 'nonsense'." in log.read_text()
