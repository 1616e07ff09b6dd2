"""Make, once, the secrets that the services of compose.yaml share: `python deploy/make_secrets.py FOLDER`.

Each is a file, named in the services' environment as SECRET_KEY_FILE and the like, so that no secret stands in the
checkout, in an image or in what `docker inspect` shows. A file that is there is never changed.
"""

import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

DATABASE_URL = "postgresql://lasweb:{password}@postgres:5432/lasweb"
# PostgreSQL's own container reads its password under another user; the folder is shown to few containers.
OURS, SHARED = 0o400, 0o444


def make_secrets(folder: Path) -> list[str]:
    """Make what is missing in this folder; return the names of the files made."""
    made: list[str] = []
    _keep(folder / "secret_key", lambda: secrets.token_urlsafe(64), OURS, made)
    _keep(folder / "postgres_password", lambda: secrets.token_urlsafe(32), SHARED, made)
    password = (folder / "postgres_password").read_text()
    _keep(folder / "database_url", lambda: DATABASE_URL.format(password=password), OURS, made)
    return made


def _keep(path: Path, make: Callable[[], str], mode: int, made: list[str]) -> None:
    if path.exists():
        return
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(make())
    draft.chmod(mode)
    # Whole or not at all: a container may be stopped at any moment.
    draft.rename(path)
    made.append(path.name)


if __name__ == "__main__":
    new = make_secrets(Path(sys.argv[1]))
    print(f"Secrets made: {', '.join(new)}" if new else "All secrets are there.")  # noqa: T201  # it talks to a terminal
