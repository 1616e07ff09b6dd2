"""`make run`: install, prepare the database, load the demo site, then serve it with its worker and scheduler.

Each stage is safe to repeat and writes down last what it has done, so that a run that was interrupted anywhere goes
on at the next call.
"""

import argparse
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType

from scripts.environment import BIN, PYTHON, ROOT, FailedError, alone, ensure

VAR = Path(os.environ.get("LASWEB_VAR_DIR") or ROOT / "var").resolve()
SIGN_INS = VAR / "sign-ins.txt"
STATIC_STAMP = VAR / "static.stamp"
# How long the site may take to answer for the first time (seconds).
START_TIMEOUT = 60


def main() -> int:
    """Run every stage, serve until told to stop, and return the exit code."""
    parser = argparse.ArgumentParser(prog="make run")
    parser.add_argument("--port", default="8000")
    parser.add_argument("--dev", action="store_true", help="Django's own server, which reloads changed code")
    options = parser.parse_args()
    try:
        port = _usable_port(options.port)
        environment = _environment(port, dev=options.dev)
        signal.signal(signal.SIGTERM, _interrupt)
        had_sign_ins = _modified(SIGN_INS)
        _prepare(environment, dev=options.dev)
        return _serve(port, environment, dev=options.dev, tell_sign_ins=_modified(SIGN_INS) != had_sign_ins)
    except FailedError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. The next make run goes on from here.", file=sys.stderr)
        return 130


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _usable_port(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 65536:
        raise FailedError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    port = int(text)
    with socket.socket() as probe:
        # As the server itself does: what an earlier run left half closed is not in use.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise FailedError(f"Port {port} may only be used by root. Choose another: make run PORT=8000") from error
        except OSError as error:
            raise FailedError(f"Port {port} is in use. Choose another: make run PORT={_next(port)}") from error
    return port


def _next(port: int) -> int:
    return port + 1 if port < 65535 else 8000


def _environment(port: int, *, dev: bool) -> dict[str, str]:
    chosen = {
        "PORT": str(port),
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONUNBUFFERED": "1",
    }
    defaults = {"DJANGO_SETTINGS_MODULE": "lasweb.settings.dev", "SITE_URL": f"http://127.0.0.1:{port}"}
    if dev:
        defaults["DJANGO_DEBUG"] = "1"
    return defaults | os.environ | chosen


def _prepare(environment: dict[str, str], *, dev: bool) -> None:
    _stage("packages", ensure)
    with alone(VAR / "run.lock") as lock:
        manage = partial(_manage, environment, lock)
        _stage("database", lambda: manage("migrate", "--no-input", "--verbosity=0"))
        if not dev:
            _stage("static files", lambda: _collect_static(manage))
        _stage("demo site", lambda: manage("load_demo"))


def _stage(name: str, do: Callable[[], object]) -> None:
    print(f"{name:<14}", end="", flush=True)
    started = time.monotonic()
    try:
        do()
    except BaseException:
        print()
        raise
    print(f"{time.monotonic() - started:6.1f} s", flush=True)


def _manage(environment: dict[str, str], lock: int, command: str, *arguments: str) -> None:
    done = subprocess.run(
        [PYTHON, "manage.py", command, *arguments],
        cwd=ROOT, env=environment, pass_fds=(lock,), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise FailedError(f"{(done.stdout + done.stderr).strip()}\nmanage.py {command} failed; see above.")


def _collect_static(manage: Callable[..., None]) -> None:
    """Collect, hash and compress the static files, unless that has been done for these very files."""
    seen = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted(path for app in ROOT.glob("*/static") if app != VAR / "static" for path in app.rglob("*")):
        status = path.stat()
        seen.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    wanted = seen.hexdigest()
    collected = VAR / "static" / "staticfiles.json"
    if collected.exists() and STATIC_STAMP.exists() and STATIC_STAMP.read_text() == wanted:
        return
    STATIC_STAMP.unlink(missing_ok=True)
    manage("collectstatic", "--no-input", "--verbosity=0")
    STATIC_STAMP.write_text(wanted)


def _serve(port: int, environment: dict[str, str], *, dev: bool, tell_sign_ins: bool) -> int:
    """Start web, worker and scheduler, each kept up; when somebody says so, stop them all."""
    procfile = f"scripts/Procfile.{'dev' if dev else 'run'}"
    # A session of its own: Ctrl-C reaches this process alone, which then stops the others in order.
    honcho = subprocess.Popen(
        [BIN / "honcho", "--env", os.devnull, "--procfile", procfile, "start", "--port", str(port)],
        cwd=ROOT, env=environment, start_new_session=True,
    )  # fmt: skip
    try:
        started = time.monotonic()
        _wait_until_up(port, honcho)
        print(f"{'first answer':<14}{time.monotonic() - started:6.1f} s")
        _tell(port, tell_sign_ins=tell_sign_ins)
        return honcho.wait()
    except KeyboardInterrupt:
        print("\nStopping.", flush=True)
        return 0
    finally:
        _stop(honcho)


def _wait_until_up(port: int, honcho: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        if honcho.poll() is not None:
            raise FailedError("The site did not start; see above.")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=START_TIMEOUT).close()
        except urllib.error.HTTPError as answer:
            if answer.code >= 500:
                raise FailedError(f"The site answers with an error ({answer.code}); see above.") from answer
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise FailedError(f"The site did not answer within {START_TIMEOUT} s; see above.")


def _tell(port: int, *, tell_sign_ins: bool) -> None:
    shown = SIGN_INS.relative_to(ROOT) if SIGN_INS.is_relative_to(ROOT) else SIGN_INS
    lines = ["", f"The site     http://127.0.0.1:{port}/", f"For editors  http://127.0.0.1:{port}/admin/"]
    if tell_sign_ins:
        lines += ["", SIGN_INS.read_text().strip(), f"(kept in {shown}; not shown again)"]
    elif SIGN_INS.exists():
        lines.append(f"Sign-ins     in {shown}")
    print("\n".join([*lines, "", "Ctrl-C stops everything."]), flush=True)


def _stop(honcho: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    if honcho.poll() is None:
        honcho.send_signal(signal.SIGTERM)
    honcho.wait()


def _modified(path: Path) -> int | None:
    return path.stat().st_mtime_ns if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
