"""Visitors say whether a page is useful, and why: on cached pages, without a cookie, without personal details."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.core import signing
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone

from core.caching import generation
from core.models import SubmissionCount
from home import feedback, feedback_views
from home.models import ContactPage, FeedbackComment, FeedbackCount, NewsIndexPage, NewsPage, OrganisationSettings
from tests.factories import draft, publish

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def page(home_page):
    contact = publish(home_page, "contact", ContactPage, title="Contact us")
    OrganisationSettings.objects.create(site=home_page.get_site(), contact_page=contact)
    return publish(home_page, "page", title="Our fleet")


@pytest.fixture
def strict():
    return Client(enforce_csrf_checks=True)


def answer(client, page, useful="no", headers=OURS):
    return client.post(f"/feedback/{page.pk}/", {"useful": useful}, headers=headers)


def comment(client, address, words="The table is out of date.", headers=OURS):
    return client.post(address, {"comment": words}, headers=headers)


def counts(page):
    return [(row.yes, row.no) for row in FeedbackCount.objects.filter(page=page)]


def title_of(response):
    return re.search(r"<h1[^>]*>([^<]+)", response.content.decode())[1]


class TestQuestion:
    def test_it_stands_on_a_page_that_stays_cached_and_sets_no_cookie(self, client, page):
        response = client.get("/page/")
        assert response["Cache-Control"].startswith("public")
        assert not response.cookies
        html = response.content.decode()
        assert f'action="/feedback/{page.pk}/" method="post"' in html
        assert "csrf" not in html

    def test_it_stands_on_every_kind_of_page_but_those_with_a_form(self, client, page, home_page):
        publish(publish(home_page, "news", NewsIndexPage), "item", NewsPage)
        for path in ("/", "/news/", "/news/item/"):
            assert "Is this page useful?" in client.get(path).content.decode(), path
        for path in ("/contact/", "/contact/send-a-message/", "/search/", "/nothing/"):
            assert "Is this page useful?" not in client.get(path).content.decode(), path

    def test_it_is_not_in_a_preview(self, page):
        assert "Is this page useful?" not in page.make_preview_request().render().content.decode()


class TestAnswer:
    def test_it_is_counted_without_token_and_cookie(self, strict, page):
        response = answer(strict, page, "yes")
        assert response.status_code == 303
        assert response["Cache-Control"] == "no-store, private"
        assert not response.cookies
        answer(strict, page, "no")
        answer(strict, page, "no")
        assert counts(page) == [(1, 2)]

    def test_it_leads_to_thanks_that_may_be_loaded_again(self, strict, page):
        address = answer(strict, page)["Location"]
        for _ in range(2):
            thanked = strict.get(address)
            assert thanked.status_code == 200
            assert thanked["Cache-Control"] == "no-store, private"
            assert title_of(thanked) == "Thank you for your answer"
        assert counts(page) == [(0, 1)]
        words = thanked.content.decode()
        for needed in ("999", "We cannot answer", "/contact/", "anything about health", 'href="/page/"', "noindex"):
            assert needed in words
        assert not thanked.cookies

    def test_each_day_has_a_count_of_its_own(self, client, page):
        FeedbackCount.objects.create(page=page, day=timezone.localdate() - timedelta(days=1), yes=5)
        answer(client, page, "yes")
        assert counts(page) == [(5, 0), (1, 0)]

    def test_what_is_neither_yes_nor_no_is_refused_with_a_sentence(self, client, page):
        response = client.post(f"/feedback/{page.pk}/", {"useful": "maybe"}, headers=OURS)
        assert response.status_code == 400
        assert title_of(response) == "Choose Yes or No"
        assert counts(page) == []

    @pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
    def test_what_another_site_sends_is_refused_with_a_page_that_says_what_to_do(self, strict, page, headers):
        response = answer(strict, page, headers=headers)
        assert response.status_code == 403
        assert "Go back to the page, load it again" in response.content.decode()
        assert response["Cache-Control"] == "no-store, private"
        assert counts(page) == []

    def test_an_old_browser_that_says_only_where_it_comes_from_is_believed(self, client, page):
        assert answer(client, page, headers={"Referer": "http://testserver/page/"}).status_code == 303

    @pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch", "options"])
    def test_other_methods_say_where_to_answer(self, client, page, method):
        response = getattr(client, method)(f"/feedback/{page.pk}/", headers=OURS)
        assert response.status_code == 405
        assert response["Allow"] == "POST"
        if method == "get":
            assert "Choose Yes or No there" in response.content.decode()
            assert 'href="/page/"' in response.content.decode()

    @pytest.mark.parametrize("number", [0, 999_999, 2**63, 10**30])
    def test_a_page_that_is_not_there_is_not_found(self, client, page, number):
        assert client.post(f"/feedback/{number}/", {"useful": "no"}, headers=OURS).status_code == 404

    def test_a_page_that_the_public_may_not_see_is_not_found_and_not_named(self, client, home_page, page):
        hidden = draft(home_page, "hidden", title="Secret plans")
        page.unpublish()
        for each in (hidden, page):
            for response in (answer(client, each), client.get(f"/feedback/{each.pk}/")):
                assert response.status_code == 404
                assert "Secret" not in response.content.decode()
        assert not FeedbackCount.objects.exists()

    def test_a_page_that_does_not_ask_takes_no_answers(self, client, page):
        contact = ContactPage.objects.get()
        assert answer(client, contact).status_code == 404

    def test_one_address_cannot_flood_it_and_others_still_answer(self, client, page, monkeypatch):
        monkeypatch.setattr(feedback_views, "ANSWERS_AN_HOUR", 2)
        assert [answer(client, page).status_code for _ in range(3)] == [303, 303, 429]
        assert "Many answers have come from your network" in answer(client, page).content.decode()
        assert answer(Client(REMOTE_ADDR="192.0.2.9"), page).status_code == 303
        assert counts(page) == [(0, 3)]

    def test_nothing_of_the_visitor_is_kept(self, client, page):
        answer(Client(REMOTE_ADDR="192.0.2.9"), page)
        assert "192.0.2.9" not in str(list(SubmissionCount.objects.values()) + list(FeedbackCount.objects.values()))

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_an_answer_drops_no_cached_page(self, client, page):
        before = generation.current()
        comment(client, answer(client, page)["Location"])
        FeedbackComment.objects.all().delete()
        assert generation.current() == before

    def test_counts_and_comments_go_with_their_page(self, client, page):
        comment(client, answer(client, page)["Location"])
        page.delete()
        assert not FeedbackCount.objects.exists()
        assert not FeedbackComment.objects.exists()


class TestComment:
    def test_it_is_kept_with_its_answer(self, strict, page):
        response = comment(strict, answer(strict, page)["Location"], "Line one\r\nline two")
        assert response.status_code == 303
        kept = FeedbackComment.objects.get()
        assert (kept.page_id, kept.useful, kept.comment) == (page.pk, False, "Line one\nline two")
        thanked = strict.get(response["Location"])
        assert title_of(thanked) == "Thank you for your comment"
        assert "took it out" not in thanked.content.decode()
        assert thanked["Cache-Control"] == "no-store, private"

    def test_sent_twice_it_is_kept_once(self, client, page):
        address = answer(client, page)["Location"]
        assert comment(client, address).status_code == comment(client, address).status_code == 303
        assert FeedbackComment.objects.count() == 1

    def test_what_looks_personal_is_taken_out_before_it_is_stored_and_the_visitor_told(self, client, page):
        response = comment(client, answer(client, page)["Location"], "Ring 07700 900123, ada@example.org")
        assert FeedbackComment.objects.get().comment == "Ring [phone number removed], [email address removed]"
        assert "took it out" in client.get(response["Location"]).content.decode()

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ("", "Write your comment"),
            ("   ", "Write your comment"),
            ("x" * 1_001, "1,000 characters or fewer"),
            ("a\x00b", "characters in it that we cannot read"),
            ("a\x1bb", "characters in it that we cannot read"),
        ],
    )
    def test_what_cannot_be_kept_comes_back_with_what_to_do(self, client, page, words, said):
        response = comment(client, answer(client, page)["Location"], words)
        html = response.content.decode()
        assert response.status_code == 422
        assert said in html
        assert "<title>Error: " in html
        assert html.count('<a href="#id_comment">') == 1
        assert not FeedbackComment.objects.exists()

    @pytest.mark.parametrize("token", ["", "x", "WzEsdHJ1ZSwiMDAiXQ:1abc:forged", "%00", "é" * 50])
    def test_without_an_answer_that_we_signed_nothing_is_taken(self, client, page, token):
        address = f"/feedback/{page.pk}/comment/?a={token}"
        for response in (client.get(address), comment(client, address)):
            assert response.status_code == 400
        assert not FeedbackComment.objects.exists()

    def test_the_answer_of_one_page_takes_no_comment_on_another(self, client, page, home_page):
        other = publish(home_page, "other")
        token = answer(client, page)["Location"].partition("?")[2]
        assert comment(client, f"/feedback/{other.pk}/comment/?{token}").status_code == 400

    def test_another_site_cannot_comment(self, strict, page):
        address = answer(strict, page)["Location"]
        assert comment(strict, address, headers={"Origin": "https://evil.example"}).status_code == 403
        assert not FeedbackComment.objects.exists()

    def test_a_form_that_was_open_too_long_comes_back_with_its_text_and_works_then(self, client, page, monkeypatch):
        address = answer(client, page)["Location"]
        monkeypatch.setattr(feedback, "ANSWER_SECONDS", -1)
        assert client.get(address).status_code == 200
        back = comment(client, address, "Words that took long")
        assert back.status_code == 422
        assert "Words that took long" in back.content.decode()
        monkeypatch.undo()
        again = re.search(r'<form action="([^"]+)" method="post" novalidate', back.content.decode())[1]
        assert comment(client, again, "Words that took long").status_code == 303

    def test_old_answers_of_other_pages_are_not_revived(self, client, page, home_page, monkeypatch):
        other = publish(home_page, "other")
        token = answer(client, page)["Location"].partition("?")[2]
        monkeypatch.setattr(feedback, "ANSWER_SECONDS", -1)
        assert client.get(f"/feedback/{other.pk}/comment/?{token}").status_code == 400

    def test_one_address_cannot_flood_it_and_loses_nothing(self, client, page, monkeypatch):
        monkeypatch.setattr(feedback_views, "COMMENTS_AN_HOUR", 1)
        comment(client, answer(client, page)["Location"])
        response = comment(client, answer(client, page)["Location"], "Another thought")
        assert response.status_code == 429
        assert "Another thought" in response.content.decode()
        assert FeedbackComment.objects.count() == 1

    def test_it_is_shown_as_text_wherever_it_is_shown(self, client, page, monkeypatch):
        monkeypatch.setattr(feedback_views, "COMMENTS_AN_HOUR", 0)
        response = comment(client, answer(client, page)["Location"], "<script>alert(1)</script>")
        assert "<script>alert" not in response.content.decode()

    def test_the_token_is_signed_for_nothing_else(self, page):
        text = signing.dumps([page.pk, True, UUID(int=1).hex], salt="something.else")
        assert feedback.read_signed(text, page) is None


@override_settings(FEEDBACK_COMMENT_DAYS=30)
def test_comments_are_deleted_after_the_time_that_the_privacy_page_names_and_counts_stay(client, page, capsys):
    for number, days in enumerate((29, 31, 400)):
        moment = timezone.now() - timedelta(days=days)
        FeedbackComment.objects.create(
            page=page, useful=True, comment=str(days), received_at=moment, answer=UUID(int=number)
        )
        FeedbackCount.objects.create(page=page, day=moment.date(), yes=1)
    call_command("delete_old_comments")
    assert "2 comments older than 30 days" in capsys.readouterr().out
    assert list(FeedbackComment.objects.values_list("comment", flat=True)) == ["29"]
    assert FeedbackCount.objects.count() == 3
