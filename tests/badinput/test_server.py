"""What no browser sends, sent to the real server: a clear refusal, one line in the log at most, never a 500."""

import socket

import pytest

from tests.served import PATIENCE, ask, site_with_home_page

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with site_with_home_page(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="module")
def port(site):
    with site.serve() as port:
        ask(port, "/", Host="localhost")
        yield port


def send(port, raw):
    """Send these bytes and return the status and all that came back."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(raw)
        received = b""
        while part := connection.recv(65_536):
            received += part
    return int(received.split(b" ", 2)[1]), received


def request(path=b"/", method=b"GET", headers=b"", body=b"", host=b"localhost"):
    return (
        method + b" " + path + b" HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n" + headers + b"\r\n" + body
    )


def form(fields, headers=b""):
    body = b"&".join(fields)
    length = b"Content-Length: %d\r\n" % len(body)
    return request(
        b"/admin/login/",
        b"POST",
        headers=headers + b"Content-Type: application/x-www-form-urlencoded\r\n" + length,
        body=body,
    )


# With it the body is read; without it the form is refused unread.
TOKEN = b"Cookie: csrftoken=" + b"b" * 32 + b"\r\n"
MULTIPART = b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 20\r\n"
CASES = {
    "a query string of 20 kB": (request(b"/?q=" + b"a" * 20_000), {414, 400}),
    "a query string of 7 kB": (request(b"/?q=" + b"a" * 7_000), {200}),
    "invalid UTF-8 in the path": (request(b"/%ff%fe/"), {404}),
    "raw bytes in the path": (request(b"/\xff\xfe/"), {400, 404}),
    "invalid UTF-8 in the query": (request(b"/?q=%ff%fe"), {200}),
    "invalid UTF-8 in a search": (request(b"/search/?q=%ff%fe&page=%ff"), {200, 400, 404}),
    "a null in the path": (request(b"/%00/"), {400}),
    "a null in the query": (request(b"/?q=%00"), {200, 400}),
    "a null in a search": (request(b"/search/?q=a%00b"), {200, 400}),
    "a null in a cookie": (request(b"/", headers=b'Cookie: sessionid="\\000abcdefghijk"\r\n'), {400}),
    "an unknown host": (request(host=b"evil.example"), {400}),
    "a host that is none": (request(host=b"a b;c"), {400}),
    "a host with markup": (request(host=b"<script>"), {400}),
    "no host at all": (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", {200, 400}),
    "an unknown method": (request(method=b"BREW"), {400, 403, 405}),
    "DELETE": (request(method=b"DELETE"), {403, 405}),
    "PUT": (request(method=b"PUT", headers=b"Content-Length: 0\r\n"), {403, 405}),
    "TRACE": (request(method=b"TRACE"), {400, 405}),
    "a form without a token": (form([b"name=a"]), {403, 405}),
    "a forged token": (form([b"csrfmiddlewaretoken=" + b"a" * 64], TOKEN), {403}),
    "a body of 3 MB": (form([b"a=" + b"x" * 3_000_000], TOKEN), {400, 413}),
    "six thousand fields": (form([b"a%d=1" % number for number in range(6_000)], TOKEN), {400, 413}),
    "a broken multipart body": (
        request(b"/admin/login/", b"POST", headers=MULTIPART, body=b"--y\r\nnot what it is"),
        {400, 403},
    ),
    "a length that is no number": (request(method=b"POST", headers=b"Content-Length: many\r\n"), {400}),
    "two lengths": (request(method=b"POST", headers=b"Content-Length: 0\r\nContent-Length: 5\r\n"), {400}),
    "chunks that are none": (
        request(b"/admin/login/", b"POST", headers=b"Transfer-Encoding: chunked\r\n", body=b"zz\r\n"),
        {400, 403},
    ),
    "bad cookies": (request(headers=b"Cookie: ;;=;sessionid;a=b=c;\x80\xff\r\n"), {200, 400}),
    "a forged session": (request(headers=b"Cookie: sessionid=../../etc/passwd\r\n"), {200}),
    "bad conditions": (
        request(headers=b'Accept-Encoding: ;q=,br;q=x\r\nIf-None-Match: "\r\nIf-Modified-Since: never\r\n'),
        {200},
    ),
    "a range": (request(headers=b"Range: bytes=5-1\r\n"), {200}),
    "a double slash": (request(b"//"), {404, 301}),
    "another site behind slashes": (request(b"//evil.example/"), {404, 301}),
    "climbing out": (request(b"/%2e%2e/%2e%2e/etc/passwd"), {404, 301}),
    "climbing out of the static files": (request(b"/static/../../manage.py"), {404, 301}),
    "a whole address": (request(b"http://evil.example/"), {200, 400, 404}),
    "too many headers": (request(headers=b"".join(b"X-%d: 1\r\n" % number for number in range(300))), {400, 431}),
    "a header of 20 kB": (request(headers=b"X: " + b"a" * 20_000 + b"\r\n"), {400, 431}),
    "a header with a line break in it": (request(headers=b"X: a\rb\r\n"), {200, 400}),
    "no HTTP": (b"hello\r\n\r\n", {400}),
}


@pytest.mark.parametrize("case", CASES)
def test_is_refused_or_harmless(site, port, case):
    raw, allowed = CASES[case]
    before = site.log.stat().st_size
    status, received = send(port, raw)
    assert status in allowed, received[:300]
    assert b"Traceback" not in received
    said = [line for line in site.log.read_bytes()[before:].decode(errors="replace").splitlines() if line.strip()]
    assert len(said) <= 1, said


def test_nothing_of_it_was_kept_for_others(site, port):
    honest = ask(port, "/", Host="localhost")[2]
    for raw, _ in CASES.values():
        send(port, raw)
    assert ask(port, "/", Host="localhost")[2] == honest
    assert b"evil.example" not in ask(port, "/?q=1", Host="localhost")[2]
