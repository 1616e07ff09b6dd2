"""Editors and operators see when files are no longer read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.health.registry import State
from documents.enums import ReadingReason, ReadingState
from documents.health import reading
from documents.models import FileReading
from tests.documents.files import document
from tests.documents.reading.readings import read

pytestmark = pytest.mark.django_db


def ago(**time):
    return timezone.now() - timedelta(**time)


def waiting(asked_at, state=ReadingState.WAITING, **fields):
    found = read(document(), state, **fields)
    FileReading.objects.filter(pk=found.pk).update(asked_at=asked_at)


def test_all_is_well_when_nothing_waits():
    assert (reading().state, reading().editors) == (State.WELL, "None waits to be read.")


def test_files_that_have_just_come_are_counted():
    waiting(ago(minutes=2))
    health = reading()
    assert (health.state, health.editors) == (State.WELL, "1 file waits to be read.")


def test_a_long_queue_that_moves_is_well():
    waiting(ago(hours=3))
    waiting(ago(hours=2))
    read(document(), read_at=ago(minutes=1))
    health = reading()
    assert (health.state, health.editors) == (State.WELL, "2 files wait to be read.")


@pytest.mark.parametrize("last", [None, ago(minutes=40)])
def test_files_that_wait_while_none_is_read_are_told_with_the_oldest(last):
    waiting(ago(hours=3))
    if last:
        read(document(), read_at=last)
    health = reading()
    assert health.state == State.POOR
    assert health.editors.startswith("1 file waits to be read, the oldest for 3\xa0hours.")
    assert "are read later" in health.advice
    assert "run_worker" in health.operators


def test_files_wait_for_a_long_scan_that_somebody_is_at():
    waiting(ago(hours=3))
    read(document(), ReadingState.READING, leased_until=timezone.now() + timedelta(minutes=1), lease="x")
    assert reading().state == State.WELL
    FileReading.objects.filter(state=ReadingState.READING).delete()
    assert reading().state == State.POOR
    read(document(), ReadingState.WAITING, pages=["recognised before the run had to end"])
    assert reading().state == State.WELL


def test_a_file_that_a_killed_worker_left_waits_since_its_lease_ran_out():
    waiting(ago(hours=3), ReadingState.READING, leased_until=ago(minutes=3), lease="x")
    assert reading().state == State.WELL
    FileReading.objects.update(leased_until=ago(hours=1))
    assert reading().state == State.POOR


def test_a_file_that_the_store_does_not_give_waits_by_itself():
    waiting(ago(hours=3), not_before=timezone.now() + timedelta(hours=1))
    health = reading()
    assert health.state == State.WELL
    assert "1 not given by the file store" in health.operators


def test_a_few_broken_files_are_theirs_many_that_stopped_the_reader_are_its_own():
    for _ in range(4):
        read(document(), ReadingState.BROKEN, ReadingReason.STOPPED_READER)
    read(document(), ReadingState.BROKEN, ReadingReason.DAMAGED)
    health = reading()
    assert health.state == State.WELL
    assert "5 broken, of these 4 stopped the reader" in health.operators
    read(document(), ReadingState.BROKEN, ReadingReason.STOPPED_READER)
    assert reading().state == State.POOR
    assert reading().editors.startswith("5 files of today could not be read, more than could.")
    for _ in range(5):
        read(document(), pages=["Winter"])
    assert reading().state == State.WELL


def test_what_stopped_the_reader_days_ago_is_history():
    for _ in range(6):
        read(document(), ReadingState.BROKEN, ReadingReason.STOPPED_READER, read_at=ago(days=2))
    assert reading().state == State.WELL
