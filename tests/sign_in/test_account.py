"""One's own second factor, and that of somebody whose phone is lost."""

import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.audit import Action
from core.models import AuditRecord, User
from core.roles import Role
from core.sign_in import second_factor
from tests.sign_in.conftest import NEXT, PASSWORD, code_of, give_password, is_signed_in, wrong_code

OVERVIEW, PHONE, CODES, OFF = "second_factor", "second_factor_set_up", "second_factor_codes", "second_factor_off"


def told(action):
    return list(AuditRecord.objects.filter(action=action).values_list("actor_name", "about_name"))


def body(answer):
    return answer.content.decode()


@pytest.fixture
def with_phone(client, phone):
    """Jo, signed in with a phone; returns its secret and the recovery codes."""
    give_password(client, "jo")
    client.post(reverse("sign_in_code"), {"code": code_of(phone[0])})
    return phone


class TestOnesOwn:
    def test_one_sets_a_phone_up_of_ones_own_accord(self, client, jo, work):
        give_password(client, "jo")
        assert "Your password alone" in body(client.get(reverse(OVERVIEW)))
        client.get(reverse(PHONE))
        key = client.session["new_phone_key"]
        with work():
            done = client.post(reverse(PHONE), {"new_code": code_of(key), "password": PASSWORD})
        assert len(re.findall(r"<code[^>]*>[a-z0-9-]{14}</code>", body(done))) == second_factor.RECOVERY_CODES
        assert is_signed_in(client)
        assert told(Action.FACTOR_SET) == [("jo", "jo")]
        assert "phone has been set up" in mail.outbox[-1].subject
        assert give_password(Client(), "jo").url == reverse("sign_in_code")

    @pytest.mark.parametrize("password", ["", "wrong"])
    def test_not_without_the_password(self, client, jo, password):
        give_password(client, "jo")
        client.get(reverse(PHONE))
        key = client.session["new_phone_key"]
        client.post(reverse(PHONE), {"new_code": code_of(key), "password": password})
        assert not second_factor.has_one(jo)

    def test_another_phone_takes_the_place_of_the_first(self, client, with_phone, jo):
        old, codes = with_phone
        client.get(reverse(PHONE))
        new = client.session["new_phone_key"]
        form = {"new_code": code_of(new), "password": PASSWORD, "code": codes[0]}
        assert "recovery" in body(client.post(reverse(PHONE), form)).lower()
        assert [device.key for device in TOTPDevice.objects.filter(user=jo)] == [new]
        assert is_signed_in(client)
        assert second_factor.device_of(jo, code_of(old, NEXT)) is None
        assert second_factor.device_of(jo, codes[1]) is None

    @pytest.mark.parametrize("name", [PHONE, CODES, OFF])
    def test_an_open_session_and_a_password_are_not_enough(self, client, with_phone, jo, name):
        old, _ = with_phone
        client.get(reverse(PHONE))
        new = client.session["new_phone_key"]
        for code in ("", wrong_code(old), code_of(new)):
            form = {"new_code": code_of(new), "password": PASSWORD, "code": code}
            assert client.post(reverse(name), form).status_code == 200
        assert TOTPDevice.objects.get(user=jo).key == old
        assert second_factor.recovery_codes_left(jo) == second_factor.RECOVERY_CODES

    def test_a_wrong_password_does_not_use_the_code_up(self, client, with_phone):
        code = code_of(with_phone[0], NEXT)
        assert "not your password" in body(client.post(reverse(CODES), {"password": "x", "code": code}))
        assert "<code" in body(client.post(reverse(CODES), {"password": PASSWORD, "code": code}))

    def test_guessing_the_password_in_an_open_session_is_slow_too(self, client, with_phone):
        for _ in range(10):
            client.post(reverse(CODES), {"password": "x", "code": "000000"})
        assert "Too many wrong tries" in body(client.post(reverse(CODES), {"password": PASSWORD, "code": "000000"}))

    def test_new_recovery_codes_make_the_old_ones_worthless(self, client, with_phone, jo):
        key, old = with_phone
        done = client.post(reverse(CODES), {"password": PASSWORD, "code": code_of(key, NEXT)})
        new = re.findall(r"<code[^>]*>([a-z0-9-]{14})</code>", body(done))
        assert set(new).isdisjoint(old)
        assert second_factor.device_of(jo, old[0]) is None
        assert second_factor.device_of(jo, new[0]) is not None
        assert told(Action.RECOVERY_CODES_MADE) == [("jo", "jo")]

    def test_it_is_switched_off_only_where_it_is_not_required(self, client, with_phone, jo, settings):
        _, codes = with_phone
        settings.TWO_FACTOR_REQUIRED = True
        assert reverse(OFF) not in body(client.get(reverse(OVERVIEW)))
        assert client.post(reverse(OFF), {"password": PASSWORD, "code": codes[0]}).url == reverse(OVERVIEW)
        assert second_factor.has_one(jo)
        settings.TWO_FACTOR_REQUIRED = False
        assert client.post(reverse(OFF), {"password": PASSWORD, "code": codes[0]}).url == reverse(OVERVIEW)
        assert not second_factor.has_one(jo)
        assert is_signed_in(client)
        assert told(Action.FACTOR_REMOVED) == [("jo", "jo")]

    def test_without_a_phone_there_are_neither_codes_nor_anything_to_switch_off(self, client, jo):
        give_password(client, "jo")
        for name in (CODES, OFF):
            assert client.get(reverse(name)).url == reverse(OVERVIEW)

    def test_the_account_leads_there(self, client, jo):
        give_password(client, "jo")
        assert reverse(OVERVIEW) in body(client.get(reverse("wagtailadmin_account")))


