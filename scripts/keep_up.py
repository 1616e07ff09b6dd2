"""Run a command and, when it ends by itself, run it again: `python -m scripts.keep_up COMMAND …`.

Whoever stops it signals its whole process group, as honcho does. For `make run`, where nothing else looks after the
processes; in containers and under systemd the service manager does.
"""

import signal
import subprocess
import sys
import time
from types import FrameType

# A command that fails at once is not run again at once: the pauses (seconds) grow, until it has run for a while.
PAUSES = (0.5, 1, 2, 5, 10)
LONG_ENOUGH = 30


class _Keeper:
    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._stopping = False

    def run(self) -> int:
        """Run it until told to stop; return 0 when it then stopped as it was told, else its code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        failures = 0
        while True:
            started = time.monotonic()
            code = self._run_once()
            if self._stopping:
                return 0 if code in {0, -signal.SIGTERM, -signal.SIGINT} else code
            failures = 0 if time.monotonic() - started > LONG_ENOUGH else failures + 1
            pause = PAUSES[min(failures, len(PAUSES)) - 1] if failures else PAUSES[0]
            print(f"ended ({code}); running it again in {pause:g} s", file=sys.stderr, flush=True)
            self._wait(pause)
            if self._stopping:
                return 0

    def _run_once(self) -> int:
        # In our own group: honcho's signals go to the group, so that they still reach the command when we were killed.
        process = subprocess.Popen(self._command)
        if self._stopping:  # told so before it was there
            process.terminate()
        return process.wait()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        # Not handed on: the command has had it too, and a worker told twice drops its task.
        self._stopping = True

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._stopping and time.monotonic() < until:
            time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(_Keeper(sys.argv[1:]).run())
