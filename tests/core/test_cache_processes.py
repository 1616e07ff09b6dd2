"""Two real servers and a third process that publishes: what is published is on the next answer of each."""

import threading
import time

import pytest

from tests.served import RedisServer, ask, site_with_home_page

pytestmark = pytest.mark.slow

CHANGE = "from wagtail.models import Page\npage = Page.objects.get(slug='test-home').specific\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with site_with_home_page(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="module")
def redis_server(tmp_path_factory):
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


def page(port):
    status, _headers, body = ask(port, "/", Host="localhost")
    assert status == 200, body
    return body.decode()


def check_that_changes_are_seen(site, first, second, environment):
    for port in (first, second):
        assert page(port) == page(port)
    site.environment |= environment
    edited = "An edit published by a third process"
    site.run(CHANGE + f"page.summary = '{edited}'; page.save_revision().publish()")
    assert edited in page(first)
    assert edited in page(second)
    updated = "A change that sends no signal"
    site.run(CHANGE + f"type(page).objects.update(summary='{updated}')")
    assert updated in page(first)
    assert updated in page(second)
    site.run(
        "from django.utils import timezone\nfrom datetime import timedelta\nfrom home.models import Notice\n"
        "Notice.objects.create(level='emergency', title='Evacuate the old bridge', "
        "ends_at=timezone.now() + timedelta(hours=1))"
    )
    assert "Evacuate the old bridge" in page(first)
    assert "Evacuate the old bridge" in page(second)
    site.run("from home.models import Notice\nNotice.objects.all().delete()")
    assert "Evacuate the old bridge" not in page(first)
    assert "Evacuate the old bridge" not in page(second)


def test_on_one_machine(site):
    with site.serve() as first, site.serve() as second:
        check_that_changes_are_seen(site, first, second, {})


def first_seen(port: int, words: str, seen: dict[int, float], give_up: float) -> None:
    """Ask over and over, as visitors do, and note when the words were on the page first."""
    while time.time() < give_up:
        if words in page(port):
            seen[port] = time.time()
            return


@pytest.mark.needs("redis")
def test_what_is_published_is_seen_through_every_port_within_a_second(site, redis_server, tmp_path):
    """Given two web processes that share Redis and keep the page, when a third publishes, then both show it."""
    words = "Published while two processes were asked"
    environment = {"CACHE_URL": redis_server.address}
    other = {"LASWEB_TEST_VAR_DIR": str(tmp_path)} | environment
    with site.serve(**environment) as first, site.serve(**other) as second:
        assert page(first) == page(second)
        seen: dict[int, float] = {}
        visitors = [
            threading.Thread(target=first_seen, args=(port, words, seen, time.time() + 60)) for port in (first, second)
        ]
        for visitor in visitors:
            visitor.start()
        site.environment |= environment
        published = float(
            site.run(
                CHANGE + f"page.summary = '{words}'; page.save_revision().publish()\nimport time; print(time.time())"
            )
        )
        for visitor in visitors:
            visitor.join()
    assert set(seen) == {first, second}
    assert max(seen.values()) - published < 1


@pytest.mark.needs("redis")
def test_on_two_machines_that_share_redis_and_when_redis_is_gone(site, redis_server, tmp_path):
    environment = {"CACHE_URL": redis_server.address}
    other = {"LASWEB_TEST_VAR_DIR": str(tmp_path)} | environment
    with site.serve(**environment) as first, site.serve(**other) as second:
        check_that_changes_are_seen(site, first, second, environment)
        redis_server.stop()
        assert page(first) == page(second)
        site.run(CHANGE + "type(page).objects.update(summary='Changed while Redis was down')")
        assert "Changed while Redis was down" in page(first)
        assert "Changed while Redis was down" in page(second)
