"""Passwords: what is a good one, and a new one by mail without telling who has an account."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.audit import Action
from core.models import AuditRecord, User
from core.roles import Role
from core.sign_in import forms, tasks
from tests.processes import free_port
from tests.sign_in.conftest import PASSWORD, give_password, is_signed_in

NEW = "other words of my own choosing"


def ask(client, email):
    return client.post(reverse("wagtailadmin_password_reset"), {"email": email})


def link():
    return re.search(r"http://localhost(/admin/password_reset/confirm/\S+)", mail.outbox[-1].body)[1]


def set_new(client, address, password=NEW):
    form = client.get(address, follow=True)
    where = form.redirect_chain[-1][0] if form.redirect_chain else address
    return client.post(where, {"new_password1": password, "new_password2": password})


@pytest.mark.parametrize(
    "password", ["short words", "password1234", "qwertyuiop123", "123456789012", "jo.bell@example"]
)
def test_a_bad_password_is_refused(password):
    jo = User(username="jo.bell", email="jo.bell@example.org")
    with pytest.raises(ValidationError):
        validate_password(password, jo)


@pytest.mark.parametrize("password", ["three random words", "ééééééééééééé", "all lower case"])
def test_length_is_enough_and_no_kind_of_sign_is_asked_for(password):
    """The National Cyber Security Centre advises length, and against rules of complexity and expiry."""
    validate_password(password, User(username="jo.bell"))


class TestForgotten:
    def test_the_link_sets_a_new_one_and_ends_all_sessions(self, client, jo, work):
        elsewhere = Client()
        give_password(elsewhere, "jo")
        with work():
            ask(client, "JO@example.org")
        assert mail.outbox[-1].to == ["jo@example.org"]
        assert "for 2 hours" in mail.outbox[-1].body
        with work():
            set_new(client, link())
        jo.refresh_from_db()
        assert jo.check_password(NEW)
        assert not is_signed_in(elsewhere)
        assert "has been changed" in mail.outbox[-1].subject
        actions = list(AuditRecord.objects.filter(about_name="jo").values_list("action", flat=True))
        assert {Action.PASSWORD_RESET_ASKED, Action.PASSWORD_CHANGED} <= set(actions)

    def test_it_signs_nobody_in_and_leaves_the_phone_in_place(self, client, phone, work):
        with work():
            ask(client, "jo@example.org")
        set_new(client, link())
        assert not is_signed_in(client)
        assert give_password(client, "jo", NEW).url == reverse("sign_in_code")

    def test_a_link_works_once_and_not_for_long(self, client, jo, work, monkeypatch):
        with work():
            ask(client, "jo@example.org")
        address = link()
        late = PasswordResetTokenGenerator()
        now = late._now()
        with monkeypatch.context() as patch:
            patch.setattr(PasswordResetTokenGenerator, "_now", lambda self: now + timedelta(hours=2, seconds=1))
            assert "invalid" in client.get(address, follow=True).content.decode().lower()
        set_new(client, address)
        assert "invalid" in Client().get(address, follow=True).content.decode().lower()

    @pytest.mark.parametrize("email", ["nobody@example.org", "off@example.org"])
    def test_asking_for_nobody_is_answered_the_same_and_leaves_the_same_to_the_worker(
        self, client, jo, person, email, django_capture_on_commit_callbacks, django_assert_num_queries
    ):
        """Given one address that is somebody's and one that is nobody's, then both cost the same."""
        person("off", is_active=False)
        costs = []
        for asked in ("jo@example.org", email):
            with django_capture_on_commit_callbacks(execute=True):
                answer = ask(client, asked)
            costs.append((answer.status_code, answer.url, DBTaskResult.objects.count()))
            DBTaskResult.objects.all().delete()
        assert costs[0] == costs[1]
        assert mail.outbox == []

    def test_a_new_person_without_a_password_sets_theirs_this_way(self, client, person, work):
        """Given an administrator who adds a person, then the administrator never knows a password of theirs."""
        person("boss", Role.ADMINISTRATOR)
        give_password(client, "boss")
        new = {"username": "new", "email": "new@example.org", "first_name": "New", "last_name": "Person"}
        client.post(reverse("wagtailusers_users:add"), new | {"password1": "", "password2": ""})
        assert not User.objects.get(username="new").has_usable_password()
        other = Client()
        with work():
            ask(other, "new@example.org")
        set_new(other, link())
        assert User.objects.get(username="new").check_password(NEW)

    def test_when_the_mail_server_is_away_the_mail_is_tried_again_and_then_given_up(self, client, jo, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free_port(), 1
        for task, arguments in ((tasks.mail_reset_links, [[jo.pk]]), (tasks.mail_notice, [jo.pk, "factor_set"])):
            for attempt, wait in enumerate(tasks.WAITS):
                task.func(*arguments, attempt)
                waiting = DBTaskResult.objects.get()
                assert waiting.args_kwargs["args"] == [*arguments, attempt + 1]
                assert waiting.run_after > timezone.now() + wait / 2
                waiting.delete()
            with pytest.raises(OSError, match="refused"):
                task.func(*arguments, len(tasks.WAITS))
        assert AuditRecord.objects.filter(action=Action.PASSWORD_RESET_ASKED).count() == 1

    def test_nobodys_mailbox_is_filled(self, client, jo, work):
        with work():
            for _ in range(forms.RESETS_FOR_ONE_EMAIL + 2):
                assert ask(client, "jo@example.org").status_code == 302
        assert len(mail.outbox) == forms.RESETS_FOR_ONE_EMAIL

    def test_one_address_asks_for_so_many(self, client, person, work):
        with work():
            for number in range(forms.RESETS_FROM_ONE_ADDRESS):
                ask(client, f"nobody{number}@example.org")
            assert ask(client, person("sam").email).status_code == 302
        assert mail.outbox == []

    def test_a_bad_new_password_is_refused_in_words(self, client, jo, work):
        with work():
            ask(client, "jo@example.org")
        assert "too short" in set_new(client, link(), "short").content.decode()
        jo.refresh_from_db()
        assert jo.check_password(PASSWORD)


def test_changing_it_in_the_account_keeps_this_session_and_ends_the_others(client, jo):
    elsewhere = Client()
    for each in (client, elsewhere):
        give_password(each, "jo")
    form = {
        "name_email-first_name": "Jo", "name_email-last_name": "Bell", "name_email-email": jo.email,
        "theme-theme": "system", "theme-density": "default", "theme-contrast": "system",
        "password-old_password": PASSWORD, "password-new_password1": NEW, "password-new_password2": NEW,
    }  # fmt: skip
    assert client.post(reverse("wagtailadmin_account"), form).status_code == 302
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert AuditRecord.objects.get(action=Action.PASSWORD_CHANGED).actor_name == "jo"
