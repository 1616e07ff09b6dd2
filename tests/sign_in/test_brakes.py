"""Guessing is slow from anywhere, and no guessing keeps the owner out."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.audit import Action
from core.models import AuditRecord, SubmissionCount
from core.sign_in import brakes
from tests.sign_in.conftest import NEXT, PASSWORD, code_of, give_password, is_signed_in, wrong_code


def told(action):
    return list(AuditRecord.objects.filter(action=action).values_list("about_name", flat=True))


def a_window_later(monkeypatch, minutes=15):
    later = timezone.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(timezone, "now", lambda: later)


def body(answer):
    return answer.content.decode()


class TestAThousandWrongPasswords:
    """Given 1,000 wrong passwords from one address, none gets in, and the owner gets in from elsewhere."""

    @pytest.fixture
    def attacker(self, jo):
        attacker = Client(REMOTE_ADDR="192.0.2.66")
        for number in range(1_000):
            answer = give_password(attacker, "jo", f"guess number {number}")
            assert answer.status_code == 200
        return attacker

    def test_neither_get_in_nor_keep_the_owner_out(self, attacker, client, jo):
        assert not is_signed_in(attacker)
        # Not even with the right password, which it might guess next.
        assert "Too many wrong tries" in body(give_password(attacker, "jo"))
        assert not is_signed_in(attacker)
        # The owner signs in from elsewhere at once, with a phone's hotspot or at the office.
        assert give_password(client, "jo").status_code == 302
        assert is_signed_in(client)
        # What was heard is in the log, and what was not heard fills nothing.
        assert told(Action.SIGN_IN_FAILED) == ["jo"] * brakes.PERSON_HERE.tries
        assert told(Action.LOCKED_OUT) == ["jo"]
        assert not any(
            "192.0.2.66" in str(vars(row)) for row in [*SubmissionCount.objects.all(), *AuditRecord.objects.all()]
        )


class TestOneNameFromOneAddress:
    def fill(self, client, name="jo", tries=brakes.PERSON_HERE.tries):
        for _ in range(tries):
            answer = give_password(client, name, "wrong")
        return answer

    def test_after_five_wrong_tries_the_sixth_is_not_heard_and_says_until_when(self, client, jo):
        assert "did not match" in body(self.fill(client))
        refused = body(give_password(client, "jo"))
        assert "Too many wrong tries. Wait until" in refused
        assert "Forgotten password?" in refused
        assert not is_signed_in(client)

    def test_a_name_that_is_nobodys_is_answered_the_same(self, client, site):
        self.fill(client, "nobody")
        assert "Too many wrong tries. Wait until" in body(give_password(client, "nobody"))

    def test_the_next_window_hears_again(self, client, jo, monkeypatch):
        self.fill(client)
        a_window_later(monkeypatch)
        assert give_password(client, "jo").status_code == 302

    def test_what_is_refused_does_not_make_the_wait_longer(self, client, jo, monkeypatch):
        self.fill(client, tries=40)
        a_window_later(monkeypatch)
        assert give_password(client, "jo").status_code == 302

    def test_the_right_password_starts_the_count_anew(self, client, jo):
        for _ in range(2):
            self.fill(client, tries=brakes.PERSON_HERE.tries - 1)
            assert give_password(client, "jo").status_code == 302
            client.logout()
            client.cookies.clear()

    def test_another_person_at_the_same_address_is_not_concerned(self, client, jo, person):
        person("sam")
        self.fill(client)
        assert give_password(client, "sam").status_code == 302

    @pytest.mark.parametrize("name", ["JO", "jo ", "Ｊo"])
    def test_another_spelling_is_the_same_name(self, client, jo, name):
        self.fill(client, tries=brakes.PERSON_HERE.tries - 1)
        give_password(client, name, "wrong")
        assert "Too many wrong tries" in body(give_password(client, "jo"))

    def test_empty_fields_are_no_tries(self, client, jo):
        for _ in range(8):
            give_password(client, "jo", "")
            give_password(client, "", "x")
        assert give_password(client, "jo").status_code == 302


class TestOneAddressWithManyNames:
    def test_it_is_refused_after_fifty(self, client, jo):
        for number in range(brakes.ADDRESS.tries):
            give_password(client, f"name{number}", "wrong")
        assert "Too many wrong tries" in body(give_password(client, "jo"))
        assert give_password(Client(REMOTE_ADDR="192.0.2.9"), "jo").status_code == 302


class TestOneNameFromManyAddresses:
    @pytest.fixture
    def siege(self, jo):
        for number in range(brakes.PERSON.tries):
            give_password(Client(REMOTE_ADDR=f"198.51.100.{number}"), "jo", "wrong")

    def test_a_strange_browser_must_wait_some_minutes(self, client, siege, monkeypatch):
        assert "Too many wrong tries" in body(give_password(client, "jo"))
        a_window_later(monkeypatch, minutes=5)
        assert give_password(client, "jo").status_code == 302

    def test_the_owners_own_browser_is_heard_all_the_while(self, client, jo):
        give_password(client, "jo")
        client.post(reverse("wagtailadmin_logout"))
        for number in range(30):
            give_password(Client(REMOTE_ADDR=f"198.51.100.{number}"), "jo", "wrong")
        assert give_password(client, "jo").status_code == 302

    def test_a_new_password_by_mail_lets_the_owner_in_at_once(self, client, siege, work):
        with work():
            client.post(reverse("wagtailadmin_password_reset"), {"email": "jo@example.org"})
        link = next(line for line in mail.outbox[-1].body.splitlines() if "/confirm/" in line)
        form = client.get(link.removeprefix("http://localhost"), follow=True)
        new = {"new_password1": "other words of my own", "new_password2": "other words of my own"}
        client.post(form.redirect_chain[-1][0], new)
        assert give_password(client, "jo", "other words of my own").status_code == 302
        assert is_signed_in(client)


class TestAKnownBrowser:
    def test_it_has_a_limit_of_its_own(self, client, jo):
        give_password(client, "jo")
        client.post(reverse("wagtailadmin_logout"))
        for _ in range(brakes.BROWSER.tries):
            give_password(client, "jo", "wrong")
        assert "Too many wrong tries" in body(give_password(client, "jo"))
        assert give_password(Client(REMOTE_ADDR="192.0.2.9"), "jo").status_code == 302

    def test_it_is_known_for_its_person_only(self, client, jo, person):
        person("sam")
        give_password(client, "jo")
        client.post(reverse("wagtailadmin_logout"))
        for _ in range(brakes.PERSON_HERE.tries):
            give_password(client, "sam", "wrong")
        assert "Too many wrong tries" in body(give_password(client, "sam"))

    @pytest.mark.parametrize("cookie", ["x", "W1tdLCAxXQ:1:2", "", "\ud83d"])
    def test_a_forged_cookie_is_a_strange_browser(self, client, jo, rf, cookie):
        request = rf.get("/")
        request.COOKIES[brakes.COOKIE] = cookie
        assert brakes.known_browser(request, "jo") == ""

    def test_the_cookie_stays_within_the_admin_and_out_of_scripts(self, client, jo):
        give_password(client, "jo")
        cookie = client.cookies[brakes.COOKIE]
        assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/admin/", "Lax", True)
        assert "jo" not in cookie.value


class TestCodes:
    def test_after_five_wrong_ones_the_password_must_be_typed_again_and_the_owner_is_told(self, client, phone, work):
        give_password(client, "jo")
        code = {"code": wrong_code(phone[0])}
        for _ in range(brakes.CODE_HERE.tries):
            assert client.post(reverse("sign_in_code"), code).status_code == 200
        with work():
            assert client.post(reverse("sign_in_code"), code).url == reverse("wagtailadmin_login")
        assert "Too many wrong codes" in body(client.get(reverse("wagtailadmin_login")))
        assert told(Action.CODE_FAILED) == ["jo"] * brakes.CODE_HERE.tries
        assert "may know your password" in mail.outbox[-1].subject
        assert PASSWORD not in mail.outbox[-1].body

    def test_typing_the_password_again_gives_no_new_tries(self, client, phone):
        code = {"code": wrong_code(phone[0])}
        for _ in range(3):
            give_password(client, "jo")
            for _ in range(3):
                client.post(reverse("sign_in_code"), code)
        give_password(client, "jo")
        assert client.post(reverse("sign_in_code"), {"code": code_of(phone[0])}).url == reverse("wagtailadmin_login")
        assert not is_signed_in(client)

    def test_whoever_has_stolen_the_password_cannot_keep_the_owner_out(self, client, phone):
        give_password(client, "jo")
        client.post(reverse("sign_in_code"), {"code": code_of(phone[0])})
        client.post(reverse("wagtailadmin_logout"))
        for number in range(12):
            thief = Client(REMOTE_ADDR=f"198.51.100.{number}")
            give_password(thief, "jo")
            thief.post(reverse("sign_in_code"), {"code": wrong_code(phone[0])})
        assert give_password(client, "jo").status_code == 302
        assert client.post(reverse("sign_in_code"), {"code": code_of(phone[0], NEXT)}).status_code == 302
        assert is_signed_in(client)
