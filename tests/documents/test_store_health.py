"""Editors see what the store still owes them, and whether anybody can open what is private."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.health.registry import State
from documents.health import file_deletions, file_privacy
from documents.models import Difference, FileDeletion, FileFinding, PrivacyProof

pytestmark = pytest.mark.django_db


def ago(**time):
    return timezone.now() - timedelta(**time)


def noted(name, minutes, error=""):
    FileDeletion.objects.create(name=name, last_error=error)
    FileDeletion.objects.filter(name=name).update(noted_at=ago(minutes=minutes))


def finding(kind, what="/documents/6/board-paper"):
    return FileFinding.objects.create(kind=kind, what=what, first_seen_at=ago(), last_seen_at=ago())


class TestDeletions:
    def test_are_well_while_none_is_late(self):
        assert file_deletions().state == State.WELL
        noted("documents/a.pdf", minutes=4)
        assert file_deletions().state == State.WELL

    def test_that_are_late_are_counted_with_the_reason(self):
        noted("documents/a.pdf", minutes=60, error="Could not connect")
        health = file_deletions()
        assert health.state == State.POOR
        assert health.editors == "1 file is still stored, the oldest for 1\xa0hour. Nobody can open it."
        assert health.operators == "Could not connect"

    def test_that_nobody_tried_ask_for_the_scheduler(self):
        noted("documents/a.pdf", minutes=60)
        noted("documents/b.pdf", minutes=10)
        health = file_deletions()
        assert health.editors.startswith("2 files are still stored, the oldest for 1\xa0hour.")
        assert "run_scheduler" in health.operators


class TestPrivacy:
    def test_is_not_told_before_it_was_proved(self):
        assert file_privacy().state == State.NOT_SET_UP
        PrivacyProof.objects.create(started_at=ago())
        assert file_privacy().state == State.NOT_SET_UP

    def test_is_well_after_a_proof_that_found_nothing_alarming(self):
        PrivacyProof.objects.create(started_at=ago(hours=2), finished_at=ago(hours=1), asked=7)
        finding(Difference.STRAY)
        health = file_privacy()
        assert (health.state, health.operators) == (State.WELL, "7 asked")
        assert health.editors.startswith("All as it should be on ")

    def test_is_poor_when_nobody_has_looked_for_days(self):
        PrivacyProof.objects.create(started_at=ago(days=5), finished_at=ago(days=4))
        assert file_privacy().state == State.POOR

    def test_has_failed_when_anybody_can_open_what_is_private(self):
        PrivacyProof.objects.create(started_at=ago(), finished_at=ago())
        finding(Difference.MISSING, "documents/lost.pdf")
        finding(Difference.EXPOSED)
        health = file_privacy()
        assert health.state == State.FAILED
        assert health.editors == "Anybody can open 1 that should be private."
        assert "This is urgent." in health.advice
        assert "/documents/6/board-paper can be had by anybody" in health.operators

    @pytest.mark.parametrize("kind", [Difference.CLOSED, Difference.MISSING])
    def test_is_poor_when_those_who_should_cannot(self, kind):
        PrivacyProof.objects.create(started_at=ago(), finished_at=ago())
        finding(kind)
        assert file_privacy().state == State.POOR
