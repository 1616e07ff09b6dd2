"""Every page has an owner and review dates; the public sees the dates, never early, at no cost."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from core.caching import generation
from core.caching.changes import changes_what_is_public
from core.models import AuditRecord, ContentReview, User
from core.reviews.services import (
    add_months,
    change_review,
    dates_of,
    due_pages,
    ensure_reviews,
    hand_over,
    mark_reviewed,
    review_of,
)
from home.models import NewsIndexPage, NewsPage
from tests.factories import draft, publish, publish_many

REVIEWED = date(2026, 11, 3)
DUE = date(2027, 11, 3)


@pytest.fixture
def ada(db):
    return User.objects.create_user("ada", "ada@example.org", first_name="Ada", last_name="Mason")


@pytest.fixture
def ben(db):
    return User.objects.create_user("ben", "ben@example.org", first_name="Ben", last_name="Osei")


@pytest.fixture
def child(home_page, ada):
    return publish(home_page, "child", owner=ada)


def set_dates(page, last=REVIEWED, upcoming=DUE):
    ContentReview.objects.update_or_create(page_id=page.pk, defaults={"last_reviewed": last, "next_review": upcoming})


def foot(client, path="/child/"):
    html = client.get(path).content.decode()
    return html[html.index("Page last reviewed") :].partition("</p>")[0] if "Page last reviewed" in html else ""


class TestRows:
    def test_a_new_page_is_owned_by_whoever_made_it_and_was_never_reviewed(self, home_page, ada):
        review = review_of(draft(home_page, "new", owner=ada))
        assert review.pk
        assert (review.owner, review.last_reviewed, review.next_review) == (ada, None, None)

    def test_its_first_publication_is_its_first_review(self, child):
        review = review_of(child)
        assert review.last_reviewed == timezone.localdate()
        assert review.next_review == add_months(timezone.localdate(), 12)

    def test_a_later_publication_is_none(self, child):
        set_dates(child)
        child.title = "Changed"
        child.save_revision().publish()
        Page.objects.filter(pk=child.pk).update(first_published_at=timezone.now() - timedelta(days=900))
        ContentReview.objects.update(last_reviewed=None, next_review=None)
        child = Page.objects.get(pk=child.pk).specific
        child.save_revision().publish()
        assert review_of(child).last_reviewed is None

    def test_a_publication_that_is_only_scheduled_is_none(self, home_page):
        page = draft(home_page, "later", go_live_at=timezone.now() + timedelta(days=1))
        page.save_revision().publish()
        assert review_of(page).last_reviewed is None

    def test_news_is_of_its_day_and_never_reviewed_unless_somebody_says_so(self, home_page, client, ada):
        item = publish(publish(home_page, "news", NewsIndexPage), "item", NewsPage)
        for page in (item, item.get_parent()):
            assert (review_of(page).last_reviewed, review_of(page).next_review) == (None, None)
            assert not foot(client, page.get_url())
        mark_reviewed(item, ada)
        assert review_of(item).next_review is None
        assert "Next review" not in foot(client, item.get_url())

    def test_a_copy_begins_anew(self, child, ben):
        copied = child.copy(update_attrs={"slug": "copy", "title": "Copy"}, keep_live=False, user=ben)
        review = review_of(copied)
        assert (review.owner, review.last_reviewed) == (ben, None)

    def test_an_alias_has_no_review_of_its_own(self, child):
        alias = child.create_alias(update_slug="alias")
        assert not ContentReview.objects.filter(page_id=alias.pk).exists()

    def test_pages_that_came_by_another_way_get_theirs_from_the_daily_job(self, home_page, ada):
        publish_many(home_page, 2, owner=ada)
        assert ensure_reviews() == 2
        assert ensure_reviews() == 0
        assert ContentReview.objects.filter(owner=ada, last_reviewed=None).count() == 2

    def test_the_database_refuses_a_next_review_before_the_last(self, child):
        with pytest.raises(IntegrityError), transaction.atomic():
            set_dates(child, DUE, REVIEWED)

    def test_an_owner_who_is_deleted_leaves_the_page_to_nobody(self, child, ada):
        ada.delete()
        assert review_of(child).owner is None


class TestFoot:
    def test_both_dates_stand_at_the_foot_of_the_page(self, client, child):
        set_dates(child)
        assert foot(client) == "Page last reviewed: 3 November 2026<br>Next review due: 3 November 2027"

    def test_without_a_next_review_only_the_last_is_named(self, client, child):
        set_dates(child, upcoming=None)
        assert foot(client) == "Page last reviewed: 3 November 2026"

    @pytest.mark.parametrize("last", [None, timezone.localdate() + timedelta(days=1)])
    def test_nothing_stands_there_before_the_page_was_reviewed(self, client, child, last):
        set_dates(child, last, timezone.localdate() + timedelta(days=300))
        html = client.get("/child/").content.decode()
        assert "last reviewed" not in html
        assert "Next review" not in html

    def test_the_home_page_has_them_too_and_a_page_outside_the_tree_has_none(self, client, home_page):
        set_dates(home_page)
        assert foot(client, "/")
        assert not foot(client, "/search/")
        assert not foot(client, "/nothing/")

    def test_an_alias_shows_the_dates_of_what_it_mirrors(self, client, child):
        set_dates(child)
        child.create_alias(update_slug="alias")
        assert "3 November 2026" in foot(client, "/alias/")

    def test_it_costs_no_query(self, client, home_page, child):
        set_dates(home_page)
        client.get("/search/")  # keeps what all pages share
        with CaptureQueriesContext(connection) as asked:
            assert foot(client, "/")
        assert not [
            query for query in asked if "core_contentreview" in query["sql"] and "home_homepage" not in query["sql"]
        ]
        assert len(asked) <= 10

    def test_a_preview_shows_what_is_in_the_database(self, child):
        set_dates(child)
        response = Page.objects.get(pk=child.pk).specific.make_preview_request()
        assert "3 November 2026" in response.render().content.decode()
        assert not dates_of(Page(title="New"))

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_a_change_is_seen_at_once_on_a_cached_page(self, client, child):
        set_dates(child)
        assert "2027" in foot(client)
        assert "2027" in foot(client)
        set_dates(child, upcoming=date(2028, 2, 29))
        assert "29 February 2028" in foot(client)

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_handing_over_drops_no_cached_page(self, child, ada, ben):
        before = generation.current()
        ContentReview.objects.filter(owner=ada).update(owner=ben)
        assert generation.current() == before
        assert changes_what_is_public('UPDATE "core_contentreview" SET "next_review" = %s')


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 3), 12, date(2027, 11, 3)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 31), 23, date(2027, 12, 31)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, later):
    assert add_months(day, months) == later


class TestMarking:
    def test_a_page_that_holds_is_due_again_after_as_long_as_before(self, child, ada):
        set_dates(child, date(2026, 1, 1), date(2026, 7, 1))
        mark_reviewed(child, ada)
        review = review_of(child)
        assert review.last_reviewed == timezone.localdate()
        assert review.next_review == add_months(timezone.localdate(), 6)
        assert PageLogEntry.objects.filter(page=child, action="lasweb.reviewed", user=ada).count() == 1

    def test_a_page_without_dates_is_due_again_as_usual_for_its_type(self, child, ada):
        ContentReview.objects.all().delete()
        mark_reviewed(child, ada)
        assert review_of(child).next_review == add_months(timezone.localdate(), 12)

    def test_twice_on_one_day_changes_nothing_more(self, child, ada):
        set_dates(child, date(2026, 1, 1), date(2026, 7, 1))
        first = mark_reviewed(child, ada).next_review
        assert mark_reviewed(child, ada).next_review == first

    def test_what_is_typed_is_saved_and_logged_only_when_it_changes_something(self, child, ada):
        set_dates(child)
        same = {"owner": ada, "last_reviewed": REVIEWED, "next_review": DUE, "note": ""}
        change_review(child, ada, **same)
        logged = PageLogEntry.objects.filter(page=child, action="lasweb.review_changed")
        assert not logged.exists()
        change_review(child, ada, **same | {"note": "Ask the clinical team."})
        assert logged.get().data == {"note": ["", "Ask the clinical team."]}


class TestDue:
    def test_public_pages_are_due_in_the_order_of_their_days(self, home_page):
        for slug, day in (("b", 5), ("a", 3), ("c", 20)):
            set_dates(publish(home_page, slug), date(2026, 1, 1), date(2026, 12, day))
        set_dates(draft(home_page, "hidden"), date(2026, 1, 1), date(2026, 12, 1))
        publish(home_page, "alias-of-me").create_alias(update_slug="alias")
        assert [page.slug for page in due_pages(date(2026, 12, 10))] == ["a", "b"]

    def test_what_lies_below_a_page_taken_down_is_not_due(self, home_page):
        parent = publish(home_page, "parent")
        set_dates(publish(parent, "below"), date(2026, 1, 1), date(2026, 2, 1))
        parent.unpublish()
        assert not due_pages(date(2026, 12, 31)).exists()


class TestHandingOver:
    def test_all_pages_of_one_go_to_another_and_the_log_says_so(self, home_page, child, ada, ben):
        draft(home_page, "second", owner=ada)
        assert hand_over(ada, ben, by=ben) == 2
        assert ContentReview.objects.filter(owner=ben).count() == 2
        assert not ContentReview.objects.filter(owner=ada).exists()
        assert PageLogEntry.objects.filter(page=child, action="lasweb.review_changed", user=ben).exists()
        line = AuditRecord.objects.get(action="pages_handed_over")
        assert (line.actor_name, line.about_name, line.detail) == ("ben", "ada", "2 pages to ben")

    def test_the_command_does_the_same(self, child, ada, ben, capsys):
        call_command("hand_over_pages", "ada", "ben@example.org")
        assert "1 page of Ada Mason handed over to Ben Osei." in capsys.readouterr().out
        assert review_of(child).owner == ben

    @pytest.mark.parametrize(
        ("people", "words"),
        [
            (("ada", "nobody"), "nobody"),
            (("nobody", "ben"), "nobody"),
            (("ada", "ada"), "two different people"),
            (("ben", "left"), "can no longer sign in"),
        ],
    )
    def test_the_command_refuses_with_a_sentence(self, child, ada, ben, people, words):
        User.objects.create_user("left", "left@example.org", is_active=False)
        with pytest.raises(Exception, match=words) as refused:
            call_command("hand_over_pages", *people)
        assert refused.type.__name__ == "CommandError"
        assert review_of(child).owner == ada
