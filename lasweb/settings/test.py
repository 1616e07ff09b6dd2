"""Settings of the test suite: the embedded default, or PostgreSQL where DATABASE_URL says so."""

import atexit
import shutil
import tempfile
from pathlib import Path

from lasweb.settings.base import *  # noqa: F403  # the idiom of Django settings
from lasweb.settings.base import DATABASES, EMAIL_URL, INSTALLED_APPS, STORAGES, env

SECRET_KEY = "only-for-tests-only-for-tests-only-for-tests-only-for-tests"
SITE_URL = "http://localhost"
WAGTAILADMIN_BASE_URL = SITE_URL
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if not EMAIL_URL:
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Each process of a test run has a folder of its own, so that they do not raise each other's generation number;
# servers that a test starts share the one that it names.
_shared_folder = env.str("LASWEB_TEST_VAR_DIR", "")
VAR_DIR = Path(_shared_folder or tempfile.mkdtemp(prefix="lasweb-test-"))
if not _shared_folder:
    atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    # A file, as in life: a database in memory knows no WAL and locks whole tables between threads.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
MEDIA_ROOT = str(VAR_DIR / "media")
# Tests of S3 name their own bucket; the others use a folder, whatever the environment says.
STORAGES = STORAGES | {
    "default": {"BACKEND": "documents.storages.LocalFiles"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A test that changes a page between two requests has to commit: a transaction that is rolled back tells no cache.
PAGE_CACHE_STRICT = True
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
# A snippet with drafts, and pages that cite files in every way: the site has none of its own, but its rules cover them.
INSTALLED_APPS = [*INSTALLED_APPS, "tests.draft_snippets", "tests.citing"]
