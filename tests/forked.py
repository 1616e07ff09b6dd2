"""Python run in a process of its own that finds Django loaded: for each environment one process loads it, then forks.

To load it takes more than a second of a processor; what tests tell a site takes less. Only for that: a command that is
itself under test is started as in life.
"""

import atexit
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Sites are asked one after the other: of the earlier ones this many are kept ready.
MOST_KEPT = 2
_ready: "dict[frozenset[tuple[str, str]], Forker]" = {}


def run_code(env: dict[str, str], code: str, *, timeout: float = 240) -> subprocess.CompletedProcess[str]:
    """Run Python in this environment, Django set up, as `python -c` does; return how it ended."""
    return _forker(env).run({"code": code}, timeout)


def run_command(env: dict[str, str], *arguments: str, timeout: float = 240) -> subprocess.CompletedProcess[str]:
    """Run a command of manage.py in this environment and return how it ended."""
    return _forker(env).run({"arguments": ["manage.py", *arguments]}, timeout)


class Forker:
    """The process that has loaded Django in one environment, and forks when it is asked to."""

    def __init__(self, env: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.forker"],
            cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip

    def run(self, asked: dict[str, object], timeout: float) -> subprocess.CompletedProcess[str]:
        """Run this in a child of that process, which is killed when it takes longer (seconds)."""
        with tempfile.TemporaryDirectory() as folder:
            said, complained = Path(folder) / "out", Path(folder) / "err"
            self._say(asked | {"timeout": timeout, "out": str(said), "err": str(complained)})
            answer = self._process.stdout.readline()
            assert answer, "Django could not be loaded; what it says is on the test's standard error"
            code = json.loads(answer)["code"]
            if code is None:
                raise subprocess.TimeoutExpired(str(asked), timeout, said.read_bytes(), complained.read_bytes())
            return subprocess.CompletedProcess([str(asked)], code, said.read_text(), complained.read_text())

    def _say(self, asked: dict[str, object]) -> None:
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()

    def stop(self) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=20)
        self._process.stdout.close()


def _forker(env: dict[str, str]) -> Forker:
    key = frozenset(env.items())
    # The last used stands last.
    _ready[key] = _ready.pop(key, None) or Forker(env)
    while len(_ready) > MOST_KEPT:
        _ready.pop(next(iter(_ready))).stop()
    return _ready[key]


@atexit.register
def _stop_all() -> None:
    while _ready:
        _ready.popitem()[1].stop()
