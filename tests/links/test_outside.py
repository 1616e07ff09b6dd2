"""Whether a link to another site works, asked of a real server."""

import socket
import time

import pytest
from django.test import override_settings

from core.enums import LinkState
from core.link_checks import connection, outside
from core.link_checks.connection import PrivateAddressError, is_public_address, open_socket
from core.link_checks.outside import Asker, fault_of, user_agent
from tests.links.other_site import other_site
from tests.processes import free_port


def found(asker, site, path):
    verdict = asker.ask(site.address(path))
    return verdict.state, verdict.status


@pytest.mark.parametrize(
    ("path", "state", "status"),
    [
        ("/good", LinkState.WORKS, 200),
        ("/good?year=2026&q=a b", LinkState.WORKS, 200),
        ("/café", LinkState.WORKS, 200),
        ("/no-head", LinkState.WORKS, 200),
        ("/moved", LinkState.WORKS, 200),
        ("/for-now", LinkState.WORKS, 200),
        ("/unicode", LinkState.WORKS, 200),
        ("/lost", LinkState.BROKEN, 404),
        ("/gone", LinkState.BROKEN, 410),
        ("/to-gone", LinkState.BROKEN, 410),
        ("/error", LinkState.BROKEN, 500),
        ("/forbidden", LinkState.UNSURE, 403),
        ("/busy", None, 429),
        ("/circle", LinkState.BROKEN, 302),
        ("/far/0", LinkState.BROKEN, None),
        ("/silent", LinkState.BROKEN, None),
        ("/nonsense", LinkState.BROKEN, None),
    ],
)
def test_what_is_found_of_an_address(asker, site, path, state, status):
    assert found(asker, site, path) == (state, status)


def test_only_what_is_gone_for_good_counts_at_once(asker, site):
    permanent = {path for path in ("/lost", "/gone", "/error", "/silent") if asker.ask(site.address(path)).permanent}
    assert permanent == {"/gone"}


def test_where_a_page_has_moved_for_good_is_told(asker, site):
    assert asker.ask(site.address("/moved-twice")).moved_to == site.address("/good")
    assert asker.ask(site.address("/for-now")).moved_to == ""


def test_no_body_is_asked_for_unless_head_is_refused(asker, site):
    asker.ask(site.address("/good"))
    asker.ask(site.address("/no-head"))
    asker.ask(site.address("/gone"))
    assert [site.asked_for(path) for path in ("/good", "/no-head", "/gone")] == [["HEAD"], ["HEAD", "GET"], ["HEAD"]]


def test_who_asks_says_for_whom_and_where_to_complain(asker, site):
    asker.ask(site.address("/good"))
    assert site.agents == {"LASweb-link-check/1.0 (+http://localhost; website@example.org)"}
    assert user_agent() in site.agents


def test_a_site_that_sends_a_little_for_ever_is_broken_off(asker, site):
    """Given a server that keeps each step short and never comes to an end, then the whole has an end."""
    began = time.monotonic()
    assert found(asker, site, "/drip")[0] == LinkState.BROKEN
    assert time.monotonic() - began < 5


def test_requests_to_one_host_keep_their_distance(site):
    asker = Asker(pause=0.2, timeout=1)
    began = time.monotonic()
    for _ in range(2):
        asker.ask(site.address("/good"))
    # robots.txt, then two pages.
    assert time.monotonic() - began >= 0.4


def test_a_host_that_is_busy_is_left_alone_for_the_night(asker, site):
    asker.ask(site.address("/busy"))
    assert asker.ask(site.address("/good")).state is None
    assert site.asked_for("/good") == []


# --- robots.txt -----------------------------------------------------------------------------------------------------


def test_a_site_that_asks_programs_to_stay_away_is_not_asked(asker, site):
    site.robots = (200, "User-agent: *\nDisallow: /papers/\n")
    assert asker.ask(site.address("/papers/1")).state == LinkState.UNSURE
    assert asker.ask(site.address("/good")).state == LinkState.WORKS
    assert site.asked_for("/papers/1") == []
    assert site.asked_for("/robots.txt") == ["GET"], "once a night"


