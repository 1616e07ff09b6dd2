"""Signing in: the password, then the phone's code or a recovery code; nothing before both."""

import re
import time

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.audit import Action
from core.models import AuditRecord, User
from core.sign_in import pending, second_factor
from tests.sign_in.conftest import NEXT, PASSWORD, code_of, give_password, is_signed_in, wrong_code


class CountingHasher(MD5PasswordHasher):
    """Tells how many passwords were hashed: that is what takes time."""

    algorithm = "counting"
    made = 0

    def encode(self, password, salt):
        CountingHasher.made += 1
        return super().encode(password, salt)


CODE, SET_UP = "sign_in_code", "sign_in_set_up"


def give_code(client, code):
    return client.post(reverse(CODE), {"code": code})


def told(*actions):
    return list(AuditRecord.objects.filter(action__in=actions).order_by("pk").values_list("action", "detail"))


class TestWithoutAPhone:
    def test_where_none_is_required_the_password_is_enough(self, client, jo):
        assert give_password(client, "jo").url == reverse("wagtailadmin_home")
        assert is_signed_in(client)

    def test_a_wrong_password_is_answered_like_an_unknown_name(self, client, jo):
        wrong = give_password(client, "jo", "not it")
        unknown = give_password(client, "nobody", "not it")
        cleaned = [re.sub(r'value="[^"]*"|"CSRF_TOKEN": "\w+"', "", page.content.decode()) for page in (wrong, unknown)]
        assert (wrong.status_code, cleaned[0]) == (unknown.status_code, cleaned[1])
        assert "did not match" in cleaned[0]
        assert told(Action.SIGN_IN_FAILED) == [("sign_in_failed", ""), ("sign_in_failed", "an unknown name")]

    def test_whoever_it_is_a_wrong_password_costs_one_hash_and_as_many_look_ups(self, client, jo, person, settings):
        person("off", is_active=False)
        settings.PASSWORD_HASHERS = ["tests.sign_in.test_two_steps.CountingHasher", *settings.PASSWORD_HASHERS]
        for user in User.objects.filter(username__in=["jo", "off"]):
            user.set_password(PASSWORD)
            user.save()
        costs = {}
        for name in ("jo", "off", "nobody"):
            CountingHasher.made = 0
            with CaptureQueriesContext(connection) as asked:
                give_password(Client(REMOTE_ADDR=f"192.0.2.{len(costs)}"), name, "not it")
            costs[name] = (CountingHasher.made, len(asked))
        assert costs["jo"][0] == 1
        assert len(set(costs.values())) == 1, costs

    def test_a_name_that_is_nobodys_is_not_written_down(self, client, site):
        give_password(client, "my password typed too early", "x")
        assert not any("too early" in str(vars(line)) for line in AuditRecord.objects.all())

    def test_an_account_that_is_switched_off_is_answered_the_same(self, client, person):
        person("sam", is_active=False)
        assert "did not match" in give_password(client, "sam").content.decode()
        assert told(Action.SIGN_IN_FAILED) == [("sign_in_failed", "the account is switched off")]

    def test_both_fields_may_be_pasted_into_and_filled_by_a_password_manager(self, client, site):
        page = client.get(reverse("wagtailadmin_login")).content.decode()
        assert 'autocomplete="current-password"' in page
        assert 'autocomplete="username"' in page
        assert "onpaste" not in page


class TestWithAPhone:
    def test_after_the_password_nobody_is_signed_in_yet(self, client, phone):
        assert give_password(client, "jo").url == reverse(CODE)
        assert not is_signed_in(client)
        assert "_auth_user_id" not in client.session

    def test_the_code_of_the_phone_signs_in_and_leads_where_one_wanted_to_go(self, client, phone):
        give_password(client, "jo", next="/admin/pages/")
        assert give_code(client, code_of(phone[0])).url == "/admin/pages/"
        assert is_signed_in(client)
        assert told(Action.SIGNED_IN) == [("signed_in", "with a phone")]

    def test_another_site_is_no_place_to_go(self, client, phone):
        give_password(client, "jo", next="https://evil.example/")
        assert give_code(client, code_of(phone[0])).url == reverse("wagtailadmin_home")

    def test_a_code_is_good_for_one_sign_in(self, client, phone):
        code = code_of(phone[0])
        give_password(client, "jo")
        give_code(client, code)
        client.logout()
        give_password(client, "jo")
        assert "not right" in give_code(client, code).content.decode()
        assert give_code(client, code_of(phone[0], NEXT)).status_code == 302

    def test_digits_may_be_typed_in_groups(self, client, phone):
        give_password(client, "jo")
        code = code_of(phone[0])
        assert give_code(client, f" {code[:3]} {code[3:]} ").status_code == 302

    @pytest.mark.parametrize("code", ["", "x", "12345", "1" * 41, "१२३४५६", "٠" * 6, "123456\0", "😀"])
    def test_what_is_no_code_is_refused_in_words(self, client, phone, code):
        give_password(client, "jo")
        assert give_code(client, code).status_code == 200
        assert not is_signed_in(client)

    def test_the_session_gets_a_new_name_when_somebody_is_signed_in(self, client, phone):
        give_password(client, "jo")
        before = client.session.session_key
        give_code(client, code_of(phone[0]))
        assert client.session.session_key != before

    def test_remembered_or_not(self, client, phone):
        give_password(client, "jo", remember="on")
        give_code(client, code_of(phone[0]))
        assert not client.session.get_expire_at_browser_close()
        client.logout()
        give_password(client, "jo")
        give_code(client, code_of(phone[0], NEXT))
        assert client.session.get_expire_at_browser_close()

    def test_whoever_takes_too_long_starts_again(self, client, phone, monkeypatch):
        give_password(client, "jo")
        now = time.time()
        monkeypatch.setattr(pending.time, "time", lambda: now + pending.LIFETIME + 1)
        assert client.post(reverse(CODE), {"code": "000000"}).url == reverse("wagtailadmin_login")

    def test_a_password_changed_meanwhile_or_an_account_switched_off_ends_the_wait(self, client, jo, phone):
        for change in ({"password": "x"}, {"is_active": False}):
            give_password(client, "jo")
            type(jo).objects.filter(pk=jo.pk).update(**change)
            assert give_code(client, code_of(phone[0])).url == reverse("wagtailadmin_login")
            jo.set_password(PASSWORD)
            jo.save()

    def test_without_a_password_no_code_is_asked_for(self, client, phone):
        for name in (CODE, SET_UP):
            assert client.get(reverse(name)).url == reverse("wagtailadmin_login")
            assert client.post(reverse(name), {"code": code_of(phone[0])}).url == reverse("wagtailadmin_login")

    def test_a_password_alone_cannot_replace_the_phone(self, client, jo, phone):
        give_password(client, "jo")
        key = client.session["pending_sign_in"]["new_key"]
        assert client.get(reverse(SET_UP)).url == reverse(CODE)
        assert client.post(reverse(SET_UP), {"new_code": code_of(key)}).url == reverse(CODE)
        assert TOTPDevice.objects.get(user=jo).key == phone[0]


