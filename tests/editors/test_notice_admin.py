"""An editor puts up a notice, finds it, and takes it down."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import registry

from core.models import User
from home.enums import NoticeState
from home.models import Notice
from home.querysets import active_notices

HOUR = timedelta(hours=1)
LIST = "wagtailsnippets_home_notice:list"
ADD = "wagtailsnippets_home_notice:add"


@pytest.fixture
def editor(client, home_page):
    user = User.objects.create_superuser("jo", "jo@example.org", "a long enough password")
    client.force_login(user)
    return client


def notice(title="Phones down", start=-HOUR, end=HOUR, **fields):
    now = timezone.now()
    return Notice.objects.create(title=title, starts_at=now + start, ends_at=now + end, **fields)


def test_two_clicks_from_the_first_page_put_up_a_notice(editor):
    assert reverse(ADD) in editor.get(reverse("wagtailadmin_home")).content.decode()
    form = editor.get(reverse(ADD)).context["form"]
    # What the browser would send of the form as it stands, with nothing but a title typed.
    sent = {name: form[name].value() or "" for name in form.fields} | {"title": "Phones down"}
    sent |= {name: sent[name].strftime("%Y-%m-%d %H:%M") for name in ("starts_at", "ends_at")}
    answer = editor.post(reverse(ADD), sent, follow=True)
    assert "Notice “Phones down” is on the site." in answer.content.decode()
    assert [found.title for found in active_notices(None)] == ["Phones down"]
    assert Notice.objects.get().level == "important"


def test_a_notice_for_later_says_when_it_will_show(editor):
    sent = {"level": "important", "title": "Soon", "starts_at": "2040-07-01 10:00", "ends_at": "2040-07-02 10:00"}
    answer = editor.post(reverse(ADD), sent, follow=True)
    assert "Notice “Soon” is saved and will show from 1 July 2040, 10:00." in answer.content.decode()


def test_the_button_says_publish_and_the_level_says_when_to_use_it(editor):
    page = editor.get(reverse(ADD)).content.decode()
    assert 'value="Publish"' in page
    assert "Emergency: only when people may come to harm" in page


def test_an_end_before_the_start_is_told_at_the_field(editor):
    sent = {"level": "important", "title": "Wrong", "starts_at": "2030-01-02 10:00", "ends_at": "2030-01-01 10:00"}
    answer = editor.post(reverse(ADD), sent)
    assert answer.context["form"].errors["ends_at"] == ["The end must come after the start."]
    assert not Notice.objects.exists()


@pytest.mark.parametrize("when", ["2030-03-31 01:30", "2030-10-27 01:30"], ids=["no such hour", "comes twice"])
def test_a_time_that_the_change_of_clocks_makes_unclear_is_told_at_the_field(editor, when):
    sent = {"level": "important", "title": "Night", "starts_at": "2030-01-01 10:00", "ends_at": when}
    answer = editor.post(reverse(ADD), sent)
    assert "Europe/London" in answer.context["form"].errors["ends_at"][0]


def test_the_list_says_how_each_stands_and_filters_by_it(editor):
    made = {
        NoticeState.SHOWING: notice("Now"),
        NoticeState.PLANNED: notice("Later", HOUR, 2 * HOUR),
        NoticeState.OVER: notice("Before", -2 * HOUR, -HOUR),
    }
    page = editor.get(reverse(LIST)).content.decode()
    for state, shown in made.items():
        assert state.label in page
        found = editor.get(reverse(LIST), {"state": state}).context["object_list"]
        assert list(found) == [shown]
    assert list(editor.get(reverse(LIST), {"level": "emergency"}).context["object_list"]) == []
    assert list(editor.get(reverse(LIST), {"q": "later"}).context["object_list"]) == [made[NoticeState.PLANNED]]


def test_the_list_takes_the_same_queries_for_many_as_for_one(editor, home_page, django_assert_num_queries):
    notice(branch=home_page)
    editor.get(reverse(LIST))
    with CaptureQueriesContext(connection) as one:
        editor.get(reverse(LIST))
    for number in range(9):
        notice(f"Notice {number}", branch=home_page)
    with django_assert_num_queries(len(one)):
        editor.get(reverse(LIST))


def test_what_shows_is_on_the_first_page_and_one_click_ends_it(editor):
    made = notice()
    end = reverse("wagtailsnippets_home_notice:end", args=[made.pk])
    assert end in editor.get(reverse("wagtailadmin_home")).content.decode()
    assert end in editor.get(reverse(LIST)).content.decode()
    answer = editor.post(end, {"next": "home"}, follow=True)
    assert answer.redirect_chain[0][0] == reverse("wagtailadmin_home")
    assert "has ended" in answer.content.decode()
    assert active_notices(None) == []
    history = registry.get_logs_for_instance(made)
    assert [entry.message for entry in history if entry.action == "home.end_notice"] == ["Ended before its time"]


def test_following_a_link_ends_nothing(editor):
    made = notice()
    assert editor.get(reverse("wagtailsnippets_home_notice:end", args=[made.pk])).status_code == 405
    assert active_notices(None) == [made]


def test_what_does_not_show_cannot_be_ended(editor):
    made = notice(start=HOUR, end=2 * HOUR)
    answer = editor.post(reverse("wagtailsnippets_home_notice:end", args=[made.pk]), follow=True)
    assert "is not showing" in answer.content.decode()
    made.refresh_from_db()
    assert made.state == NoticeState.PLANNED


def test_ending_a_notice_that_is_gone_is_not_found(editor):
    assert editor.post(reverse("wagtailsnippets_home_notice:end", args=[404])).status_code == 404
