"""Files of the store, which nginx sends when the site has allowed it, and not otherwise."""

import pytest

from tests.deploy.conftest import KEPT, NOT_KEPT
from tests.deploy.proxied import Answer, Proxy, Speaker
from tests.served import ask

pytestmark = pytest.mark.needs("nginx")

FILE = b"%PDF " + bytes(range(256)) * 40
ALLOWED = {
    "X-Accel-Redirect": "/_private/documents/report%20%C3%A9.pdf",
    "Content-Type": "application/pdf",
    "Content-Disposition": 'inline; filename="report.pdf"',
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "ETag": '"of-the-site"',
    "Last-Modified": "Tue, 24 Nov 2026 09:00:00 GMT",
    "Link": '</documents/6/report>; rel="latest-version"',
    "X-Robots-Tag": "noindex",
    **KEPT,
}


@pytest.fixture
def with_file(proxy: Proxy, site: Speaker) -> Proxy:
    (proxy.files / "documents").mkdir(exist_ok=True)
    (proxy.files / "documents" / "report é.pdf").write_bytes(FILE)
    site.answer = lambda path: Answer(headers=ALLOWED, body=b"")
    return proxy


def test_a_file_that_the_site_allows_is_sent_with_what_the_site_says_of_it(with_file):
    status, headers, body = ask(with_file.port, "/documents/6/report.pdf")
    assert (status, body) == (200, FILE)
    for name in set(ALLOWED) - {"X-Accel-Redirect", "Vary"}:
        assert headers[name.lower()] == ALLOWED[name]
    assert "x-accel-redirect" not in headers


def test_the_site_is_asked_about_the_file_each_time(with_file, site):
    for _ in range(2):
        ask(with_file.port, "/documents/6/report.pdf")
    assert len(site.asked) == 2
    site.answer = lambda path: Answer(status=404, headers=NOT_KEPT)
    assert ask(with_file.port, "/documents/6/report.pdf")[0] == 404


def test_a_part_of_a_file_can_be_asked_for(with_file):
    status, headers, body = ask(with_file.port, "/documents/6/report.pdf", Range="bytes=5-14")
    assert (status, body) == (206, FILE[5:15])
    assert headers["content-range"] == f"bytes 5-14/{len(FILE)}"


@pytest.mark.parametrize(("condition", "status"), [('"of-the-site"', 206), ('"an-older-one"', 200)])
def test_a_part_is_only_added_to_what_it_belongs_to(with_file, condition, status):
    sent = ask(with_file.port, "/documents/6/report.pdf", Range="bytes=5-14", If_Range=condition)
    assert (sent[0], len(sent[2])) == (status, 10 if status == 206 else len(FILE))


def test_an_older_copy_of_a_file_is_never_taken_for_the_new_one(with_file):
    """Given a file replaced within a second by one of the same length, then time and length prove nothing."""
    for condition in ({"If_Modified_Since": "Fri, 31 Dec 2027 23:59:59 GMT"}, {"If_None_Match": '"another"'}):
        assert ask(with_file.port, "/documents/6/report.pdf", **condition)[0] == 200


@pytest.mark.parametrize(
    "path",
    ["/_private/documents/report%20%C3%A9.pdf", "/_private/", "//_private/documents/report%20%C3%A9.pdf",
     "/x/../_private/documents/report%20%C3%A9.pdf", "/%5Fprivate/documents/report%20%C3%A9.pdf"],
)  # fmt: skip
def test_the_store_cannot_be_reached_past_the_site(with_file, site, path):
    site.answer = lambda asked: Answer(status=404, headers=NOT_KEPT)
    status, _, body = ask(with_file.port, path)
    assert status == 404
    assert FILE not in body


@pytest.mark.parametrize("place", ["/_private/../secret", "/_private/%2e%2e/secret", "/_private/link"])
def test_no_redirect_leads_out_of_the_store(with_file, site, place):
    secret = with_file.folder / "secret"
    secret.write_text("not for you")
    link = with_file.files / "link"
    link.unlink(missing_ok=True)
    link.symlink_to(secret)
    site.answer = lambda path: Answer(headers={"X-Accel-Redirect": place}, body=b"")
    status, _, body = ask(with_file.port, "/documents/6/report.pdf")
    assert status >= 400
    assert b"not for you" not in body
