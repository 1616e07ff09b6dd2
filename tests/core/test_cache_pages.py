"""What anonymous visitors are given from memory, and what is never kept."""

import gzip
from datetime import timedelta

import brotli
import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from django.utils import timezone
from wagtail.models import Page

from core.caching import generation, middleware
from core.caching.generation import RedisGeneration
from core.caching.headers import mark_public, public_view
from tests.factories import publish
from tests.processes import free_port

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@public_view
def with_token(request):
    return HttpResponse(get_token(request))


@public_view
def with_cookie(request):
    response = HttpResponse("x")
    response.set_cookie("seen", "1")
    return response


@public_view
def with_session(request):
    return HttpResponse(str(request.session.get("name")))


@public_view
def forbidden_to_keep(request):
    return HttpResponse("x", headers={"Cache-Control": "private"})


@public_view
def slow(request):
    """Read the database, then take so long that somebody else publishes before the page is made."""
    title = Page.objects.get(slug="test-home").title
    if "race" in request.GET:
        Page.objects.filter(slug="test-home").update(title="New title")
    return HttpResponse(title)


def until_soon(request):
    response = HttpResponse("x" * 10)
    mark_public(response, timezone.now() + timedelta(seconds=20))
    return response


def not_marked(request):
    return HttpResponse("x")


urlpatterns = [
    path("t/token", with_token),
    path("t/cookie", with_cookie),
    path("t/session", with_session),
    path("t/private", forbidden_to_keep),
    path("t/slow", slow),
    path("t/until", until_soon),
    path("t/plain", not_marked),
    path("", include("lasweb.urls")),
]


@pytest.fixture(autouse=True)
def _cache(settings):
    settings.PAGE_CACHE_ENABLED = True
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def page(transactional_db, home_page):
    return publish(home_page, "open", summary="Words about the service. " * 15)


def queries_of(ask):
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def test_a_page_asked_again_asks_the_database_nothing(client, page):
    first = client.get("/open/")
    assert queries_of(lambda: client.get("/open/")) == 0
    assert client.get("/open/").content == first.content


def test_it_carries_what_proxies_need_and_no_cookie(client, page):
    for _ in range(2):
        response = client.get("/open/")
        assert response["Cache-Control"] == (
            "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=300"
        )
        assert response["Vary"] == "Accept-Encoding"
        assert response["ETag"]
        assert not response.cookies
        assert int(response["Content-Length"]) == len(response.content)


def said_of_the_page(response):
    """The headers but for the name of the request, which is another each time."""
    return {name: value for name, value in response.headers.items() if name != "X-Request-ID"}


def test_every_header_of_the_first_answer_is_on_the_second(client, page):
    assert said_of_the_page(client.get("/open/")) == said_of_the_page(client.get("/open/"))


def test_each_encoding_has_an_etag_of_its_own_and_unpacks_to_the_page(client, page):
    plain = client.get("/open/")
    packed = client.get("/open/", headers={"Accept-Encoding": "gzip"})
    smaller = client.get("/open/", headers={"Accept-Encoding": "gzip, br"})
    assert (packed["Content-Encoding"], smaller["Content-Encoding"]) == ("gzip", "br")
    assert gzip.decompress(packed.content) == brotli.decompress(smaller.content) == plain.content
    assert len({plain["ETag"], packed["ETag"], smaller["ETag"]}) == 3


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_who_has_it_already_is_told_so(client, page, form):
    first = client.get("/open/", headers={"Accept-Encoding": "br"})
    second = client.get("/open/", headers={"Accept-Encoding": "br", "If-None-Match": form.format(first["ETag"])})
    assert second.status_code == 304
    assert second.content == b""
    assert second["ETag"] == first["ETag"]
    assert second["Cache-Control"] == first["Cache-Control"]


def test_who_has_it_in_another_encoding_or_an_older_one_is_sent_it(client, page):
    old = client.get("/open/")["ETag"]
    assert client.get("/open/", headers={"If-None-Match": old, "Accept-Encoding": "br"}).status_code == 200
    page.summary = "Another."
    page.save_revision().publish()
    assert client.get("/open/", headers={"If-None-Match": old}).status_code == 200


def test_head_says_what_get_would_and_is_never_kept_for_it(client, page):
    head = client.head("/open/")
    assert head.content == b""
    assert len(middleware.pages) == 0
    get = client.get("/open/")
    assert get.content
    assert said_of_the_page(head) == said_of_the_page(get) == said_of_the_page(client.head("/open/"))


class TestWhoIsNotServedFromMemory:
    def test_somebody_with_a_session(self, client, page):
        client.get("/open/")
        client.force_login(get_user_model().objects.create_superuser("e", "e@example.org", "p"))
        response = client.get("/open/")
        assert response["Cache-Control"] == "no-store, private"
        assert len(middleware.pages) == 1

    @pytest.mark.parametrize("headers", [{"Authorization": "Basic eDp5"}, {"Cookie": "messages=x"}])
    def test_somebody_who_brings_something_of_their_own(self, client, page, headers):
        assert client.get("/open/", headers=headers)["Cache-Control"] == "no-store, private"
        assert len(middleware.pages) == 0

    def test_a_cookie_of_somebody_else_changes_nothing(self, client, page):
        client.get("/open/")
        assert queries_of(lambda: client.get("/open/", headers={"Cookie": "seen=1; csrftoken=abc"})) == 0

    def test_another_method(self, client, page):
        client.get("/open/")
        assert client.options("/open/")["Cache-Control"] == "no-store, private"
        assert client.post("/open/")["Cache-Control"] == "no-store, private"

    def test_the_editors_preview(self, page):
        draft = page.get_latest_revision_as_object()
        draft.title = "Not yet public"
        response = draft.make_preview_request()
        assert b"Not yet public" in response.content
        assert "private" in response["Cache-Control"]
        assert len(middleware.pages) == 0
        assert b"Not yet public" not in Client().get("/open/").content


