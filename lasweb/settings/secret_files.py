"""Secrets from files: what containers and orchestrators hand over, so that no secret stands in the environment."""

import sys
from collections.abc import MutableMapping
from pathlib import Path

# Settings that hold a secret or an address with a password in it. SECRET_KEY_FILE names the file with SECRET_KEY.
SECRETS = (
    "CACHE_URL",
    "DATABASE_URL",
    "ELASTICSEARCH_URL",
    "EMAIL_URL",
    "S3_ACCESS_KEY",
    "S3_SECRET_KEY",
    "SECRET_KEY",
)


def read_secret_files(environ: MutableMapping[str, str]) -> None:
    """Set each of these variables whose file is named and that is not set itself; end, saying why, if one cannot be."""
    for name in SECRETS:
        path = environ.get(f"{name}_FILE", "")
        if path and not environ.get(name):
            try:
                environ[name] = Path(path).read_text().strip()
            except (OSError, UnicodeDecodeError) as error:
                sys.exit(f"LASweb cannot start: {name}_FILE names {path}, which cannot be read: {error}")
