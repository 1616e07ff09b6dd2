"""A form on a cached page is known to be ours by what the browser says of where it comes from."""

import pytest

from core.origin import is_from_this_site

HOST = "www.example.org"


@pytest.fixture(autouse=True)
def _host(settings):
    settings.ALLOWED_HOSTS = [HOST]
    settings.SITE_URL = "https://public.example.org"


def asked(rf, **headers):
    return is_from_this_site(rf.post("/feedback/1/", headers={"Host": HOST} | headers))


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "https://www.example.org"},
        {"Origin": "http://WWW.EXAMPLE.ORG"},  # https ends at the proxy
        {"Origin": "https://public.example.org"},
        {"Referer": "https://www.example.org/about-us/?a=1"},
    ],
)
def test_our_own_pages_are_believed(rf, headers):
    assert asked(rf, **headers)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://www.example.org"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": ""},
        {"Origin": "null", "Referer": "https://www.example.org/"},
        {"Origin": "https://evil.example"},
        {"Origin": "https://www.example.org.evil.example"},
        {"Origin": "https://www.example.org:8443"},
        {"Origin": "https://[broken"},
        {"Origin": "file://www.example.org"},
        {"Referer": "https://evil.example/?https://www.example.org/"},
        {"Referer": "www.example.org"},
    ],
)
def test_others_are_not(rf, headers):
    assert not asked(rf, **headers)