class TestWhatIsNeverKept:
    @pytest.mark.parametrize("address", ["/nothing/", "/t/private", "/t/plain", "/open"])
    def test_what_is_not_found_or_not_public(self, client, page, address):
        for _ in range(2):
            assert "public" not in client.get(address)["Cache-Control"]
        assert len(middleware.pages) == 0

    def test_the_404_of_an_unpublished_page_may_be_stored_by_nobody(self, client, page):
        assert client.get("/open/").status_code == 200
        page.unpublish()
        response = client.get("/open/")
        assert response.status_code == 404
        assert "no-store" in response["Cache-Control"]

    def test_a_long_query_string(self, client, page):
        assert client.get("/open/?a=" + "x" * 300).status_code == 200
        assert len(middleware.pages) == 0

    @pytest.mark.parametrize("address", ["/t/token", "/t/cookie", "/t/session"])
    def test_a_public_view_that_depends_on_its_visitor_is_an_error_while_we_build(self, client, address):
        with pytest.raises(ImproperlyConfigured, match="page of its own"):
            client.get(address)

    @pytest.mark.parametrize("address", ["/t/token", "/t/cookie", "/t/session"])
    def test_and_is_logged_and_sent_for_once_only_where_people_rely_on_it(self, client, caplog, address):
        with override_settings(PAGE_CACHE_STRICT=False):
            assert client.get(address)["Cache-Control"] == "no-store, private"
        assert address in caplog.text
        assert len(middleware.pages) == 0

    def test_a_token_cookie_the_visitor_has_already_makes_no_difference(self, client):
        with pytest.raises(ImproperlyConfigured):
            client.get("/t/token", headers={"Cookie": "csrftoken=" + "a" * 32})


class TestKeys:
    def test_each_spelling_of_an_address_is_a_page_of_its_own(self, client, page):
        client.get("/open/")
        for other in ("/OPEN/", "/open//", "/open/%00", "/open/x"):
            assert client.get(other).status_code in {301, 400, 404}

    def test_an_unknown_host_is_refused_though_the_page_is_kept(self, client, page):
        client.get("/open/")
        assert client.get("/open/", headers={"Host": "evil.example"}).status_code == 400

    def test_hosts_and_schemes_are_kept_apart(self, client, page):
        client.get("/open/", headers={"Host": "localhost"})
        client.get("/open/", headers={"Host": "127.0.0.1"})
        client.get("/open/", secure=True, headers={"Host": "localhost"})
        assert len(middleware.pages) == 3


class TestChanges:
    def test_a_page_made_before_a_change_and_stored_after_it_is_not_served(self, client, home_page):
        assert client.get("/t/slow?race").content == b"Test Ambulance Service"
        assert client.get("/t/slow?race").content == b"New title"

    def test_a_published_edit_is_on_the_page_and_its_parent_at_once(self, client, page):
        client.get("/open/")
        page.title = "A new title"
        page.save_revision().publish()
        assert "A new title" in client.get("/open/").content.decode()

    def test_a_page_goes_at_its_expiry_without_anything_being_saved(self, client, page, monkeypatch):
        now = timezone.now()
        Page.objects.filter(pk=page.pk).update(expire_at=now + timedelta(seconds=45))
        response = client.get("/open/")
        assert "s-maxage=30, stale-while-revalidate=1" in response["Cache-Control"]
        monkeypatch.setattr("time.time", (now + timedelta(seconds=46)).timestamp)
        monkeypatch.setattr(timezone, "now", lambda: now + timedelta(seconds=46))
        assert client.get("/open/").status_code == 404

    def test_a_boundary_passed_while_the_page_was_made_counts(self, client, page, monkeypatch):
        now = timezone.now()
        Page.objects.filter(pk=page.pk).update(expire_at=now + timedelta(seconds=5))
        clock = iter([now] + [now + timedelta(seconds=1)] * 10_000)
        monkeypatch.setattr(middleware.timezone, "now", lambda: next(clock))
        client.get("/")
        kept = next(iter(middleware.pages._pages.values()))
        assert kept.right_until == (now + timedelta(seconds=5)).timestamp()

    def test_a_view_says_how_long_its_answer_is_right(self, client):
        assert "s-maxage=19" in client.get("/t/until")["Cache-Control"]

    def test_the_next_boundary_is_looked_up_once_a_generation(self, client, page):
        client.get("/open/")
        again = queries_of(lambda: client.get("/open/?a=1"))
        generation.advance()
        assert queries_of(lambda: client.get("/open/?a=2")) > again
        assert queries_of(lambda: client.get("/open/?a=3")) == again


def test_without_redis_pages_are_served_and_not_kept(client, page, monkeypatch):
    client.get("/open/")
    monkeypatch.setattr(generation, "_store", RedisGeneration(f"redis://127.0.0.1:{free_port()}/0"))
    middleware.pages.clear()
    for _ in range(3):
        assert client.get("/open/").status_code == 200
    page.title = "Changed without Redis"
    page.save_revision().publish()
    assert "Changed without Redis" in client.get("/open/").content.decode()
    assert len(middleware.pages) == 0
