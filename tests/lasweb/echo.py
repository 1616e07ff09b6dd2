"""A WSGI application that says what the server told it of the request."""

import json
from collections.abc import Callable, Iterable

import lasweb.wsgi  # noqa: F401  # what gunicorn's hooks look into must be there

TOLD = ("wsgi.url_scheme", "SCRIPT_NAME", "PATH_INFO", "REMOTE_ADDR")


def application(environ: dict[str, object], start_response: Callable[..., object]) -> Iterable[bytes]:
    """Answer with the parts of the environment that a forged header might change."""
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({name: environ.get(name) for name in TOLD}).encode()]