class TestSomebodyElses:
    @pytest.fixture
    def boss(self, client, person):
        boss = person("boss", Role.ADMINISTRATOR)
        give_password(client, "boss")
        return boss

    def address(self, user):
        return reverse("reset_second_factor", args=[user.pk])

    def test_an_administrator_resets_it_after_being_asked(self, client, boss, jo, phone, work):
        elsewhere = Client()
        give_password(elsewhere, "jo")
        elsewhere.post(reverse("sign_in_code"), {"code": code_of(phone[0])})
        assert self.address(jo) in body(client.get(reverse("wagtailusers_users:index")))
        assert "Make sure" in body(client.get(self.address(jo)))
        assert second_factor.has_one(jo)
        with work():
            client.post(self.address(jo))
        assert not second_factor.has_one(jo)
        assert not is_signed_in(elsewhere)
        assert told(Action.FACTOR_RESET) == [("boss", "jo")]
        assert "has been reset" in mail.outbox[-1].subject

    def test_the_list_of_people_shows_who_has_one(self, client, boss, jo, phone):
        page = client.get(reverse("wagtailusers_users:index"))
        has_one = {user.username: user.has_second_factor for user in page.context["object_list"]}
        assert has_one == {"boss": False, "jo": True}
        assert "Second factor" in body(page)

    def test_where_it_is_required_the_person_sets_a_phone_up_at_the_next_sign_in(
        self, client, boss, jo, phone, settings
    ):
        client.post(self.address(jo))
        settings.TWO_FACTOR_REQUIRED = True
        assert give_password(Client(), "jo").url == reverse("sign_in_set_up")

    @pytest.mark.parametrize("role", [Role.AUTHOR, Role.COMMUNICATIONS_EDITOR, Role.PUBLISHER])
    def test_nobody_else_may(self, client, person, jo, phone, role):
        person("sam", role)
        give_password(client, "sam")
        client.post(self.address(jo))
        assert second_factor.has_one(jo)

    def test_nobody_resets_their_own(self, client, person):
        boss = person("boss", Role.ADMINISTRATOR)
        key = second_factor.new_key()
        second_factor.set_up(boss, key, code_of(key, -1))
        give_password(client, "boss")
        client.post(reverse("sign_in_code"), {"code": code_of(key)})
        client.post(self.address(boss))
        assert second_factor.has_one(boss)

    def test_that_of_a_superuser_is_for_superusers(self, client, boss, person):
        root = person("root", is_superuser=True)
        key = second_factor.new_key()
        second_factor.set_up(root, key, code_of(key))
        assert self.address(root) not in body(client.get(reverse("wagtailusers_users:index")))
        client.post(self.address(root))
        assert second_factor.has_one(root)

    def test_where_there_is_none_or_nobody_there_is_nothing_to_reset(self, client, boss, jo):
        assert client.post(self.address(jo)).status_code == 302
        assert told(Action.FACTOR_RESET) == []
        assert client.get(reverse("reset_second_factor", args=[999_999])).status_code == 404


class TestFromTheMachineItself:
    def test_the_last_administrators_phone_is_reset(self, jo, phone, capsys):
        call_command("reset_second_factor", "jo")
        assert not second_factor.has_one(jo)
        assert told(Action.FACTOR_RESET) == [("the system", "jo")]

    def test_a_wrong_name_or_nothing_to_reset_is_said(self, jo):
        for name, says in (("nobody", "Nobody signs in"), ("jo", "no second factor")):
            with pytest.raises(CommandError, match=says):
                call_command("reset_second_factor", name)

    def test_one_person_or_everybody_is_signed_out(self, client, jo, person, capsys):
        person("sam")
        other = Client()
        give_password(client, "jo")
        give_password(other, "sam")
        call_command("sign_out", "jo")
        assert (is_signed_in(client), is_signed_in(other)) == (False, True)
        call_command("sign_out", "--everybody")
        assert not is_signed_in(other)
        assert told(Action.SESSIONS_ENDED) == [("the system", "sam"), ("the system", "jo")]
        assert "1 sessions ended" in capsys.readouterr().out

    def test_it_must_be_said_who(self, jo):
        for arguments in ([], ["jo", "--everybody"], ["nobody"]):
            with pytest.raises(CommandError):
                call_command("sign_out", *arguments)

    def test_a_notice_for_somebody_who_is_gone_is_not_sent(self, db):
        from core.sign_in.tasks import mail_notice

        assert mail_notice.func(999_999, "factor_set") == "nobody to tell"
        assert User.objects.filter(pk=999_999).first() is None