class TestRecoveryCodes:
    def test_each_signs_in_once_and_the_owner_is_told(self, client, phone, work):
        _, codes = phone
        give_password(client, "jo")
        with work():
            assert give_code(client, codes[0].upper()).status_code == 302
        assert "9 are left" in client.get("/admin/account/").content.decode()
        assert told(Action.RECOVERY_CODE_USED, Action.SIGNED_IN) == [
            ("signed_in", "with a recovery code"), ("recovery_code_used", ""),
        ]  # fmt: skip
        assert "recovery code" in mail.outbox[-1].subject
        client.logout()
        give_password(client, "jo")
        assert give_code(client, codes[0]).status_code == 200
        assert give_code(client, codes[1].replace("-", " ")).status_code == 302

    def test_nobody_reads_them_in_the_database(self, phone):
        _, codes = phone
        kept = set(StaticToken.objects.values_list("token", flat=True))
        assert len(kept) == len(codes) == second_factor.RECOVERY_CODES
        assert kept.isdisjoint({second_factor.normalise(code) for code in codes})

    def test_those_of_another_person_are_worth_nothing(self, client, phone, person):
        sam = person("sam")
        key = second_factor.new_key()
        _, codes = second_factor.set_up(sam, key, code_of(key))
        give_password(client, "jo")
        assert give_code(client, codes[0]).status_code == 200
        assert give_code(client, code_of(key, NEXT)).status_code == 200


class TestWhereItIsRequired:
    def test_whoever_has_no_phone_sets_one_up_before_being_let_in(self, client, jo, required, work):
        assert give_password(client, "jo", next="/admin/pages/").url == reverse(SET_UP)
        assert not is_signed_in(client)
        page = client.get(reverse(SET_UP)).content.decode()
        key = client.session["pending_sign_in"]["new_key"]
        assert second_factor.spelt_out(key) in page
        with work():
            done = client.post(reverse(SET_UP), {"new_code": code_of(key)})
        shown = re.findall(r"<code[^>]*>([a-z0-9-]{14})</code>", done.content.decode())
        assert len(set(shown)) == second_factor.RECOVERY_CODES
        assert 'href="/admin/pages/"' in done.content.decode()
        assert "no-store" in done["Cache-Control"]
        assert is_signed_in(client)
        assert told(Action.FACTOR_SET, Action.SIGNED_IN) == [("factor_set", ""), ("signed_in", "with a phone")]
        assert mail.outbox[-1].to == ["jo@example.org"]

    def test_a_wrong_first_code_sets_nothing_up(self, client, jo, required):
        give_password(client, "jo")
        key = client.session["pending_sign_in"]["new_key"]
        for code in (wrong_code(key), "", "x"):
            assert client.post(reverse(SET_UP), {"new_code": code}).status_code == 200
        assert not second_factor.has_one(jo)
        assert not is_signed_in(client)

    def test_each_sign_in_offers_another_secret(self, client, jo, required):
        """Given somebody who knows the password and has looked at the secret, then the owner's phone gets another."""
        keys = []
        for _ in range(2):
            give_password(client, "jo")
            keys.append(client.session["pending_sign_in"]["new_key"])
        assert keys[0] != keys[1]

    def test_the_square_code_is_in_the_page_and_asks_nobody_else(self, client, jo, required):
        give_password(client, "jo")
        answer = client.get(reverse(SET_UP))
        page = answer.content.decode()
        assert '<svg role="img" aria-label=' in page
        assert "data:" not in page
        assert re.findall(r"""(?:src=|<link[^>]+href=)["'](?:https?:)?//""", page) == []
        assert "otpauth://totp/127.0.0.1%3Ajo?" in page
