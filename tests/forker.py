"""The other side of tests/forked.py: loads Django, then runs what it is asked, each in a child of its own.

Each line that comes in says what to run, where its output goes and how long it may take (seconds); the line that goes
back says with what code it ended, or null if it had to be killed.
"""

import json
import os
import signal
import sys
from typing import Any

import django
import psutil
from django.core.management import execute_from_command_line
from django.db import connections


def next_asked() -> dict[str, Any]:
    """Fork for each thing asked and return it in the child; the parent ends when nothing more is asked."""
    for line in iter(sys.stdin.readline, ""):
        asked = json.loads(line)
        child = os.fork()
        if not child:
            _redirect(asked)
            return asked
        os.write(1, (json.dumps({"code": _ended(child, asked["timeout"])}) + "\n").encode())
    sys.exit()


def _redirect(asked: dict[str, Any]) -> None:
    for number, path in ((0, os.devnull), (1, asked["out"]), (2, asked["err"])):
        opened = os.open(path, os.O_RDWR | os.O_CREAT)
        os.dup2(opened, number)
        os.close(opened)


def _ended(child: int, timeout: float) -> int | None:
    try:
        return psutil.Process(child).wait(timeout)
    except psutil.TimeoutExpired:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return None


if __name__ == "__main__":
    django.setup()
    connections.close_all()
    asked = next_asked()
    if "code" in asked:
        exec(compile(asked["code"], "<string>", "exec"), {"__name__": "__main__"})
    else:
        sys.argv = asked["arguments"]
        execute_from_command_line(sys.argv)
