"""nginx tells the site the truth about visitors, and lets nobody ask for too much."""

import http.client
import json
import socket
import ssl
import subprocess

import psutil
import pytest

from tests.deploy.conftest import NOT_KEPT, new
from tests.deploy.proxied import Answer, Proxy
from tests.processes import wait_for
from tests.served import ask

pytestmark = pytest.mark.needs("nginx")
FORGED = "203.0.113.9"

# --- what the site is told ------------------------------------------------------------------------------------------


def test_the_site_is_told_what_nginx_saw_and_not_what_the_visitor_says(proxy, site):
    said = dict.fromkeys(
        ["X_Forwarded_For", "X_Forwarded_Host", "X_Forwarded_Port", "X_Real_IP", "Forwarded"], FORGED
    )  # fmt: skip
    path = new()
    ask(proxy.port, path, Host="www.example.org", X_Forwarded_Proto="https", X_Request_ID="forged", **said)
    [told] = site.asked
    assert told["x-forwarded-for"] == "127.0.0.1"
    assert told["x-forwarded-proto"] == "http"
    assert told["host"] == "www.example.org"
    assert told["x-request-id"] == proxy.lines(path)[0]["request_id"] != "forged"
    assert FORGED not in json.dumps(told)


def test_a_balancer_before_nginx_is_believed_where_it_is_named(site, proxy, tmp_path):
    named = {"balancer.conf": {"# set_real_ip_from 10.0.0.0/24;": "set_real_ip_from 127.0.0.1;",
                               "# 10.0.0.0/24 1;": "127.0.0.1 1;"}}  # fmt: skip
    with Proxy(tmp_path, site.port, named).serve() as behind:
        ask(behind.port, new(), X_Forwarded_For=f"{FORGED}, 192.0.2.7", X_Forwarded_Proto="https")
    assert site.asked[-1]["x-forwarded-for"] == "192.0.2.7"
    assert site.asked[-1]["x-forwarded-proto"] == "https"


def test_https_is_spoken_and_told_and_http_leads_to_it(site, proxy, tmp_path):
    certificates = tmp_path / "certificates"
    certificates.mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
         "-subj", "/CN=localhost", "-keyout", certificates / "privkey.pem", "-out", certificates / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    trusting = ssl._create_unverified_context()
    with Proxy(tmp_path, site.port).serve("https.conf") as public:
        status, headers, _ = ask(public.port, "/news/?page=2", Host="localhost")
        assert (status, headers["location"]) == (301, "https://localhost/news/?page=2")
        connection = http.client.HTTPSConnection("localhost", public.https_port, timeout=10, context=trusting)
        connection.request("GET", new(), headers={"X-Forwarded-Proto": "http"})
        assert connection.getresponse().status == 200
        connection.close()
    assert site.asked[-1]["x-forwarded-proto"] == "https"


# --- limits ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/contact/", 2_900_000, 200),
        ("/contact/", 3_300_000, 413),
        ("/admin/documents/", 50_000_000, 200),
        ("/admin/documents/", 60_000_000, 413),
        ("/admin/imports/documents/", 60_000_000, 200),
    ],
)
def test_bodies_are_as_large_as_the_site_takes_them_and_no_larger(proxy, site, path, size, status):
    connection = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=30)
    connection.request("POST", path, body=bytes(size))
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == status
    assert (b"too large" in body) == (status == 413)
    assert len(site.asked) == (status == 200)
    connection.close()


def test_a_header_longer_than_the_application_takes_is_refused(proxy, site):
    assert ask(proxy.port, new(), X_Long="x" * 8_000)[0] == 200
    assert ask(proxy.port, new(), X_Long="x" * 8_300)[0] == 400
    assert ask(proxy.port, "/" + "x" * 8_300)[0] == 414


@pytest.mark.parametrize(("path", "method", "allowed"), [("/search/?q=", "GET", 41), ("/contact/", "POST", 21)])
def test_a_program_that_asks_too_often_is_told_to_wait(site, proxy, tmp_path, path, method, allowed):
    site.answer = lambda asked: Answer(headers=NOT_KEPT)
    with Proxy(tmp_path, site.port).serve() as limited:
        # Bounded, for a machine so slow that it never asks too often.
        answers = takewhile_and_next(
            lambda: ask(limited.port, path, method), lambda answer: answer[0] == 200, most=2_000
        )
        assert len(answers) > allowed
        status, headers, body = answers[-1]
        assert (status, headers["retry-after"], headers["cache-control"]) == (429, "30", "no-store")
        assert b"at once" in body
        assert ask(limited.port, new())[0] == 200, "pages can still be read"


def takewhile_and_next(ask_again, goes_on, most: int) -> list:
    """Ask while the answers go on as they should; return them, and the one that did not."""
    answers = []
    while len(answers) < most and (not answers or goes_on(answers[-1])):
        answers.append(ask_again())
    return answers


@pytest.mark.parametrize("path", ["/documents/", "/admin/documents/"])
def test_a_visitor_who_reads_slowly_does_not_hold_up_the_site(proxy, site, path):
    """Given a large document, when a visitor has read a little of it, then the site is done with it already."""
    site.answer = lambda asked: Answer(headers=NOT_KEPT, body=bytes(12_000_000))
    before = site.answered
    with socket.socket() as visitor:
        visitor.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        visitor.connect(("127.0.0.1", proxy.port))
        visitor.sendall(f"GET {new(path)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert visitor.recv(1024).startswith(b"HTTP/1.1 200")
        wait_for(lambda: site.answered == before + 1, "the site has handed over all of it", seconds=10)


def test_each_answer_names_its_own_request_also_when_the_page_was_kept(proxy, site):
    path = new()
    site.answer = lambda asked: Answer(headers={"Cache-Control": "public, s-maxage=30", "X-Request-ID": "the-first"})
    named = [ask(proxy.port, path)[1]["x-request-id"] for _ in range(2)]
    assert named == [line["request_id"] for line in proxy.lines(path, 2)]
    assert len({*named, "the-first"}) == 3


def test_visitors_are_told_of_nginx_nothing_but_its_name(proxy, site):
    assert ask(proxy.port, new())[1]["server"] == "nginx"


def test_what_is_killed_of_nginx_comes_back_with_what_it_kept(site, proxy, tmp_path):
    """Given two processes that serve, when one is killed the other answers; killed whole, it starts on what it left."""
    path = new()
    with Proxy(tmp_path, site.port).serve() as first:
        master = psutil.Process(int((tmp_path / "pid").read_text()))
        kept = ask(first.port, path)[2]
        killed = master.children()[0]
        killed.kill()
        assert [ask(first.port, new())[0] for _ in range(10)] == [200] * 10
        wait_for(lambda: len(master.children()) >= 2 and killed not in master.children(), "another in its place")
        for process in [master, *master.children()]:
            process.kill()
    with Proxy(tmp_path, site.port, port=first.port).serve() as again:
        assert ask(again.port, path)[2] == kept
        assert ask(again.port, new())[0] == 200
