"""Production starts with what it needs, or says everything that is wrong at once."""

import secrets
import subprocess

import pytest

from tests.processes import environment, manage
from tests.settings.reading import read, start

GOOD = {
    "SECRET_KEY": "$" + secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "www.example.org, example.org",
    "SITE_URL": "https://www.example.org/",
}


def lines(tmp_path, **settings):
    done = start("production", tmp_path, **settings)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr.strip().splitlines()


def test_every_missing_setting_is_named_at_once_in_a_line_each(tmp_path):
    found = lines(tmp_path)
    assert [line.removeprefix("LASweb cannot start: ").split()[0] for line in found] == [
        "SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL",
    ]  # fmt: skip
    assert all(line.startswith("LASweb cannot start: ") for line in found)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SECRET_KEY", "", "not set"),
        ("SECRET_KEY", "short", "too weak"),
        ("SECRET_KEY", "ab" * 40, "too weak"),
        ("SECRET_KEY", "only-for-tests-only-for-tests-only-for-tests-only-for-tests", "others know"),
        ("SECRET_KEY", "django-insecure-" + "0123456789" * 6, "others know"),
        ("ALLOWED_HOSTS", "", "not set"),
        ("ALLOWED_HOSTS", " , ", "not set"),
        ("ALLOWED_HOSTS", "www.example.org,*", "lets every host in"),
        ("ALLOWED_HOSTS", "www.example.org,https://www.example.org/", "no host"),
        ("SITE_URL", "", "not set"),
        ("SITE_URL", "http://www.example.org", "https://"),
        ("SITE_URL", "www.example.org", "https://"),
        ("SITE_URL", "https://www.example.org/site", "more than a host"),
        ("SITE_URL", "https://other.example.org", "which ALLOWED_HOSTS does not"),
    ],
)
def test_a_weak_setting_is_refused_in_one_line(tmp_path, name, value, says):
    found = lines(tmp_path, **GOOD | {name: value})
    assert len(found) == 1
    assert name in found[0]
    assert says in found[0]


def test_no_secret_is_shown_in_what_is_said(tmp_path):
    found = lines(tmp_path, **GOOD | {"SECRET_KEY": "short-but-secret"})
    assert "short-but-secret" not in found[0]


def test_with_good_settings_it_starts_and_is_strict(tmp_path):
    settings = read(
        "production", tmp_path, "DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "SECURE_HSTS_SECONDS",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT", "SECURE_PROXY_SSL_HEADER", **GOOD, DJANGO_DEBUG="1",
    )  # fmt: skip
    assert settings == {
        "DEBUG": False,
        "SECRET_KEY": GOOD["SECRET_KEY"],
        "ALLOWED_HOSTS": ["www.example.org", "example.org"],
        "SITE_URL": "https://www.example.org",
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": False,
        "SECURE_HSTS_PRELOAD": False,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_PROXY_SSL_HEADER": None,
    }


@pytest.mark.parametrize(("said", "required"), [({}, True), ({"TWO_FACTOR_REQUIRED": "0"}, False)])
def test_editors_must_show_a_second_factor_unless_the_operator_says_otherwise(tmp_path, said, required):
    assert read("production", tmp_path, "TWO_FACTOR_REQUIRED", **GOOD, **said) == {"TWO_FACTOR_REQUIRED": required}


def test_what_only_the_operator_can_know_is_on_when_the_operator_says_so(tmp_path):
    settings = read(
        "production", tmp_path, "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD", "SECURE_PROXY_SSL_HEADER",
        "SECURE_HSTS_SECONDS", **GOOD, HSTS_SUBDOMAINS="1", HSTS_PRELOAD="1", BEHIND_HTTPS_PROXY="1", HSTS_SECONDS="60",
    )  # fmt: skip
    assert settings == {
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_HSTS_PRELOAD": True,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "SECURE_HSTS_SECONDS": 60,
    }


def test_the_deployment_check_says_nothing(tmp_path):
    env = environment(tmp_path, DJANGO_SETTINGS_MODULE="lasweb.settings.production", **GOOD)
    done = manage(env, "check", "--deploy", "--fail-level", "DEBUG")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "System check identified no issues (2 silenced).\n"


def test_the_server_refuses_too(tmp_path):
    """Given no settings at all, when gunicorn starts, then it says the same lines and ends."""
    env = environment(tmp_path, DJANGO_SETTINGS_MODULE="lasweb.settings.production", PORT="0")
    for name in GOOD:
        env.pop(name, None)
    done = subprocess.run(
        ["gunicorn", "-c", "python:lasweb.gunicorn"], env=env, capture_output=True, text=True, timeout=60
    )
    assert done.returncode != 0
    assert done.stderr.count("LASweb cannot start") == 3
