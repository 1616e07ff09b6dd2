"""Messages are mailed to the trust and acknowledged, over a real SMTP connection, whatever the server does."""

import socket
from datetime import timedelta

import pytest
from django.utils import timezone

from home.contact_mail import RECEIPTS_A_DAY, deliver, deliver_waiting
from home.models import ContactMessage, OrganisationSettings
from home.services import store_message
from home.tasks import deliver_message
from tests.mailbox import smtp


@pytest.fixture
def trust(home_page):
    return OrganisationSettings.objects.create(site=home_page.get_site(), general_email="trust@example.org")


def written(number=1, **changes):
    fields = {"topic": "general", "name": "Ada Mason", "email": "ada@example.org", "message": f"Question {number}\né"}
    return store_message(ContactMessage(**fields | changes), f"token {number}")


def due_again():
    ContactMessage.objects.exclude(next_attempt_at=None).update(next_attempt_at=timezone.now())


def test_the_trust_gets_the_message_and_the_sender_a_receipt(trust, mailbox):
    message = written()
    deliver_message.call(message.pk)
    (to, forward), (sender, receipt) = mailbox.mails
    assert (to, sender) == (["trust@example.org"], ["ada@example.org"])
    assert forward["Reply-To"] == "ada@example.org"
    assert message.reference in forward["Subject"]
    assert "Question 1\né" in forward.get_content().replace("\r\n", "\n")
    assert message.reference in receipt.get_content()
    message.refresh_from_db()
    assert message.forwarded_at
    assert message.acknowledged_at
    assert message.next_attempt_at is None


def test_the_receipt_carries_nothing_that_the_sender_wrote(trust, mailbox):
    message = written(name="Buy pills", message="at https://spam.example")
    deliver(message.pk)
    receipt = mailbox.mails[1][1].as_string()
    assert "pills" not in receipt
    assert "spam" not in receipt


def test_a_mailed_message_is_not_mailed_again(trust, mailbox):
    message = written()
    for _ in range(3):
        deliver(message.pk)
    assert deliver_waiting() == 0
    assert len(mailbox.mails) == 2


@pytest.mark.parametrize("answer", ["451 try later", "554 refused"])
def test_a_server_that_refuses_is_tried_again_until_it_takes_the_message(trust, mailbox, answer):
    mailbox.answer = answer
    message = written()
    assert deliver(message.pk)
    message.refresh_from_db()
    assert message.forwarded_at is None
    assert message.next_attempt_at > timezone.now()
    assert answer[:3] in message.mail_state
    assert deliver_waiting() == 0  # not yet
    mailbox.answer = "250 OK"
    due_again()
    assert deliver_waiting() == 1
    assert len(mailbox.mails) == 2


def test_the_waits_grow_and_never_end(trust, mailbox):
    mailbox.answer = "451 try later"
    message = written()
    waits = []
    for _ in range(8):
        due_again()
        deliver(message.pk)
        message.refresh_from_db()
        waits.append(round((message.next_attempt_at - timezone.now()) / timedelta(minutes=1)))
    assert waits == [1, 5, 15, 60, 180, 360, 360, 360]


def test_when_the_server_is_down_the_others_are_not_tried_in_vain(trust):
    first, second = written(1), written(2)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound and not listening: it refuses
        with smtp(closed.getsockname()[1]):
            assert deliver_waiting() == 1
    second.refresh_from_db()
    assert second.attempts == 0
    first.refresh_from_db()
    assert first.attempts == 1


def test_a_server_that_says_nothing_is_given_up_after_the_timeout(trust):
    message = written()
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with smtp(silent.getsockname()[1]):
            assert not deliver(message.pk)
    message.refresh_from_db()
    assert message.forwarded_at is None
    assert message.next_attempt_at > timezone.now()


def test_a_sender_whose_address_is_refused_gets_no_receipt_and_the_trust_its_message_once(trust, mailbox):
    mailbox.refused["ada@example.org"] = "550 no such user"
    message = written()
    deliver(message.pk)
    message.refresh_from_db()
    assert message.forwarded_at
    assert message.next_attempt_at is None
    assert "refused the sender" in message.mail_state


def test_a_receipt_that_must_wait_does_not_mail_the_message_twice(trust, mailbox):
    mailbox.refused["ada@example.org"] = "451 greylisted"
    message = written()
    deliver(message.pk)
    mailbox.refused.clear()
    due_again()
    deliver(message.pk)
    assert [to for to, _ in mailbox.mails] == [["trust@example.org"], ["ada@example.org"]]


def test_nobody_can_fill_a_mailbox_with_receipts(trust, mailbox):
    for number in range(RECEIPTS_A_DAY + 2):
        deliver(written(number).pk)
    assert sum(to == ["ada@example.org"] for to, _ in mailbox.mails) == RECEIPTS_A_DAY
    assert sum(to == ["trust@example.org"] for to, _ in mailbox.mails) == RECEIPTS_A_DAY + 2


def test_without_an_address_of_the_trust_a_message_waits(home_page, mailbox):
    message = written()
    deliver(message.pk)
    message.refresh_from_db()
    assert "No general email address" in message.mail_state
    OrganisationSettings.objects.create(site=home_page.get_site(), general_email="trust@example.org")
    due_again()
    deliver_waiting()
    assert len(mailbox.mails) == 2


def test_two_processes_do_not_mail_the_same_message(trust, mailbox):
    message = written()
    ContactMessage.objects.filter(pk=message.pk).update(next_attempt_at=timezone.now() + timedelta(minutes=5))
    deliver(message.pk)  # another process holds it
    assert mailbox.mails == []
