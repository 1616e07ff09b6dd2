"""Settings of the test suite: the embedded default, or PostgreSQL where DATABASE_URL says so."""

import tempfile
from pathlib import Path

from lasweb.settings.base import *  # noqa: F403  # the idiom of Django settings
from lasweb.settings.base import STORAGES

SECRET_KEY = "only-for-tests-only-for-tests-only-for-tests-only-for-tests"
SITE_URL = "http://localhost"
WAGTAILADMIN_BASE_URL = SITE_URL
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Each process of a test run has a folder of its own, so that they do not raise each other's generation number.
VAR_DIR = Path(tempfile.mkdtemp(prefix="lasweb-test-"))
MEDIA_ROOT = str(VAR_DIR / "media")
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
