"""nginx, before a site that says what a test tells it to say."""

import itertools
from collections.abc import Iterator

import pytest

from core.caching.headers import public_cache_control
from tests.deploy.proxied import Answer, Proxy, Speaker

KEPT = {"Cache-Control": public_cache_control(None), "Vary": "Accept-Encoding"}
NOT_KEPT = {"Cache-Control": "no-store, private"}


@pytest.fixture(scope="module")
def site() -> Iterator[Speaker]:
    with Speaker().listening() as speaker:
        yield speaker


@pytest.fixture(scope="module")
def running_proxy(site: Speaker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with Proxy(tmp_path_factory.mktemp("nginx"), site.port).serve() as proxy:
        yield proxy


@pytest.fixture
def proxy(running_proxy: Proxy, site: Speaker) -> Proxy:
    """Return the proxy, before a site that has been asked nothing and whose every answer is another one."""
    site.asked.clear()
    count = itertools.count()
    site.answer = lambda path: Answer(headers=KEPT, body=f"answer {next(count)}".encode())
    return running_proxy


_numbers = itertools.count()


def new(path: str = "/page") -> str:
    """Return an address that no other test has asked for."""
    return f"{path}-{next(_numbers)}/"
