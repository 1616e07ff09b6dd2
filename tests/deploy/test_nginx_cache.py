"""nginx keeps what the site lets it keep, for everybody alike, and not a second longer than the site says."""

import pytest

from tests.deploy.conftest import KEPT, NOT_KEPT, new
from tests.deploy.proxied import Answer, Proxy, Speaker
from tests.processes import wait_for
from tests.served import ask

pytestmark = pytest.mark.needs("nginx")

# --- what is kept ---------------------------------------------------------------------------------------------------


def test_a_public_page_is_asked_for_once(proxy, site):
    path = new()
    bodies = {ask(proxy.port, path, Host="www.example.org")[2] for _ in range(5)}
    assert len(bodies) == 1
    assert len(site.asked) == 1


def test_one_copy_serves_browsers_that_word_it_differently_and_each_gets_what_it_reads(proxy, site):
    path = new()
    for said in ("gzip, deflate, br", "br", "gzip, deflate, br, zstd", "GZIP,BR"):
        ask(proxy.port, path, Accept_Encoding=said)
    assert [asked["accept-encoding"] for asked in site.asked] == ["br"]
    for said in ("gzip", "gzip, deflate", "gzip;q=1.0, br;q=0"):
        ask(proxy.port, path, Accept_Encoding=said)
    assert [asked["accept-encoding"] for asked in site.asked[1:]] == ["gzip"]
    for said in ("identity", "gzip;q=0, br; q=0.0", "x-gzip-not"):
        ask(proxy.port, path, Accept_Encoding=said)
    assert [asked.get("accept-encoding", "") for asked in site.asked[2:]] == [""]


@pytest.mark.parametrize("header", ["Cookie: sessionid=abc", "Cookie: a=b; messages=x", "Authorization: Basic eA=="])
def test_somebody_in_particular_is_neither_answered_from_the_cache_nor_kept_in_it(proxy, site, header):
    path = new()
    name, _, value = header.partition(": ")
    everybody = ask(proxy.port, path)[2]
    personal = [ask(proxy.port, path, **{name: value})[2] for _ in range(2)]
    assert len({everybody, *personal}) == 3
    assert ask(proxy.port, path)[2] == everybody


def test_a_cookie_of_no_importance_changes_nothing(proxy, site):
    path = new()
    assert ask(proxy.port, path)[2] == ask(proxy.port, path, Cookie="cookie_choice=yes")[2]


@pytest.mark.parametrize(
    "headers",
    [NOT_KEPT, {}, {"Cache-Control": "private"}, KEPT | {"Set-Cookie": "a=b"}, {"Cache-Control": "max-age=0"}],
)
def test_nothing_is_kept_without_leave(proxy, site, headers):
    path = new()
    site.answer = lambda asked: Answer(headers=headers)
    for _ in range(2):
        ask(proxy.port, path)
    assert len(site.asked) == 2


@pytest.mark.parametrize(("seconds", "requests"), [(0, 2), (10, 1)])
def test_what_may_not_be_kept_for_a_second_is_not_kept_at_all(proxy, site, seconds, requests):
    path = new()
    control = f"public, max-age=0, s-maxage={seconds}, stale-while-revalidate=30, stale-if-error=300"
    site.answer = lambda asked: Answer(headers={"Cache-Control": control})
    for _ in range(2):
        ask(proxy.port, path)
    assert len(site.asked) == requests


def test_an_error_is_not_kept_even_if_it_asks_for_it(proxy, site):
    path = new()
    site.answer = lambda asked: Answer(status=404, headers=NOT_KEPT)
    ask(proxy.port, path)
    site.answer = lambda asked: Answer(headers=KEPT, body=b"here now")
    assert ask(proxy.port, path)[2] == b"here now"


def test_the_admin_is_never_kept_whatever_it_says(proxy, site):
    path = new("/admin/page")
    assert ask(proxy.port, path)[2] != ask(proxy.port, path)[2]


def test_two_hosts_queries_or_ports_are_two_pages(proxy, site):
    path = new()
    asked = [
        {"path": path, "Host": host}
        for host in ("www.example.org", "other.example.org", "www.example.org:81")
    ] + [{"path": f"{path}?page=2", "Host": "www.example.org"}]  # fmt: skip
    assert len({ask(proxy.port, each["path"], Host=each["Host"])[2] for each in asked}) == 4


# --- how long -------------------------------------------------------------------------------------------------------


def short(body: bytes, revalidate: int = 30, error: int = 300) -> Answer:
    control = f"public, max-age=0, s-maxage=1, stale-while-revalidate={revalidate}, stale-if-error={error}"
    return Answer(headers={"Cache-Control": control}, body=body)


def test_a_withdrawn_page_is_gone_as_soon_as_its_time_is_over(proxy, site):
    """Given a page in the cache, when the site answers 404, then no lifetime of stale copies brings it back."""
    path = new()
    site.answer = lambda asked: short(b"to be withdrawn")
    assert ask(proxy.port, path)[0] == 200
    site.answer = lambda asked: Answer(status=404, headers=NOT_KEPT)
    wait_for(lambda: ask(proxy.port, path)[0] == 404, "the page is gone", seconds=4)
    assert {ask(proxy.port, path)[0] for _ in range(5)} == {404}


def test_a_changed_page_is_seen_as_soon_as_its_time_is_over(proxy, site):
    path = new()
    site.answer = lambda asked: short(b"first words")
    ask(proxy.port, path)
    site.answer = lambda asked: short(b"second words")
    wait_for(lambda: ask(proxy.port, path)[2] == b"second words", "the new page", seconds=4)
    assert ask(proxy.port, path)[2] == b"second words"


def test_a_copy_never_outlives_the_lifetime_that_the_site_gave_last(proxy, site):
    """Given a page that will end, when its time is over, then it is asked for whole and the shorter lifetime holds.

    Asked "is it still this?", the site would say yes, and nginx would keep its copy as long as it was told at first.
    """
    path = new()
    site.answer = lambda asked: Answer(headers=short(b"").headers | {"ETag": '"v1"'}, body=b"the same")
    ask(proxy.port, path)
    ending = {"Cache-Control": "public, max-age=0, s-maxage=0, stale-while-revalidate=0, stale-if-error=0"}
    site.answer = lambda asked: Answer(headers=ending | {"ETag": '"v1"'}, body=b"the same")
    wait_for(lambda: ask(proxy.port, path) and len(site.asked) > 1, "the site is asked again", seconds=4)
    assert "if-none-match" not in site.asked[-1]
    assert ask(proxy.port, path)[1]["cache-control"] == ending["Cache-Control"]
    asked = len(site.asked)
    ask(proxy.port, path)
    assert len(site.asked) == asked + 1


def test_while_the_site_is_down_visitors_see_what_there_was_as_long_as_that_may_be_shown(proxy, tmp_path):
    may, may_not = new("/may"), new("/may-not")
    with Speaker().listening() as speaker:
        speaker.answer = lambda path: short(b"kept", revalidate=0, error=300 if path == may else 0)
        with Proxy(tmp_path, speaker.port).serve() as before:
            assert ask(before.port, may)[0] == ask(before.port, may_not)[0] == 200
            speaker.server.shutdown()
            speaker.server.server_close()
            wait_for(lambda: ask(before.port, may_not)[0] == 503, "its time is over", seconds=4)
            assert ask(before.port, may)[2] == b"kept"
            status, headers, body = ask(before.port, may_not, "POST")
    assert (status, headers["cache-control"], headers["retry-after"]) == (503, "no-store", "30")
    assert b'call <a href="tel:999">999</a>' in body
