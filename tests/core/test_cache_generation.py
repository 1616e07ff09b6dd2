"""The number that all processes share."""

import logging
import subprocess
import sys

import pytest
from django.core.cache import cache

from core.caching import generation
from core.caching.generation import MappedGeneration, RedisGeneration
from core.request_scope import request_scope
from tests.processes import free_port
from tests.served import RedisServer


@pytest.fixture
def redis_server(tmp_path):
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()


def test_processes_that_change_it_at_once_lose_no_change(tmp_path):
    path = tmp_path / "generation"
    number = MappedGeneration(path)
    before = number.current()
    code = (
        "import sys; from pathlib import Path\n"
        "from core.caching.generation import MappedGeneration\n"
        "number = MappedGeneration(Path(sys.argv[1]))\n"
        "for _ in range(500): number.advance()\n"
    )
    processes = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(4)]
    assert [process.wait(60) for process in processes] == [0, 0, 0, 0]
    assert number.current() == before + 2_000
    assert MappedGeneration(path).current() == before + 2_000


@pytest.mark.needs("redis")
def test_machines_share_it_through_redis(redis_server):
    here, there = RedisGeneration(redis_server.address), RedisGeneration(redis_server.address)
    first = here.current()
    assert first == there.current()
    assert there.advance() == here.current() != first


@pytest.mark.needs("redis")
def test_a_redis_that_lost_its_memory_gives_out_no_number_twice(redis_server):
    here = RedisGeneration(redis_server.address)
    before = here.current()
    redis_server.stop()
    redis_server.start()
    assert here.current() not in {before, None}


def test_without_redis_the_number_is_not_known_and_one_line_says_so(caplog):
    here = RedisGeneration(f"redis://127.0.0.1:{free_port()}/0")
    with caplog.at_level(logging.ERROR):
        assert [here.current() for _ in range(50)] == [None] * 50
        assert here.advance() is None
    assert len(caplog.records) == 1
    assert "without the cache" in caplog.text


@pytest.mark.needs("redis")
def test_a_change_made_without_redis_is_told_when_redis_is_back(redis_server, monkeypatch):
    monkeypatch.setattr(generation, "QUIET_AFTER_FAILURE", 0)
    here, there = RedisGeneration(redis_server.address), RedisGeneration(redis_server.address)
    here._redis.config_set("save", "3600 1")  # this once it keeps its memory over the stop
    before = there.current()
    redis_server.stop()
    assert here.advance() is None
    redis_server.start()
    assert there.current() == before
    assert here.current() != before
    assert there.current() == here.current()


def test_a_redis_that_is_not_one_is_as_good_as_none(tmp_path, caplog):
    here = RedisGeneration("redis://192.0.2.1:6379/0")  # an address that no packet comes back from
    assert here.current() is None
    assert here.current() is None


class TestTheCacheInLocalMemory:
    def test_what_is_kept_dies_with_the_generation(self):
        cache.set("name", "value")
        assert cache.get("name") == "value"
        generation.advance()
        assert cache.get("name") is None

    def test_what_a_request_read_before_a_change_of_somebody_else_is_not_kept_as_new(self):
        with request_scope():
            assert cache.get("menu") is None
            generation._get_store().advance()  # another process commits
            cache.set("menu", "as it was before")
        with request_scope():
            assert cache.get("menu") is None

    def test_a_request_sees_its_own_change(self):
        with request_scope():
            cache.set("menu", "old")
            generation.advance()
            assert cache.get("menu") is None

    def test_nothing_is_found_while_the_number_is_not_known(self, monkeypatch):
        monkeypatch.setattr(generation, "_store", RedisGeneration(f"redis://127.0.0.1:{free_port()}/0"))
        cache.set("menu", "old")
        assert cache.get("menu") is None
        assert cache.get_or_set("menu", "new") == "new"
