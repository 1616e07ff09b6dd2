"""One address may send a form so often, and we never keep the address."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from core.models import SubmissionCount
from core.rate_limits import allow, forget_old_counts, window_start

HOUR = timedelta(hours=1)


@pytest.mark.django_db
def test_an_address_is_refused_after_its_limit_and_another_one_is_not(rf):
    ours, other = rf.post("/", REMOTE_ADDR="192.0.2.1"), rf.post("/", REMOTE_ADDR="192.0.2.2")
    assert [allow(ours, "contact", 2, HOUR) for _ in range(3)] == [True, True, False]
    assert allow(other, "contact", 2, HOUR)
    assert allow(ours, "feedback", 2, HOUR)


@pytest.mark.django_db
def test_the_address_itself_is_kept_nowhere(rf):
    allow(rf.post("/", REMOTE_ADDR="192.0.2.1"), "contact", 2, HOUR)
    row = SubmissionCount.objects.get()
    assert "192.0.2.1" not in f"{row.address_hash} {row.form}"
    with override_settings(SECRET_KEY="another"):
        allow(rf.post("/", REMOTE_ADDR="192.0.2.1"), "contact", 2, HOUR)
    assert SubmissionCount.objects.values("address_hash").distinct().count() == 2


@pytest.mark.django_db
def test_all_addresses_of_one_ipv6_network_count_as_one(rf):
    first, second = rf.post("/", REMOTE_ADDR="2001:db8::1"), rf.post("/", REMOTE_ADDR="2001:db8::ffff:2")
    assert allow(first, "contact", 1, HOUR)
    assert not allow(second, "contact", 1, HOUR)
    assert allow(rf.post("/", REMOTE_ADDR="2001:db8:0:1::1"), "contact", 1, HOUR)


@pytest.mark.django_db
def test_counts_are_forgotten_after_a_day(rf):
    now = timezone.now()
    for age in (timedelta(hours=1), timedelta(hours=25)):
        SubmissionCount.objects.create(form="contact", address_hash="x", window_start=now - age)
    assert forget_old_counts(now) == 1
    assert SubmissionCount.objects.count() == 1


def test_a_window_begins_at_the_full_hour():
    moment = datetime(2026, 11, 24, 17, 42, tzinfo=UTC)
    assert window_start(moment, HOUR) == datetime(2026, 11, 24, 17, tzinfo=UTC)


@pytest.mark.django_db
@override_settings(TRUSTED_PROXIES=1, FORWARDED_ALLOW_IPS=["10.0.0.1"])
def test_a_forged_header_neither_escapes_the_limit_nor_uses_up_another_visitors(rf):
    def sent(peer, chain):
        return allow(rf.post("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": chain}), "contact", 2, HOUR)

    through_the_proxy = [sent("10.0.0.1", f"203.0.113.{number}, 192.0.2.1") for number in range(3)]
    past_it = [sent("192.0.2.2", f"203.0.113.{number}") for number in range(3)]
    assert through_the_proxy == past_it == [True, True, False]
    assert sent("10.0.0.1", "203.0.113.1")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_submissions_at_the_same_moment_never_pass_the_limit(rf):
    request = rf.post("/", REMOTE_ADDR="192.0.2.1")
    answers = []

    def send():
        try:
            answers.append(allow(request, "contact", 5, HOUR))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(True) == 5
