"""Notices: when and where they show, in which order, and when a cached page must give way to them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.caching.boundaries import forget, next_boundary
from home.boundaries import notices_begin_or_end
from home.enums import NoticeLevel, NoticeState
from home.models import Notice, SectionHubPage
from home.querysets import active_notices, notices
from tests.factories import draft, publish

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LONDON = ZoneInfo("Europe/London")


def notice(title="Phones down", *, start=-HOUR, end=HOUR, now=NOW, **fields):
    return Notice.objects.create(title=title, starts_at=now + start, ends_at=now + end, **fields)


def titles(page=None, now=NOW):
    return [found.title for found in active_notices(page, now)]


@pytest.mark.django_db
class TestTheClock:
    def test_a_notice_shows_from_its_start_up_to_its_end(self):
        notice(start=timedelta(0), end=HOUR)
        assert titles(now=NOW - timedelta(microseconds=1)) == []
        assert titles(now=NOW) == ["Phones down"]
        assert titles(now=NOW + HOUR - timedelta(microseconds=1)) == ["Phones down"]
        assert titles(now=NOW + HOUR) == []

    @pytest.mark.parametrize(
        ("start", "end", "state"),
        [
            (-2 * HOUR, -HOUR, NoticeState.OVER),
            (-HOUR, HOUR, NoticeState.SHOWING),
            (HOUR, 2 * HOUR, NoticeState.PLANNED),
        ],
    )
    def test_the_state_a_notice_names_is_the_state_it_is_found_by(self, start, end, state):
        made = notice(now=timezone.now(), start=start, end=end)
        assert made.state == state
        assert [s for s in NoticeState if made in notices(s)] == [state]

    def test_times_are_london_times_in_summer(self):
        Notice.objects.create(
            title="Summer",
            starts_at=datetime(2026, 7, 1, 9, 0, tzinfo=LONDON),
            ends_at=datetime(2026, 7, 1, 10, 0, tzinfo=LONDON),
        )
        assert titles(now=datetime(2026, 7, 1, 8, 30, tzinfo=UTC)) == ["Summer"]
        assert titles(now=datetime(2026, 7, 1, 9, 30, tzinfo=UTC)) == []

    def test_the_night_on_which_the_clocks_go_back_has_an_hour_more(self):
        made = Notice.objects.create(
            title="Long night",
            starts_at=datetime(2026, 10, 25, 0, 30, tzinfo=LONDON),
            ends_at=datetime(2026, 10, 25, 2, 30, tzinfo=LONDON),
        )
        made.refresh_from_db()
        assert made.ends_at - made.starts_at == 3 * HOUR
        assert titles(now=datetime(2026, 10, 25, 2, 15, tzinfo=UTC)) == ["Long night"]


@pytest.mark.django_db
class TestWhere:
    @pytest.fixture
    def tree(self, home_page):
        hub = publish(home_page, "about-us", SectionHubPage)
        return {
            "home": home_page,
            "hub": hub,
            "child": publish(hub, "who-we-are"),
            "other": publish(home_page, "about-us-too"),
        }

    def test_a_notice_for_the_whole_site_shows_on_every_page_and_where_there_is_none(self, tree):
        notice()
        assert all(titles(page) == ["Phones down"] for page in [*tree.values(), None])

    def test_a_notice_for_a_branch_shows_on_its_page_and_below_and_nowhere_else(self, tree):
        notice(branch=tree["hub"])
        shown = {name for name, page in tree.items() if titles(page)}
        assert shown == {"hub", "child"}
        assert titles(None) == []

    def test_a_notice_follows_its_branch_when_it_moves(self, tree):
        notice(branch=tree["other"])
        tree["other"].move(tree["hub"], pos="last-child")
        tree["other"].refresh_from_db()
        assert titles(tree["other"]) == ["Phones down"]
        assert titles(tree["hub"]) == []

    def test_a_notice_goes_with_the_page_that_it_was_for(self, tree):
        notice(branch=tree["other"])
        tree["other"].delete()
        assert not Notice.objects.exists()

    def test_one_query_finds_them_however_deep_the_page(self, tree, django_assert_num_queries):
        for number in range(5):
            notice(f"Notice {number}", branch=tree["hub"])
        with django_assert_num_queries(1):
            assert len(active_notices(tree["child"], NOW)) == 5


@pytest.mark.django_db
class TestOrder:
    def test_the_most_urgent_comes_first_then_the_newest(self):
        notice("old news", level=NoticeLevel.INFORMATION, start=-3 * HOUR)
        notice("new news", level=NoticeLevel.INFORMATION, start=-HOUR)
        notice("important", level=NoticeLevel.IMPORTANT, start=-HOUR / 2)
        notice("old emergency", level=NoticeLevel.EMERGENCY, start=-5 * HOUR)
        notice("new emergency", level=NoticeLevel.EMERGENCY, start=-4 * HOUR)
        assert titles() == ["new emergency", "old emergency", "important", "new news", "old news"]

    def test_notices_that_overlap_all_show(self):
        notice("first", start=-HOUR, end=HOUR)
        notice("second", start=-HOUR / 2, end=2 * HOUR)
        assert titles() == ["second", "first"]
        assert titles(now=NOW + HOUR) == ["second"]


@pytest.mark.django_db
class TestLink:
    def test_it_leads_to_a_public_page(self, home_page):
        notice(link_page=publish(home_page, "what-to-do"))
        assert active_notices(None, NOW)[0].link_url == "/what-to-do/"

    def test_it_does_not_lead_to_a_draft(self, home_page):
        notice(link_page=draft(home_page, "secret"))
        assert active_notices(None, NOW)[0].link_url == ""

    def test_a_notice_without_one_has_none(self):
        notice()
        assert active_notices(None, NOW)[0].link_url == ""


@pytest.mark.django_db
class TestWrongTimes:
    def test_an_end_before_the_start_is_refused(self):
        wrong = Notice(title="Wrong", starts_at=timezone.now() + 2 * HOUR, ends_at=timezone.now() + HOUR)
        with pytest.raises(ValidationError, match="after the start"):
            wrong.full_clean()

    def test_an_end_before_the_start_is_refused_by_the_database_too(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            notice(start=HOUR, end=HOUR)

    def test_a_new_notice_whose_end_has_passed_is_refused(self):
        late = Notice(title="Late", starts_at=timezone.now() - 2 * HOUR, ends_at=timezone.now() - HOUR)
        with pytest.raises(ValidationError, match="has passed"):
            late.full_clean()

    def test_an_old_notice_may_still_be_corrected(self):
        old = notice(now=timezone.now(), start=-2 * HOUR, end=-HOUR)
        old.full_clean()

    def test_a_new_notice_lasts_until_tomorrow(self):
        made = Notice(title="Usual")
        made.full_clean()
        assert abs(made.ends_at - made.starts_at - timedelta(days=1)) < timedelta(seconds=1)


@pytest.mark.django_db
class TestBoundaries:
    def test_the_next_is_a_start_or_an_end_whichever_comes_first(self):
        notice(start=-HOUR, end=3 * HOUR)
        notice(start=HOUR, end=2 * HOUR)
        assert notices_begin_or_end(NOW) == NOW + HOUR
        assert notices_begin_or_end(NOW + HOUR) == NOW + 2 * HOUR
        assert notices_begin_or_end(NOW + 2 * HOUR) == NOW + 3 * HOUR
        assert notices_begin_or_end(NOW + 3 * HOUR) is None

    def test_it_takes_one_query(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert notices_begin_or_end(NOW) is None

    def test_the_page_cache_asks_it(self):
        forget()
        notice(start=HOUR, end=2 * HOUR)
        assert next_boundary(NOW) == NOW + HOUR


@pytest.mark.django_db
class TestEndNow:
    def test_what_shows_goes_at_once(self):
        made = notice(now=timezone.now())
        assert made.end_now()
        assert active_notices(None) == []
        assert Notice.objects.get().state == NoticeState.OVER

    def test_what_does_not_show_is_left_alone(self):
        planned = notice(now=timezone.now(), start=HOUR, end=2 * HOUR)
        assert not planned.end_now()
        planned.refresh_from_db()
        assert planned.state == NoticeState.PLANNED
