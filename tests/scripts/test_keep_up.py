"""What ends by itself is run again; what is told to stop stops."""

import os
import signal
import sys

import psutil

from tests.processes import PYTHON, running, wait_for

KEEP_UP = [PYTHON, "-m", "scripts.keep_up"]


def pids(path):
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def writes_its_number(path):
    code = f"import os, time; open({str(path)!r}, 'a').write(f'{{os.getpid()}}\\n'); time.sleep(60)"
    return [sys.executable, "-c", code]


def test_a_killed_command_is_run_again_and_one_told_to_stop_is_not(tmp_path):
    started = tmp_path / "pids"
    with running(dict(os.environ), *KEEP_UP, *writes_its_number(started), log=tmp_path / "log") as process:
        wait_for(lambda: len(pids(started)) == 1, "it starts")
        os.kill(pids(started)[0], signal.SIGKILL)
        wait_for(lambda: len(pids(started)) == 2, "it is run again")
        os.killpg(process.pid, signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    assert "running it again in 0.5 s" in (tmp_path / "log").read_text()
    assert len(pids(started)) == 2


def test_what_it_kept_up_can_still_be_stopped_when_it_was_killed_itself(tmp_path):
    started = tmp_path / "pids"
    with running(dict(os.environ), *KEEP_UP, *writes_its_number(started), log=tmp_path / "log") as process:
        wait_for(lambda: len(pids(started)) == 1, "it starts")
        kept = psutil.Process(pids(started)[0])
        process.kill()
        process.wait()
        assert kept.is_running(), "the site serves on"
        os.killpg(process.pid, signal.SIGTERM)
        kept.wait(timeout=10)


def test_the_command_is_told_to_stop_once(tmp_path):
    """Given a command that counts, as a worker does, when the group is told to stop, then it is told so once."""
    told, started = tmp_path / "told", tmp_path / "pids"
    code = (
        "import os, signal, sys, time\n"
        f"def stop(*_): open({str(told)!r}, 'a').write('told\\n')\n"
        f"signal.signal(signal.SIGTERM, stop); open({str(started)!r}, 'a').write(f'{{os.getpid()}}\\n')\n"
        f"while not os.path.exists({str(told)!r}): time.sleep(0.02)\n"
        "time.sleep(0.5)"
    )
    with running(dict(os.environ), *KEEP_UP, sys.executable, "-c", code, log=tmp_path / "log") as process:
        wait_for(lambda: len(pids(started)) == 1, "it starts")
        os.killpg(process.pid, signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    assert told.read_text() == "told\n"


def test_a_command_that_fails_at_once_is_run_again_more_and_more_slowly(tmp_path):
    log = tmp_path / "log"
    with running(dict(os.environ), *KEEP_UP, sys.executable, "-c", "raise SystemExit(3)", log=log) as process:
        wait_for(lambda: "in 1 s" in log.read_text(), "the second pause")
        os.killpg(process.pid, signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    assert "ended (3); running it again in 0.5 s" in log.read_text()
