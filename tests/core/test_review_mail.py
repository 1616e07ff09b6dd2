"""Owners are told of pages that come due: once, in one mail, over a real SMTP connection, whatever happens between."""

import socket
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.models import ContentReview, ReviewReminder, User
from core.reviews.mail import LEASE, deliver, plan, remind
from core.reviews.services import SOON, hand_over, mark_reviewed
from tests.factories import publish
from tests.mailbox import smtp


def owner(name, **fields):
    return User.objects.create_user(name, f"{name}@example.org", first_name=name.title(), **fields)


@pytest.fixture
def ada(db):
    return owner("ada")


@pytest.fixture
def ben(db):
    return owner("ben")


def page_of(home_page, person, slug="page", days=0):
    """Publish a page of this person that is due in so many days."""
    page = publish(home_page, slug)
    review = {
        "owner": person,
        "last_reviewed": timezone.localdate() - timedelta(days=365),
        "next_review": timezone.localdate() + timedelta(days=days),
    }
    ContentReview.objects.update_or_create(page_id=page.pk, defaults=review)
    return page


def body(mail):
    return mail[1].get_content().replace("\r\n", "\n")


def test_each_owner_gets_one_mail_with_all_of_their_pages(home_page, ada, ben, mailbox):
    first, second = page_of(home_page, ada, "first", -3), page_of(home_page, ada, "second", SOON.days)
    page_of(home_page, ada, "far", SOON.days + 1)
    page_of(home_page, ben, "third")
    assert remind().sent == 2
    mails = {to[0]: (to, mail) for to, mail in mailbox.mails}
    assert set(mails) == {"ada@example.org", "ben@example.org"}
    assert mails["ada@example.org"][1]["Subject"] == "2 pages of yours are due for review"
    words = body(mails["ada@example.org"])
    assert words.index("First\nwas due on") < words.index("Second\ndue by")
    assert f"http://localhost/admin/pages/{first.pk}/review/" in words
    assert f"http://localhost/admin/pages/{second.pk}/review/" in words
    assert "Far" not in words
    assert mails["ben@example.org"][1]["Subject"] == "A page of yours is due for review"


def test_nobody_is_told_twice_of_the_same_day(home_page, ada, mailbox):
    page = page_of(home_page, ada)
    for _ in range(3):
        remind()
    assert len(mailbox.mails) == 1
    mark_reviewed(page, ada)
    ContentReview.objects.filter(page=page).update(next_review=timezone.localdate() + timedelta(days=3))
    remind()
    assert len(mailbox.mails) == 2  # due again, on another day


def test_the_links_of_the_mail_work_for_whom_it_is_sent_to(client, home_page, ada, mailbox):
    ada.is_superuser = True
    ada.save()
    page = page_of(home_page, ada)
    remind()
    client.force_login(ada)
    assert client.get(f"/admin/pages/{page.pk}/review/").status_code == 200
    report = next(line for line in body(mailbox.mails[0]).splitlines() if "/reports/reviews/" in line)
    assert "Page" in client.get(report.removeprefix("http://localhost")).content.decode()


def test_what_is_not_public_or_nobodys_is_told_to_nobody(home_page, ada, mailbox):
    page_of(home_page, ada, "hidden").unpublish()
    page_of(home_page, None, "nobodys")
    page_of(home_page, owner("left", is_active=False), "lefts")
    assert remind().sent == 0
    assert not ReviewReminder.objects.exists()
    assert mailbox.mails == []


def test_a_new_owner_is_told_and_the_old_one_is_not(home_page, ada, ben, mailbox):
    page_of(home_page, ada)
    plan()
    hand_over(ada, ben, by=None)
    remind()
    assert [to for to, _ in mailbox.mails] == [["ben@example.org"]]


@pytest.mark.parametrize("change", ["reviewed", "unpublished", "left"])
def test_what_no_longer_holds_when_it_is_mailed_is_not_mailed(home_page, ada, mailbox, change):
    page = page_of(home_page, ada)
    plan()
    if change == "reviewed":
        mark_reviewed(page, ada)
    elif change == "unpublished":
        page.unpublish()
    else:
        User.objects.filter(pk=ada.pk).update(is_active=False)
    assert str(deliver()) == ""
    assert mailbox.mails == []
    assert not ReviewReminder.objects.exists()


def test_while_the_mail_server_is_down_it_waits_and_goes_with_the_next_run(home_page, ada, ben):
    page_of(home_page, ada, "first")
    page_of(home_page, ben, "second")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound and not listening: it refuses
        with smtp(closed.getsockname()[1]):
            assert str(remind()) == "2 waiting for the mail server"
            with pytest.raises(CommandError, match="tried again every hour"):
                call_command("mail_review_reminders")


def test_it_goes_with_the_next_run_after_a_refusal(home_page, ada, mailbox):
    page_of(home_page, ada)
    mailbox.answer = "451 try later"
    assert str(remind()) == "1 waiting for the mail server"
    mailbox.answer = "250 OK"
    assert str(deliver()) == "1 review reminder mailed"
    assert len(mailbox.mails) == 1


def test_a_server_that_says_nothing_is_given_up_after_the_timeout(home_page, ada):
    page_of(home_page, ada)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with smtp(silent.getsockname()[1]):
            assert remind().waiting == 1


def test_one_bad_address_holds_up_nobody_and_is_not_tried_for_ever(home_page, ada, ben, mailbox, caplog):
    page_of(home_page, ada, "first")
    page_of(home_page, ben, "second")
    mailbox.refused["ada@example.org"] = "550 no such user"
    assert remind().waiting == 0
    assert [to for to, _ in mailbox.mails] == [["ben@example.org"]]
    assert f"refuses the address of user {ada.pk}" in caplog.text
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("core.")]
    assert not any("ada@example.org" in line for line in ours)


def test_an_address_that_must_wait_is_tried_again(home_page, ada, mailbox):
    page_of(home_page, ada)
    mailbox.refused["ada@example.org"] = "451 greylisted"
    assert remind().waiting == 1
    mailbox.refused.clear()
    assert deliver().sent == 1


def test_a_crash_between_mail_and_mark_repeats_the_mail_under_the_same_id(home_page, ada, mailbox):
    page_of(home_page, ada)
    remind()
    # As a process leaves it that died after the server had taken the mail.
    ReviewReminder.objects.update(sent_at=None, claimed_until=timezone.now() + LEASE)
    assert deliver().sent == 0  # its lease still runs
    ReviewReminder.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert deliver().sent == 1
    (_, first), (_, second) = mailbox.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert deliver().sent == 0


def test_another_process_that_plans_at_the_same_time_adds_nothing(home_page, ada, mailbox):
    page = page_of(home_page, ada)
    ReviewReminder.objects.create(page=page, owner=ada, next_review=timezone.localdate(), digest=uuid4())
    plan()
    assert ReviewReminder.objects.count() == 1


def test_the_command_says_what_it_did(home_page, ada, mailbox, capsys):
    call_command("mail_review_reminders")
    assert "Nobody has to be told" in capsys.readouterr().out
    page_of(home_page, ada)
    call_command("mail_review_reminders")
    assert "1 review reminder mailed" in capsys.readouterr().out
