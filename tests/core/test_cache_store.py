"""What one process keeps in its memory: bounded, right, compressed once."""

import gzip
from concurrent.futures import ThreadPoolExecutor

import brotli
import pytest
from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from core.caching import store
from core.caching.store import OVERHEAD, KeptPage, PageStore, preferred_encoding

NOW = 1_000.0


def page(text="x", generation=1, right_until=None, kept_until=NOW + 300):
    return KeptPage.of(HttpResponse(text), generation, right_until, kept_until)


def test_a_page_is_found_again_under_its_generation_only():
    pages = PageStore()
    pages.put("a", page())
    assert pages.get("a", 1, NOW) is not None
    assert pages.get("a", 2, NOW) is None
    assert len(pages) == 0


@pytest.mark.parametrize("ends", [{"right_until": NOW + 10}, {"kept_until": NOW + 10}])
def test_a_page_is_not_served_from_the_moment_it_ends(ends):
    pages = PageStore()
    pages.put("a", page(**ends))
    assert pages.get("a", 1, NOW + 9.99) is not None
    assert pages.get("a", 1, NOW + 10) is None


def test_the_least_recently_used_page_goes_first():
    pages = PageStore(max_entries=2)
    pages.put("a", page())
    pages.put("b", page())
    pages.get("a", 1, NOW)
    pages.put("c", page())
    assert pages.get("b", 1, NOW) is None
    assert pages.get("a", 1, NOW) is not None


def test_a_page_too_large_for_the_store_is_not_kept():
    pages = PageStore(max_bytes=80_000)
    pages.put("a", page("x" * 9_000))
    assert len(pages) == 0


def test_compressed_forms_count_and_push_others_out():
    body = "".join(chr(33 + n * 7919 % 90) for n in range(6_000))
    pages = PageStore(max_bytes=8 * (6_000 + OVERHEAD))
    for key in "abcdefgh":
        pages.put(key, page(body))
    kept = pages.get("h", 1, NOW)
    before = len(pages)
    pages.body_as("h", kept, "br")
    pages.body_as("h", kept, "gzip")
    assert len(pages) < before
    assert pages.size <= pages.max_bytes
    assert pages.get("h", 1, NOW) is kept


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 3_000), st.sampled_from(["", "br", "gzip"]))))
def test_the_bytes_counted_are_those_of_the_pages_held(steps):
    pages = PageStore(max_entries=4, max_bytes=40_000)
    for key, length, encoding in steps:
        kept = pages.get(key, 1, NOW)
        if kept is None or length % 2:
            kept = page("x" * length)
            pages.put(key, kept)
        pages.body_as(key, kept, encoding)
        assert pages.size == sum(held.size for held in pages._pages.values()) <= pages.max_bytes
        assert len(pages) <= 4
    pages.clear()
    assert pages.size == len(pages) == 0


def test_a_page_is_compressed_once_for_many_threads(monkeypatch):
    made = []
    monkeypatch.setitem(store.ENCODINGS, "gzip", lambda body: made.append(1) or gzip.compress(body))
    pages = PageStore()
    kept = page("x" * 2_000)
    pages.put("a", kept)
    pages.body_as("a", kept, "gzip")
    with ThreadPoolExecutor(8) as threads:
        bodies = set(threads.map(lambda _: pages.body_as("a", kept, "gzip"), range(50)))
    assert len(made) == len(bodies) == 1
    assert pages.size == kept.size


def test_each_form_unpacks_to_the_body():
    pages, kept = PageStore(), page("Ambulance service " * 200)
    assert brotli.decompress(pages.body_as("a", kept, "br")) == kept.body
    assert gzip.decompress(pages.body_as("a", kept, "gzip")) == kept.body


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.0", ""),
        ("gzip;q=1.0, br;q=0.2", "gzip"),
        ("identity, gzip;q=0.5", ""),
        ("*", ""),
        ("br;q=", ""),
        ("br;q=nan", ""),
        (";;;,,,q=1", ""),
        ("brotli", ""),
    ],
)
def test_the_encoding_is_one_that_the_visitor_accepts(accepted, chosen):
    assert preferred_encoding(accepted) == chosen


@given(st.text())
def test_no_accept_encoding_is_an_error(header):
    assert preferred_encoding(header) in {"", "br", "gzip"}
