"""The virtual environment in .venv, filled from the pins; interrupted anywhere, the next call puts it right."""

import fcntl
import hashlib
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
RUNTIME_PINS = [ROOT / "requirements.txt"]
# The development pins hold the runtime's as well.
DEV_PINS = [ROOT / "requirements-dev.txt"]
OLDEST_PYTHON = (3, 11)


class FailedError(Exception):
    """Something went wrong; the message is what the person at the terminal is told."""


def ensure(*, dev: bool = False) -> bool:
    """Make the virtual environment hold the pins; return whether anything had to be done.

    What was installed is written down last. A mark stands for as long as an installation is under way: whoever finds
    it starts from an empty environment, because an interrupted one may hold half a package that looks whole.
    """
    if sys.version_info < OLDEST_PYTHON:
        raise FailedError(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    with alone(ROOT / ".venv.lock") as lock:
        return _ensure(DEV_PINS if dev else RUNTIME_PINS, lock, dev=dev)


@contextmanager
def alone(path: Path) -> Iterator[int]:
    """Let one call at a time into what follows; yield the lock, which children that are given it keep beyond our death.

    So a call that comes after one that was killed waits until what that one had started has ended.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("(waiting for an earlier call to end) ", end="", file=sys.stderr, flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock.fileno()


def _ensure(pins: list[Path], lock: int, *, dev: bool) -> bool:
    wanted = _fingerprint(pins)
    stamps = [VENV / ".installed-dev"] if dev else [VENV / ".installed", VENV / ".installed-dev"]
    if any(_read(stamp) == wanted[stamp.name] for stamp in stamps):
        return False
    under_way = VENV / ".installing"
    if under_way.exists() or not _has_pip():
        _make_empty()
    under_way.touch()
    for stamp in (VENV / ".installed", VENV / ".installed-dev"):
        stamp.unlink(missing_ok=True)
    _pip_install(pins, lock)
    stamp = stamps[0]
    _write_whole(stamp, wanted[stamp.name])
    under_way.unlink()
    return True


def _fingerprint(pins: list[Path]) -> dict[str, str]:
    """What a stamp says when the environment holds the pins: either set's, as the development one holds both."""
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return {
        name: hashlib.sha256(b"".join(path.read_bytes() for path in paths) + python.encode()).hexdigest()
        for name, paths in ((".installed", RUNTIME_PINS), (".installed-dev", DEV_PINS))
    }


def _has_pip() -> bool:
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def _make_empty() -> None:
    try:
        venv.EnvBuilder(clear=True, symlinks=True, with_pip=True).create(VENV)
    except subprocess.CalledProcessError as error:  # Debian without python3-venv
        raise FailedError(
            "This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv"
        ) from error


def _pip_install(pins: list[Path], lock: int) -> None:
    arguments = [part for path in pins for part in ("--requirement", str(path))]
    # The pins are complete, so that pip need not work out what else is needed.
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-deps", "--no-input", "--disable-pip-version-check"]
    done = subprocess.run(
        [*command, *arguments], check=False, cwd=ROOT, capture_output=True, text=True, pass_fds=(lock,)
    )
    if done.returncode:
        raise FailedError(f"The packages could not be installed:\n{done.stderr.strip()}")


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def _write_whole(path: Path, text: str) -> None:
    unfinished = path.with_name(path.name + ".new")
    unfinished.write_text(text)
    unfinished.replace(path)


if __name__ == "__main__":
    try:
        ensure(dev="--dev" in sys.argv)
    except FailedError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Interrupted; the next call goes on from here.")
