"""`make check`: everything that can be said of the code without running its tests. All of it runs."""

import os
import subprocess
import sys
import time

from scripts.environment import BIN, ROOT

# What production settings need to start at all; none of it is anybody's secret.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "lasweb.settings.production",
    "SECRET_KEY": "not-a-secret-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "ALLOWED_HOSTS": "www.example.org",
    "SITE_URL": "https://www.example.org",
    "DATABASE_URL": "sqlite://:memory:",
}
TESTED = {"DJANGO_SETTINGS_MODULE": "lasweb.settings.test"}

TEMPLATES = sorted(str(folder) for folder in ROOT.glob("*/templates"))

CHECKS: list[tuple[str, list[str], dict[str, str]]] = [
    ("lint", ["ruff", "check", "--quiet", "."], {}),
    ("format", ["ruff", "format", "--check", "--quiet", "."], {}),
    ("types", ["mypy", "."], {}),
    ("template lint", ["djlint", "--lint", "."], {}),
    ("template format", ["djhtml", "--check", "--tabwidth", "2", *TEMPLATES], {}),
    ("rules of the house", ["lint-imports", "--no-logo"], {}),
    ("migrations", ["python", "manage.py", "makemigrations", "--check", "--dry-run"], TESTED),
    ("deployment", ["python", "-W", "error", "manage.py", "check", "--deploy", "--fail-level", "DEBUG"], PRODUCTION),
    ("pins", ["python", "-m", "scripts.check_pins"], {}),
]


def main(names: list[str]) -> int:
    """Run the named checks, or all; print a line for each and, where it fails, what it says."""
    failed = [
        name for name, command, settings in CHECKS if (not names or name in names) and not _run(name, command, settings)
    ]
    if failed:
        print(f"\nFailed: {', '.join(failed)}")
    return 1 if failed else 0


def _run(name: str, command: list[str], settings: dict[str, str]) -> bool:
    started = time.monotonic()
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"} | settings
    # Its output is shown only when it fails: a clean run is a line a check.
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    print(f"{name:<20}{'ok' if done.returncode == 0 else 'FAILED':<8}{time.monotonic() - started:5.1f} s", flush=True)
    if done.returncode:
        print((done.stdout + done.stderr).strip())
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
