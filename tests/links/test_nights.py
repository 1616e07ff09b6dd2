"""Other sites night after night: what counts as broken, in which order they are asked, and how many."""

from datetime import UTC, datetime, timedelta

import pytest

from core.enums import LinkKind, LinkState
from core.link_checks import nightly
from core.link_checks.nightly import keep_verdict, run
from core.link_checks.verdicts import WORKS, Verdict, broken, unsure
from core.models import LinkCheck, LinkUse

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 1, 10, 2, tzinfo=UTC)
FAILED = broken("no such page", status=404)


def link(target="https://a.example/", **fields):
    return LinkCheck.objects.create(
        kind=LinkKind.OUTSIDE, target=target, target_hash=LinkCheck.hash_of(target), **fields
    )  # fmt: skip


def after(row, *verdicts, every=timedelta(days=1)):
    for number, verdict in enumerate(verdicts):
        row.refresh_from_db()
        keep_verdict(row, verdict, FIRST + number * every)
    row.refresh_from_db()
    return row.state, row.nights_failed


@pytest.mark.parametrize(
    ("verdicts", "state", "nights"),
    [
        ([FAILED], LinkState.FAILED_ONCE, 1),
        ([FAILED, FAILED], LinkState.BROKEN, 2),
        ([FAILED, WORKS], LinkState.WORKS, 0),
        ([FAILED, WORKS, FAILED], LinkState.FAILED_ONCE, 1),
        ([broken("gone", permanent=True)], LinkState.BROKEN, 1),
        ([broken("gone", permanent=True), FAILED], LinkState.BROKEN, 2),
        ([FAILED, FAILED, unsure("look")], LinkState.UNSURE, 0),
        ([WORKS, Verdict(None, status=429)], LinkState.WORKS, 0),
        ([FAILED, Verdict(None, status=429), FAILED], LinkState.BROKEN, 2),
    ],
)
def test_a_link_is_broken_on_its_second_bad_night(verdicts, state, nights):
    assert after(link(), *verdicts) == (state, nights)


def test_a_second_look_in_the_same_night_is_no_second_night():
    assert after(link(), FAILED, FAILED, FAILED, every=timedelta(minutes=5)) == (LinkState.FAILED_ONCE, 1)


def test_since_when_is_the_first_bad_night():
    row = link()
    after(row, FAILED, FAILED, FAILED)
    assert row.first_failed_at == FIRST
    after(row, WORKS)
    assert row.first_failed_at is None


def test_what_was_forgotten_meanwhile_does_not_come_back():
    row = link()
    LinkCheck.objects.all().delete()
    keep_verdict(row, FAILED, FIRST)
    assert not LinkCheck.objects.exists()


def test_those_that_failed_come_first_then_the_oldest_up_to_the_limit(site, asker, settings):
    """Given a limit of three a night, then the one that failed, a new one and the oldest are asked."""
    settings.LINK_CHECK_EXTERNAL, settings.LINK_CHECK_LIMIT = True, 3
    paths = {"/good?recent": FIRST, "/good?oldest": FIRST - timedelta(9), "/good?new": None, "/lost": FIRST}
    rows = {path: link(site.address(path), last_checked_at=when) for path, when in paths.items()}
    LinkCheck.objects.filter(pk=rows["/lost"].pk).update(state=LinkState.FAILED_ONCE, nights_failed=1)
    assert nightly._look_outside(asker) == 3
    asked = [path for method, path in site.asked if method == "HEAD"]
    assert asked == ["/lost", "/good?new", "/good?oldest"]
    rows["/lost"].refresh_from_db()
    assert (rows["/lost"].state, rows["/lost"].nights_failed) == (LinkState.BROKEN, 2)


def test_a_whole_night(home_page, site, asker, settings):
    """Given a page with a good and a lost link, then a night asks both and says so."""
    settings.LINK_CHECK_EXTERNAL = True
    good, lost = site.address("/good"), site.address("/gone")
    home_page.body = home_page.body.stream_block.to_python([
        {"type": "text", "value": f'<p><a href="{good}">Good</a> <a href="{lost}">Gone</a></p>'}
    ])  # fmt: skip
    home_page.save_revision().publish()
    assert run(asker=asker) == "2 links, 1 broken, 2 asked of other sites"
    assert LinkUse.objects.get(check_row__state=LinkState.BROKEN).words == "Gone"


def test_a_night_has_an_end(site, asker, settings, monkeypatch):
    settings.LINK_CHECK_EXTERNAL = True
    link(site.address("/good"))
    monkeypatch.setattr(nightly, "LONGEST", -1)
    assert nightly._look_outside(asker) == 0
