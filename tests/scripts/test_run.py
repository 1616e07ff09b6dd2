"""`make run`: what it says when it cannot begin, and how it starts and stops everything."""

import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from tests.processes import ROOT, environment, free_port, running, wait_for

RUN = [sys.executable, "-m", "scripts.run", "--port"]


def start(port):
    return subprocess.run([*RUN, str(port)], cwd=ROOT, capture_output=True, text=True, timeout=60)


def test_a_port_in_use_is_one_clear_line_before_anything_else():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = start(port)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == f"Port {port} is in use. Choose another: make run PORT={port + 1}\n"


@pytest.mark.parametrize("port", ["", "web", "0", "65536", "80 80", "²"])
def test_a_port_that_is_none_is_one_clear_line(port):
    done = start(port)
    assert done.returncode == 1
    assert done.stderr == f"PORT must be a number from 1 to 65535, not {port!r}.\n"


def test_a_run_that_was_killed_goes_on_runs_stops_whole_and_runs_again(tmp_path):
    """Given a fresh folder and a run killed while it prepared the database, then the next brings the site up.

    Stopped and run again, everything starts, stops and is still there.
    """
    port = free_port()
    env = environment(tmp_path / "var")
    log = tmp_path / "log"
    with running(env, *RUN, str(port), log=log) as process:
        wait_for((tmp_path / "var" / "db.sqlite3").exists, "the database is begun", seconds=120)
        process.kill()
        process.wait()
    for begun_by_another in (True, False):
        log.write_text("")
        with running(env, *RUN, str(port), log=log) as process:
            wait_until_up(process, log)
            said = log.read_text()
            assert ("waiting for an earlier call" in said) == begun_by_another
            assert f"http://127.0.0.1:{port}/admin/" in said
            assert _status(port, "/") == 200
            assert _status(port, "/?q=" + "a" * 20_000) == 414
            wait_for(lambda: "Starting worker" in log.read_text(), "the worker starts")
            wait_for(lambda: "scheduler started" in log.read_text(), "the scheduler starts")
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=30) == 0
        assert "Traceback" not in log.read_text()
        for name in ("web", "worker", "scheduler"):
            assert f"{name}.1 stopped (rc=0)" in log.read_text()
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0


def wait_until_up(process, log):
    def is_up():
        assert process.poll() is None, log.read_text()
        return "Ctrl-C stops everything" in log.read_text()

    wait_for(is_up, "the site is up", seconds=240)


def _status(port, path):
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30).status
    except urllib.error.HTTPError as error:
        return error.code
