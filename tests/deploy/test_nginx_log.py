"""The log of nginx tells what is asked for, and nothing that is secret or personal."""

import json

import pytest

from tests.deploy.conftest import new
from tests.deploy.proxied import Proxy, Speaker
from tests.served import ask

pytestmark = pytest.mark.needs("nginx")

TOKEN = "cx1a7q-4f2b9d0e8c6a5b3f1e7d9c0b2a4f6e8d"
SIGNED = "MTIz:1tQx9Z:yB3v0kq2W8s1mT5nR7uX4aP6cJ9dLhGfEeKiOoUu"
MIXED = "Zq8vB3kT0wYx5RmN2pLs7HdJ4gFc6Xa1"


@pytest.mark.parametrize(
    ("path", "secret", "logged"),
    [
        (f"/contact/message-sent/?r={SIGNED}", SIGNED, "/contact/message-sent/?[hidden]"),
        ("/search/?q=my+illness", "illness", "/search/?[hidden]"),
        (f"/admin/password_reset/confirm/MQ/{TOKEN}/", TOKEN, "/admin/password_reset/confirm/[hidden]"),
        (f"/subscriptions/{SIGNED}/confirm/", SIGNED, "/subscriptions/[hidden]"),
        (f"/subscriptions/{MIXED}/", MIXED, "/subscriptions/[hidden]"),
        ("/share/0123456789abcdef0123456789abcdef", "0123456789abcdef0", "/share/[hidden]"),
        ("/share/8f14e45f-ceea-467f-a9d1-2f0b6c1e7a11/", "ceea-467f", "/share/[hidden]"),
    ],
)
def test_no_secret_reaches_the_log(proxy, site, path, secret, logged):
    ask(proxy.port, path, Referer=f"http://localhost{path}", Cookie=f"sessionid={MIXED}")
    proxy.lines(logged)
    assert secret not in proxy.said
    assert MIXED not in proxy.said


@pytest.mark.parametrize(
    "path",
    ["/", "/news/ten-new-ambulances-for-north-west-london-in-2026/", "/news/news.csv",
     "/documents/6/Annual-Report-2024-25-for-the-Board.pdf", "/images/0123456789abcdef01234567/map.width-640.webp"],
)  # fmt: skip
def test_the_address_of_a_page_is_logged_whole(proxy, site, path):
    ask(proxy.port, path)
    proxy.lines(path)


def test_of_the_visitor_only_the_network_is_logged(proxy, site):
    path = new()
    ask(proxy.port, path)
    assert proxy.lines(path)[0]["address"] == "127.0.0.0"
    assert "127.0.0.1" not in json.dumps(proxy.log)


def test_what_goes_wrong_behind_is_in_the_access_log_and_its_secrets_are_not(tmp_path):
    with Speaker().listening() as gone:
        pass
    with Proxy(tmp_path, gone.port).serve() as proxy:
        assert ask(proxy.port, f"/subscriptions/?token={MIXED}")[0] == 503
        [line] = proxy.lines("/subscriptions/?[hidden]")
    assert (line["status"], line["site_status"]) == ("503", "502")
    assert MIXED not in proxy.said
