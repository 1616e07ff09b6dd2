"""The embedded default: one machine, SQLite, local files. `make run` and `make dev` use it."""

from django.core.management.utils import get_random_secret_key

from lasweb.settings.base import *  # noqa: F403  # the idiom of Django settings
from lasweb.settings.base import SECRET_KEY, VAR_DIR

if not SECRET_KEY:
    _key_file = VAR_DIR / "secret_key"
    if not _key_file.exists():
        _key_file.touch(mode=0o600)
        _key_file.write_text(get_random_secret_key())
    SECRET_KEY = _key_file.read_text()
