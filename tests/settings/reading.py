"""Settings as another process reads them: they are made once, at import, from the environment."""

import json
import subprocess
from pathlib import Path

from tests.processes import PYTHON, ROOT, environment

SCRIPT = """
import importlib, json, sys
settings = importlib.import_module(sys.argv[1])
print(json.dumps({name: getattr(settings, name, None) for name in sys.argv[2:]}, default=str))
"""


def start(module: str, var: Path, *names: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Import `lasweb.settings.<module>` under these variables and these alone."""
    env = {name: value for name, value in environment(var).items() if name in {"PATH", "HOME", "LASWEB_VAR_DIR"}}
    return subprocess.run(
        [PYTHON, "-c", SCRIPT, f"lasweb.settings.{module}", *names],
        cwd=ROOT, env=env | settings, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def read(module: str, var: Path, *names: str, **settings: str) -> dict:
    """Return the named settings."""
    done = start(module, var, *names, **settings)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
