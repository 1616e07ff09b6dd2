"""The scheduler and the worker as processes: they start, do their work and stop when told to."""

import signal

import pytest

from tests.processes import PYTHON, manage, managed, running, wait_for


def contains(log, words):
    return lambda: words in log.read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_scheduler_stops_cleanly_when_told_to(migrated_site, tmp_path, number):
    log = tmp_path / "log"
    with running(migrated_site, PYTHON, "manage.py", "run_scheduler", log=log) as process:
        wait_for(contains(log, "scheduler started: "), "the scheduler starts")
        process.send_signal(number)
        assert process.wait(timeout=20) == 0
    assert "Traceback" not in log.read_text()


def test_the_worker_stops_cleanly_when_told_to(migrated_site, tmp_path):
    log = tmp_path / "log"
    command = [PYTHON, "manage.py", "run_worker"]
    with running(migrated_site, *command, log=log) as process:
        wait_for(contains(log, "Starting worker"), "the worker starts")
        process.terminate()
        assert process.wait(timeout=20) == 0
    assert "Traceback" not in log.read_text()


def test_a_worker_that_would_not_say_that_it_is_alive_is_refused(migrated_site):
    """Given the command of earlier versions, then it ends and names the one that took its place."""
    done = manage(migrated_site, "db_worker", "--backend", "worker", "--no-reload")
    assert done.returncode == 1
    assert "Start `manage.py run_worker` instead" in done.stderr


def test_a_job_runs_from_the_command_line(migrated_site):
    assert managed(migrated_site, "run_job", "prune_task_results") == "Nothing to do.\n"
