"""A visitor's address and scheme are what our own proxies say, never what the visitor says."""

import pytest
from django.core.checks import run_checks
from django.http import HttpResponse
from django.test import override_settings

from core.caching import middleware as page_cache
from core.proxies import FORWARDED_HEADERS, ForwardedHeadersMiddleware, client_address, is_proxy

PROXY, VISITOR, FORGED = "10.0.0.1", "192.0.2.7", "203.0.113.9"
BEHIND_ONE = override_settings(TRUSTED_PROXIES=1, FORWARDED_ALLOW_IPS=[PROXY])
BEHIND_TWO = override_settings(TRUSTED_PROXIES=2, FORWARDED_ALLOW_IPS=[PROXY])


def asked(rf, peer, chain=None):
    return rf.get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": chain} if chain else {})


@BEHIND_ONE
def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(rf):
    assert client_address(asked(rf, PROXY, VISITOR)) == VISITOR


@BEHIND_ONE
@pytest.mark.parametrize(
    "chain",
    [f"{FORGED}, {VISITOR}", f"{FORGED}, {FORGED}, {VISITOR}", f"127.0.0.1, {PROXY}, {VISITOR}", f"<x>,{VISITOR}"],
)
def test_a_forged_header_that_a_proxy_added_to_does_not_choose_the_address(rf, chain):
    assert client_address(asked(rf, PROXY, chain)) == VISITOR


@BEHIND_ONE
def test_a_forged_header_that_came_past_the_proxy_does_not_choose_the_address(rf):
    assert client_address(asked(rf, VISITOR, FORGED)) == VISITOR


@BEHIND_TWO
def test_behind_two_proxies_the_outer_one_is_believed(rf):
    assert client_address(asked(rf, PROXY, f"{FORGED}, {VISITOR}, 10.0.0.2")) == VISITOR


@BEHIND_TWO
def test_a_request_that_passed_fewer_proxies_than_there_are_comes_from_whoever_sent_it(rf):
    assert client_address(asked(rf, PROXY, FORGED)) == PROXY


def test_without_proxies_nobody_is_believed(rf):
    assert client_address(asked(rf, "127.0.0.1", FORGED)) == "127.0.0.1"


@BEHIND_ONE
@pytest.mark.parametrize(
    ("said", "address"),
    [
        (f"{VISITOR}:51234", VISITOR),
        ("[2001:db8::7]:51234", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
        ("unknown", PROXY),
        ("_hidden:80", PROXY),
        ("<script>", PROXY),
    ],
)
def test_a_port_is_cut_off_and_what_is_no_address_is_not_taken_for_one(rf, said, address):
    assert client_address(asked(rf, PROXY, said)) == address


@pytest.mark.parametrize(
    ("names", "peer", "believed"),
    [
        (["127.0.0.1"], "127.0.0.1", True),
        (["127.0.0.1"], "127.0.0.2", False),
        (["127.0.0.1"], "::ffff:127.0.0.1", True),
        (["10.0.0.0/8"], "10.200.3.4", True),
        (["10.0.0.0/8"], "11.0.0.1", False),
        (["2001:db8::/32"], "2001:db8:1::5", True),
        (["*"], "198.51.100.1", True),
        ([], "127.0.0.1", False),
        (["127.0.0.1"], "no address", False),
        ([], "", True),  # a socket file of this machine
    ],
)
def test_who_is_a_proxy_of_ours(names, peer, believed):
    with override_settings(FORWARDED_ALLOW_IPS=names):
        assert is_proxy(peer) is believed


@BEHIND_ONE
@pytest.mark.parametrize(("peer", "heard"), [(PROXY, True), (VISITOR, False)])
def test_no_header_of_a_stranger_about_the_visitor_gets_through(rf, peer, heard):
    seen = {}

    def view(request):
        seen.update(request.META)
        return HttpResponse()

    said = dict.fromkeys(FORWARDED_HEADERS, FORGED)
    ForwardedHeadersMiddleware(view)(rf.get("/", REMOTE_ADDR=peer, **said))
    assert (FORWARDED_HEADERS & set(seen)) == (FORWARDED_HEADERS if heard else set())
    assert seen["REMOTE_ADDR"] == peer


@override_settings(
    SECURE_SSL_REDIRECT=True, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"), FORWARDED_ALLOW_IPS=[PROXY]
)
@pytest.mark.parametrize(("peer", "status"), [(PROXY, 200), (VISITOR, 301)])
def test_only_a_proxy_can_say_that_a_visitor_came_by_https(client, home_page, peer, status):
    answer = client.get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-Proto": "https"})
    assert answer.status_code == status
    assert status == 200 or answer["Location"].startswith("https://")


@override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"), FORWARDED_ALLOW_IPS=[PROXY])
def test_a_stranger_cannot_fill_the_page_cache_for_https(client, home_page):
    """Given a page kept for http, when a stranger asks for it as https, then it is that same kept page."""
    for scheme in ("http", "https"):
        assert client.get("/", REMOTE_ADDR=VISITOR, headers={"X-Forwarded-Proto": scheme}).status_code == 200
    assert len(page_cache.pages) == 1


@pytest.mark.django_db
@override_settings(ALLOWED_HOSTS=["localhost"], FORWARDED_ALLOW_IPS=[PROXY])
def test_no_header_but_host_says_which_host_was_asked(client, home_page):
    answer = client.get("/", REMOTE_ADDR=PROXY, headers={"Host": "localhost", "X-Forwarded-Host": "evil.example"})
    assert answer.status_code == 200
    assert b"evil.example" not in answer.content


def test_a_list_of_proxies_that_cannot_be_read_is_refused_with_an_example():
    with override_settings(FORWARDED_ALLOW_IPS=["127.0.0.1", "proxy.example"]):
        [fault] = [found for found in run_checks() if found.id == "lasweb.E102"]
    assert "proxy.example" in fault.msg
    assert "127.0.0.1" in fault.hint
    assert [found for found in run_checks() if found.id == "lasweb.E102"] == []
