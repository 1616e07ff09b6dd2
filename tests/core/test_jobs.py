"""The house's own jobs."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.jobs import clear_sessions, prune_task_results

pytestmark = pytest.mark.django_db


def result(status, days):
    return DBTaskResult.objects.create(
        task_path="core.jobs.nothing",
        args_kwargs={"args": [], "kwargs": {}},
        backend_name="worker",
        status=status,
        finished_at=timezone.now() - timedelta(days=days) if status in {"SUCCESSFUL", "FAILED"} else None,
    )


def test_results_of_tasks_done_long_ago_are_deleted_and_no_others():
    old = [result("SUCCESSFUL", days=15), result("FAILED", days=15)]
    kept = [result("SUCCESSFUL", days=13), result("READY", days=0), result("RUNNING", days=0)]
    assert prune_task_results() == "2 task results deleted"
    assert set(DBTaskResult.objects.all()) == set(kept)
    assert not DBTaskResult.objects.filter(pk__in=[each.pk for each in old]).exists()
    assert prune_task_results() == ""


def test_sessions_that_have_expired_are_deleted():
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(minutes=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(minutes=1))
    clear_sessions()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
