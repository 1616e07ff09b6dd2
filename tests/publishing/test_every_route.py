"""The routes of the notes on publishing that name no file and have no number in a test beside this one.

Those in brackets in this folder's other tests are not repeated; files are in tests/documents/test_every_route.py.
"""

from importlib.metadata import version
from pathlib import Path

import pytest
from django.apps import apps
from django.template.loader import get_template

from tests.routes import lost

ROUTES = {
    49: ["core.test_cache_changes:test_what_the_public_sees_is_dropped_after"],
    51: ["core.test_cache_pages:TestWhoIsNotServedFromMemory.test_the_editors_preview"],
    56: ["core.test_checks:test_a_lifetime_that_would_outlive_a_withdrawal_is_refused"],
    57: ["core.test_cache_changes:TestTransactions.test_a_change_counts_when_it_is_committed_not_before"],
    63: [
        "lasweb.test_sitemap:TestTheSitemap.test_has_nothing_that_the_public_may_not_see",
        "lasweb.test_sitemap:TestTheSitemap.test_says_nothing_of_the_drafts_of_a_page_never_published_by_an_editor",
    ],
}
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("number", ROUTES)
def test_each_route_has_its_test(number):
    assert lost(ROUTES[number]) == []


@pytest.mark.parametrize("address", ["/api/v2/pages/", "/api/v2/pages/find/?id=1", "/api/v2/"])
def test_no_interface_for_programs_lists_pages(client, home_page, address):  # [23]
    assert client.get(address).status_code == 404


def test_no_template_keeps_a_part_of_a_page_by_itself():  # [50]
    ours = [path for app in ("core", "documents", "home", "lasweb", "search") for path in (ROOT / app).rglob("*.html")]
    assert ours
    assert [
        path.name for path in ours if "wagtailpagecache" in path.read_text() or "{% cache" in path.read_text()
    ] == []
    assert get_template("base.html")


def test_nobody_is_given_a_link_to_a_draft():  # [53]
    names = {config.name for config in apps.get_app_configs()}
    assert not {name for name in names if "sharing" in name}


def test_what_was_mended_in_wagtail_is_in_ours():  # [66]
    assert tuple(int(part) for part in version("wagtail").split(".")[:3]) >= (7, 4, 4)
