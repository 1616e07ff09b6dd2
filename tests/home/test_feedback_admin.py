"""Editors see how useful each page is found, read the comments, and delete what says too much."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import AuditRecord, User
from core.roles import Role, ensure_roles, group_of
from home.models import FeedbackComment, FeedbackCount
from tests.factories import publish

REPORT = "/admin/reports/feedback/"


def sign_in(client, role):
    user = User.objects.create_user(role.value, f"{role.value}@example.org")
    user.groups.add(group_of(role))
    client.force_login(user)
    return user


@pytest.fixture
def editor(client, home_page):
    ensure_roles()
    return sign_in(client, Role.COMMUNICATIONS_EDITOR)


def answered(page, yes, no, days=0):
    FeedbackCount.objects.create(page=page, day=timezone.localdate() - timedelta(days=days), yes=yes, no=no)


def commented(page, words, days=0, useful=False):
    moment = timezone.now() - timedelta(days=days)
    return FeedbackComment.objects.create(page=page, useful=useful, comment=words, received_at=moment, answer=uuid4())


@pytest.fixture
def pages(home_page):
    good, bad, quiet = (publish(home_page, slug) for slug in ("good", "bad", "quiet"))
    answered(good, 9, 1)
    answered(bad, 1, 2)
    answered(bad, 0, 100, days=200)
    commented(good, "Thank you.", useful=True)
    commented(good, "Very old.", days=200)
    commented(good, "Newest?", days=-0.001)
    return {"good": good, "bad": bad, "quiet": quiet}


def rows(response):
    table = re.search(r'<table class="listing.*?</table>', response.content.decode(), re.DOTALL)
    found = re.findall(r"<tr\b.*?</tr>", table[0], re.DOTALL)[1:] if table else []
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in found]


class TestPages:
    def test_each_page_with_its_answers_the_most_noes_first(self, client, editor, pages):
        assert rows(client.get(REPORT)) == ["Bad 1 2 33 % 0", "Good 9 1 90 % 2"]

    @pytest.mark.parametrize(
        ("period", "found"),
        [
            ("month", ["Bad 1 2 33 % 0", "Good 9 1 90 % 2"]),
            ("year", ["Bad 1 102 1 % 0", "Good 9 1 90 % 3"]),
            ("all", ["Bad 1 102 1 % 0", "Good 9 1 90 % 3"]),
            ("nonsense", ["Bad 1 2 33 % 0", "Good 9 1 90 % 2"]),
        ],
    )
    def test_of_the_period_that_is_asked_for(self, client, editor, pages, period, found):
        assert rows(client.get(REPORT, {"period": period})) == found

    def test_the_period_is_named_above(self, client, editor, pages):
        assert "last 3 months" in client.get(REPORT).content.decode()
        assert "all time" in client.get(REPORT, {"period": "all"}).content.decode()

    def test_sorted_by_how_useful_they_are_found(self, client, editor, pages):
        assert [row.split()[0] for row in rows(client.get(REPORT, {"ordering": "-share"}))] == ["Good", "Bad"]

    def test_a_page_with_comments_and_no_answers_of_the_period_is_in_it(self, client, editor, pages):
        commented(pages["quiet"], "Hm.")
        for ordering in ("share", "-share"):
            assert rows(client.get(REPORT, {"ordering": ordering}))[-1] == "Quiet 0 0 1"

    def test_the_table_to_save_has_the_same_rows(self, client, editor, pages):
        lines = client.get(REPORT, {"format": "csv"}).content.decode("utf-8-sig").splitlines()
        assert lines == [
            "Page,Address,Yes,No,Useful,Comments",
            "Bad,http://localhost/bad/,1,2,33 %,0",
            "Good,http://localhost/good/,9,1,90 %,2",
        ]

    def test_many_pages_take_as_many_queries_as_few(self, client, editor, home_page, django_assert_max_num_queries):
        for number in range(10):
            answered(publish(home_page, f"page-{number}"), 1, number)
        client.get(REPORT)
        with django_assert_max_num_queries(20):
            assert len(rows(client.get(REPORT))) == 10

    def test_nothing_yet_is_said_in_words(self, client, editor):
        assert "There are no answers" in client.get(REPORT).content.decode()


class TestComments:
    def address(self, pages):
        return f"{REPORT}{pages['good'].pk}/"

    def test_newest_first_with_the_counts_above(self, client, editor, pages):
        response = client.get(self.address(pages))
        assert "9 yes, 1 no, last 3 months" in response.content.decode()
        assert [row.partition(" ")[0] for row in rows(response)] == ["Newest?", "Thank"]

    def test_by_answer_and_period(self, client, editor, pages):
        found = rows(client.get(self.address(pages), {"period": "all", "useful": "False"}))
        assert [row.partition(" ")[0] for row in found] == ["Newest?", "Very"]
        assert rows(client.get(f"{self.address(pages)}results/", {"useful": "True"}))[0].startswith("Thank you.")

    def test_words_are_shown_as_words_and_run_in_no_table(self, client, editor, pages):
        commented(pages["good"], "<b>bold</b>")
        commented(pages["good"], "=HYPERLINK(1)")
        assert "&lt;b&gt;bold" in client.get(self.address(pages)).content.decode()
        text = client.get(self.address(pages), {"format": "csv"}).content.decode("utf-8-sig")
        assert "'=HYPERLINK(1)" in text

    def test_one_that_says_too_much_is_deleted_and_the_audit_log_says_by_whom(self, client, editor, pages):
        comment = commented(pages["good"], "I am Ada Mason.")
        address = reverse("delete_feedback_comment", args=[comment.pk])
        assert client.get(address).status_code == 405
        assert client.post(address, {"next": self.address(pages)}).url == self.address(pages)
        assert not FeedbackComment.objects.filter(pk=comment.pk).exists()
        line = AuditRecord.objects.get(action="page_comment_deleted")
        assert (line.actor_name, line.about_name, line.detail) == (editor.username, "Good", "")
        assert client.post(address).status_code == 404

    def test_the_button_beside_a_comment_works_in_a_browser(self, editor, pages):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(editor)
        html = strict.get(self.address(pages)).content.decode()
        form = html[html.index('<form action="/admin/reports/feedback/comments/') :].partition("</form>")[0]
        sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        assert strict.post(re.search(r'action="([^"]+)"', form)[1], sent).url == self.address(pages)
        assert not FeedbackComment.objects.filter(comment="Newest?").exists()

    def test_an_author_does_not_see_them(self, client, home_page, pages):
        ensure_roles()
        sign_in(client, Role.AUTHOR)
        comment = FeedbackComment.objects.first()
        for address in (REPORT, f"{REPORT}results/", self.address(pages), f"{self.address(pages)}?format=csv"):
            response = client.get(address)
            assert response.status_code == 302
        assert client.post(reverse("delete_feedback_comment", args=[comment.pk])).status_code == 302
        assert FeedbackComment.objects.filter(pk=comment.pk).exists()
        assert REPORT not in client.get("/admin/").content.decode()

    def test_the_reports_menu_offers_it_to_whom_may_see_it(self, client, editor):
        assert REPORT in client.get("/admin/").content.decode()

    def test_a_page_that_is_not_there_is_not_found(self, client, editor):
        assert client.get(f"{REPORT}999999/").status_code == 404
