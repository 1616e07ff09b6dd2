"""Somebody writes to the trust: the form, what it refuses, and what follows."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from home import contact_views
from home.models import ContactMessage, ContactPage, OrganisationSettings
from tests.factories import draft, publish

FORM = "/contact/send-a-message/"
TYPED = {
    "topic": "general",
    "name": "Ada Mason",
    "email": "ada@example.org",
    "message": "When is the open day?\r\nThank you.",
    "token": "6c2b0f4e-8d4c-4c7e-9f0e-0d6a3a5a7b11",
}


@pytest.fixture
def contact(home_page):
    OrganisationSettings.objects.create(
        site=home_page.get_site(),
        general_email="trust@example.org",
        pals_email="pals@example.org",
        phone="020 7000 0000",
    )
    return publish(home_page, "contact", ContactPage, title="Contact us")


def send(client, **changes):
    return client.post(FORM, TYPED | changes)


def test_the_contact_page_is_cached_and_leads_to_the_right_place(client, contact):
    response = client.get("/contact/")
    assert response["Cache-Control"].startswith("public")
    assert not response.cookies
    html = response.content.decode()
    assert "pals@example.org" in html
    assert FORM in html


def test_the_form_is_a_page_of_its_own_that_nobody_keeps_and_that_sets_the_token_cookie(client, contact):
    response = client.get(FORM)
    assert response["Cache-Control"] == "no-store, private"
    assert "csrftoken" in response.cookies
    html = response.content.decode()
    assert "999" in html
    assert "111" in html


def test_a_message_is_stored_queued_and_given_a_reference(client, contact):
    response = send(client)
    assert response.status_code == 303
    stored = ContactMessage.objects.get()
    assert stored.message == "When is the open day?\nThank you."
    assert re.fullmatch(r"W-[2346789BCDFGHJKMNPQRTVWXZ]{6}", stored.reference)
    assert DBTaskResult.objects.get().args_kwargs["args"] == [stored.pk]
    for _ in range(2):  # loaded again, it does nothing again
        page = client.get(response["Location"])
        assert page["Cache-Control"] == "no-store, private"
        assert stored.reference in page.content.decode()
    assert ContactMessage.objects.count() == 1


def test_the_page_after_it_shows_no_reference_that_we_did_not_sign(client, contact):
    for address in ("/contact/message-sent/", "/contact/message-sent/?r=W-7K3Q9D", "/contact/message-sent/?r=%00%ff"):
        response = client.get(address)
        assert response.status_code in {400, 404}  # a null byte in an address is refused before we are asked
        assert "7K3Q9D" not in response.content.decode()


def test_sending_the_same_form_twice_makes_one_message(client, contact):
    first, second = send(client), send(client)
    assert first.status_code == second.status_code == 303
    assert ContactMessage.objects.count() == 1


def test_going_back_to_change_the_text_makes_another_message(client, contact):
    send(client)
    send(client, message="When is the next open day?")
    assert ContactMessage.objects.count() == 2


def test_two_people_who_write_the_same_make_two_messages(client, contact):
    send(client)
    send(client, token="3f5f7a0e-1111-4c7e-9f0e-0d6a3a5a7b11")
    send(client, token="nonsense")
    assert ContactMessage.objects.count() == 3


def test_what_is_missing_is_said_above_and_beside_the_field_and_what_was_typed_stays(client, contact):
    response = send(client, name="", email="ada")
    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in html
    assert '<a href="#id_name">Enter your name.</a>' in html
    assert '<a href="#id_email">Enter an email address in the right form' in html
    assert re.search(r'id="id_name"[^>]*aria-describedby="\s*id_name-error"', html)
    assert re.search(r'id="id_email"[^>]*aria-describedby="id_email-hint\s+id_email-error"', html)
    assert "When is the open day?" in html
    assert TYPED["token"] in html
    assert not ContactMessage.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Ada\nBcc: everybody@example.org"),
        ("name", "x" * 101),
        ("name", "a\x00b"),
        ("name", "a\x1bb"),
        ("email", "ada@example.org\nBcc: b@example.org"),
        ("email", "a" * 250 + "@example.org"),
        ("email", "a\x00@example.org"),
        ("message", "x" * 5_001),
        ("message", "a\x00b"),
        ("message", "a\ufffdb"),
        ("message", "   "),
        ("topic", "weather"),
    ],
)
def test_what_is_no_plain_text_or_too_long_is_refused_once_and_clearly(client, contact, field, value):
    response = send(client, **{field: value})
    assert response.status_code == 422
    assert response.content.decode().count(f'<a href="#id_{field}">') == 1
    assert not ContactMessage.objects.exists()


def test_bytes_that_are_no_utf8_are_refused_clearly(client, contact):
    body = b"topic=general&name=Ada&email=ada%40example.org&message=%ff%fe"
    response = client.post(FORM, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 422


def test_a_huge_body_is_a_4xx(client, contact):
    response = client.post(FORM, b"message=" + b"x" * 3_000_000, content_type="application/x-www-form-urlencoded")
    assert response.status_code in {400, 413}


def test_a_missing_or_forged_token_is_a_403_of_ours(contact, caplog):
    strict = Client(enforce_csrf_checks=True)
    for changes in ({}, {"csrfmiddlewaretoken": "x" * 64}):
        caplog.clear()
        assert send(strict, **changes).status_code == 403
        assert len([record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}]) == 1
    page = strict.get(FORM)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    assert send(strict, csrfmiddlewaretoken=token).status_code == 303


def test_other_methods_are_refused(client, contact):
    for method in ("put", "delete", "patch"):
        assert getattr(client, method)(FORM).status_code == 405
    assert client.post("/contact/").status_code == 405
    assert client.post("/contact/message-sent/").status_code == 405


def test_the_form_of_a_page_that_is_not_public_is_not_there(client, home_page):
    draft(home_page, "contact", ContactPage)
    assert client.get(FORM).status_code == 404
    assert send(client).status_code == 404


def test_too_many_messages_from_one_address_wait_and_lose_nothing(client, contact, monkeypatch):
    monkeypatch.setattr(contact_views, "LIMIT", 1)
    send(client)
    response = send(client, message="Another question")
    html = response.content.decode()
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 3601
    assert "020 7000 0000" in html
    assert "Another question" in html
    assert ContactMessage.objects.count() == 1
    other = Client(REMOTE_ADDR="192.0.2.9")
    assert send(other, message="Another question").status_code == 303


@override_settings(CONTACT_MESSAGE_DAYS=30)
def test_messages_are_deleted_after_the_time_that_the_privacy_page_names(client, contact, capsys, caplog):
    for days, forwarded in ((29, None), (31, timezone.now()), (32, None)):
        message = ContactMessage.objects.create(
            reference=f"W-{days}", submission_key=str(days), topic="general", name="A", email="a@example.org",
            message="B", forwarded_at=forwarded,
        )  # fmt: skip
        ContactMessage.objects.filter(pk=message.pk).update(received_at=timezone.now() - timedelta(days=days))
    call_command("delete_old_messages")
    assert "2 messages" in capsys.readouterr().out
    assert list(ContactMessage.objects.values_list("reference", flat=True)) == ["W-29"]
    assert "never mailed: W-32" in caplog.text
