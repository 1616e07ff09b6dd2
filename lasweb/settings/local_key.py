"""A secret key that a site on one machine makes for itself."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.management.utils import get_random_secret_key


def kept_key(path: Path) -> str:
    """Return the key in this file, readable by its owner alone; the first process to ask makes it."""
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent, prefix=path.name) as unfinished:  # made with mode 0600
            unfinished.write(get_random_secret_key())
            unfinished.flush()
            with suppress(FileExistsError):  # another process was first: its key holds
                os.link(unfinished.name, path)
    return path.read_text()
