"""The embedded default: one machine, SQLite, local files. `make run` and `make dev` use it."""

from lasweb.settings.base import *  # noqa: F403  # the idiom of Django settings
from lasweb.settings.base import SECRET_KEY, VAR_DIR, env
from lasweb.settings.local_key import kept_key

DEBUG = env.bool("DJANGO_DEBUG", False)
SECRET_KEY = SECRET_KEY or kept_key(VAR_DIR / "secret_key")
