"""gunicorn itself believes nothing that a request says of where it came from, even from a proxy of ours."""

import http.client
import json

import pytest

from tests.processes import PYTHON, environment, free_port, running, wait_for
from tests.served import ask, listens


@pytest.mark.slow
def test_no_header_changes_what_the_application_is_told(tmp_path):
    port = free_port()
    env = environment(
        tmp_path, PORT=str(port), WEB_CONCURRENCY="1", DJANGO_SETTINGS_MODULE="lasweb.settings.test",
        FORWARDED_ALLOW_IPS="127.0.0.1",
    )  # fmt: skip
    command = [PYTHON, "-m", "gunicorn", "-c", "python:lasweb.gunicorn", "tests.lasweb.echo:application"]
    with running(env, *command, log=tmp_path / "gunicorn.log"):
        wait_for(lambda: listens(port), "gunicorn listens")
        forged = {
            "X_Forwarded_Proto": "https", "X_Forwarded_Ssl": "on",
            "X_Forwarded_For": "203.0.113.9",
        }  # fmt: skip
        plain = json.loads(ask(port, "/news/")[2])
        told = json.loads(ask(port, "/news/", **forged)[2])
        underscored = json.loads(ask_with_underscores(port, "/news/"))
    expected = {"wsgi.url_scheme": "http", "SCRIPT_NAME": "", "PATH_INFO": "/news/", "REMOTE_ADDR": "127.0.0.1"}
    assert plain == told == underscored == expected


def ask_with_underscores(port, path) -> bytes:
    """Name the headers as WSGI names them, which `ask` cannot."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"SCRIPT_NAME": "/news", "PATH_INFO": "/admin/"})
    body = connection.getresponse().read()
    connection.close()
    return body
