"""Every answer carries the headers that keep browsers safe, whoever made it."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import include, path

from core.security_policies import ADMIN_POLICY, PUBLIC_POLICY, SIGN_IN_POLICY
from home.models import EmbedPage
from tests.factories import publish

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def fails(request):
    raise ZeroDivisionError


urlpatterns = [path("t/fails", fails), path("", include("lasweb.urls"))]


def policy(response):
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: sources for name, _, sources in parts}


@pytest.fixture
def admin(client, db):
    client.force_login(get_user_model().objects.create_superuser("admin", "admin@example.org", "p"))
    return client


@pytest.fixture
def any_client(client, home_page, settings):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("address", "status", "headers"),
    [
        ("/", 200, {}),
        ("/search/", 200, {}),
        ("/nothing/", 404, {}),
        ("/search", 301, {}),
        ("/", 400, {"Host": "evil.example"}),
        ("/%00/", 400, {}),
        ("/t/fails", 500, {}),
        ("/admin/", 302, {}),
        ("/robots.txt", 200, {}),
    ],
)
def test_every_answer_carries_them(any_client, address, status, headers):
    response = any_client.get(address, headers=headers)
    assert response.status_code == status
    assert {name: response[name] for name in ALWAYS} == ALWAYS
    assert policy(response)["default-src"] == "'none'"
    assert "geolocation=()" in response["Permissions-Policy"]


def test_so_does_a_form_that_is_refused(client, home_page):
    client.handler.enforce_csrf_checks = True
    response = client.post("/admin/login/", {"a": "b"})
    assert response.status_code == 403
    assert policy(response)["default-src"] == "'none'"
    assert "no-store" in response["Cache-Control"]


def test_the_public_policy_lets_in_nothing_inline_and_nobody_else(client, home_page):
    sources = policy(client.get("/"))
    assert set(sources) == set(PUBLIC_POLICY)
    assert {source for value in sources.values() for source in value.split()} == {"'self'", "'none'"}


def test_an_embed_page_alone_lets_its_provider_into_a_frame(client, home_page):
    parent = publish(home_page, "films")
    publish(parent, "film", EmbedPage, address="https://www.youtube.com/watch?v=abcdefghijk")
    assert policy(client.get("/films/film/"))["frame-src"] == "https://www.youtube-nocookie.com"
    assert "frame-src" not in policy(client.get("/films/"))


def test_the_admin_has_a_policy_of_its_own_without_other_hosts(admin, home_page):
    sources = policy(admin.get("/admin/"))
    assert set(sources) == set(ADMIN_POLICY)
    assert "http" not in " ".join(sources.values())


def test_no_script_stands_in_an_attribute_of_the_admin(admin, home_page):
    sources = policy(admin.get("/admin/pages/"))
    assert (sources["script-src"], sources["script-src-attr"]) == ("'self'", "'none'")


@pytest.mark.parametrize(
    "address", ["/admin/login/", "/admin/password_reset/", "/admin/account/", "/admin/account/security/"]
)
def test_where_passwords_are_typed_nothing_inline_runs_and_nobody_frames_it(admin, home_page, address):
    answer = admin.get(address, follow=False) if "login" not in address else Client().get(address)
    sources = policy(answer)
    assert set(sources) == set(SIGN_IN_POLICY)
    assert "unsafe" not in " ".join(sources.values())
    assert sources["frame-ancestors"] == "'none'"
    assert not re.search(r"<script(?![^>]*(?:src=|json))|<[^>]+ style=", answer.content.decode())


def test_a_preview_may_be_framed_by_the_admin_and_by_nobody_else(admin, home_page):
    response = admin.get(f"/admin/pages/{home_page.pk}/edit/preview/")
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert policy(response)["frame-ancestors"] == "'self'"


def test_sessions_end(settings):
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE
    assert settings.SESSION_COOKIE_AGE <= 12 * 60 * 60
    assert settings.SESSION_COOKIE_HTTPONLY


def test_the_django_admin_is_not_there(client, home_page):
    assert client.get("/django-admin/").status_code == 404