def test_a_site_whose_rules_cannot_be_had_is_not_asked(asker, site):
    site.robots = (503, "")
    assert asker.ask(site.address("/good")).state == LinkState.UNSURE
    assert site.asked_for("/good") == []


def test_the_pause_that_a_site_asks_for_is_kept(site):
    site.robots = (200, "User-agent: *\nCrawl-delay: 1\nDisallow:\n")
    asker, began = Asker(pause=0, timeout=1), time.monotonic()
    asker.ask(site.address("/good"))
    assert time.monotonic() - began >= 0.9


# --- what does not answer -------------------------------------------------------------------------------------------


def test_nobody_there_no_such_name_and_no_encryption(asker, site, monkeypatch):
    nobody = f"127.0.0.1:{free_port()}"
    with override_settings(LINK_CHECK_PRIVATE_HOSTS=f"{nobody}, {site.host}"):
        assert asker.ask(f"http://{nobody}/").message == outside.SILENT
        assert asker.ask(f"https://{site.host}/good").message == outside.UNSAFE
    assert asker.ask("https://no-such-site.invalid/").message == outside.NO_NAME


@pytest.mark.parametrize(
    "address",
    ["www.example.org", "htp://example.org", "http://", "http://exa mple.org/", "http://localhost/", "https://intranet/",
     "http://user:word@example.org/", "http://[::1", "http://example.org:99999/", "javascript:alert(1)",
     "file:///etc/passwd", "http://example.org/" + "x" * 3_000],
)  # fmt: skip
def test_what_is_no_address_is_broken_at_once_and_asked_of_nobody(asker, address):
    assert fault_of(address)
    verdict = asker.ask(address)
    assert (verdict.state, verdict.permanent) == (LinkState.BROKEN, True)


def test_usual_addresses_are_addresses():
    for address in ("https://www.england.nhs.uk/", "http://bücher.example/a?b=c", "https://example.org:8443/",
                    "http://[2606:4700::1]/", "https://a_b.example.org"):  # fmt: skip
        assert fault_of(address) == ""


# --- private networks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
     "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:db8::1", "::7f00:1"],
)  # fmt: skip
def test_private_addresses_are_known_in_every_guise(address):
    assert not is_public_address(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"])
def test_public_addresses_are_public(address):
    assert is_public_address(address)


def test_a_private_server_is_never_asked(asker):
    """Given a link straight into our own network, then nobody there hears of it."""
    with other_site() as private:
        verdict = asker.ask(private.address("/good"))
        assert (verdict.state, verdict.message) == (LinkState.UNSURE, outside.PRIVATE)
        assert private.asked == []


def test_a_redirect_into_our_own_network_is_not_followed(asker, site):
    with other_site() as private:
        site.redirects["/inwards"] = (302, private.address("/good"))
        assert asker.ask(site.address("/inwards")).message == outside.PRIVATE
        assert private.asked == []
    site.redirects["/to-file"] = (302, "file:///etc/passwd")
    assert asker.ask(site.address("/to-file")).state == LinkState.BROKEN


def answers(*addresses):
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in addresses]


def test_a_name_is_asked_once_and_what_it_stood_for_then_is_connected_to(site, monkeypatch):
    """Given a name that means another machine at the second look, then there is no second look."""
    told = [answers(("127.0.0.1", site.server_port))]
    monkeypatch.setattr(connection.socket, "getaddrinfo", lambda *_, **__: told.pop())
    with override_settings(LINK_CHECK_PRIVATE_HOSTS=f"rebinding.example:{site.server_port}"):
        opened = open_socket("rebinding.example", site.server_port, 2)
    assert opened.getpeername() == ("127.0.0.1", site.server_port)
    opened.close()


def test_a_name_that_stands_for_a_public_and_a_private_machine_is_refused(monkeypatch):
    both = answers(("93.184.216.34", 80), ("10.0.0.1", 80))
    monkeypatch.setattr(connection.socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(PrivateAddressError):
        open_socket("both.example", 80, 1)


def test_an_allowed_host_is_allowed_on_its_port_alone(asker, site):
    with override_settings(LINK_CHECK_PRIVATE_HOSTS=f"127.0.0.1:{free_port()}"):
        assert asker.ask(site.address("/good")).message == outside.PRIVATE
