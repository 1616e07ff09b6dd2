"""Settings shared by every way of running LASweb; each one that a trust may change is read from the environment.

The table of all variables, with their defaults, is in docs/operations/settings.md.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from core.logs import logging_config
from core.security_policies import PUBLIC_POLICY
from lasweb.settings.secret_files import read_secret_files

read_secret_files(os.environ)
env = environ.Env()
BASE_DIR = Path(__file__).resolve().parents[2]
# Everything the running site writes when it runs on this machine alone: database, files, static files, counters.
VAR_DIR = Path(env.str("LASWEB_VAR_DIR", str(BASE_DIR / "var"))).resolve()

DEBUG = False
# Not by env.str, which takes a key that begins with a dollar for the name of another variable.
SECRET_KEY = os.environ.get("SECRET_KEY", "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
ENVIRONMENT_NAME = env.str("ENVIRONMENT_NAME", "")
# Ask search engines not to list this installation, whatever its editors chose (a test or training site).
HIDE_FROM_SEARCH_ENGINES = env.bool("HIDE_FROM_SEARCH_ENGINES", False)
# Above so many addresses the sitemap becomes an index of several (the protocol allows 50,000 in one file).
SITEMAP_LIMIT = env.int("SITEMAP_LIMIT", 5_000)

INSTALLED_APPS = [
    "core",
    "documents",
    "home",
    "search",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.table_block",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "lasweb.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "wagtailnhsukfrontend",
    "django_tasks",
    "django_tasks_db",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "csp",
    "storages",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # Whatever is down, a probe is answered.
    "core.health.probes.ProbeMiddleware",
    "core.request_ids.RequestIdMiddleware",
    # Before all that asks who the visitor is and how they came.
    "core.proxies.ForwardedHeadersMiddleware",
    # As far out as can be, so that a cached page costs next to nothing (docs/decisions/0015-page-cache.md).
    "core.caching.middleware.PageCacheMiddleware",
    # What sets headers comes before all that may answer or fail, so that errors and redirects carry them too.
    "core.security.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.RequestScopeMiddleware",
    "core.middleware.WellFormedRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Nobody is anybody without the second factor, where it is needed.
    "core.sign_in.middleware.SecondFactorMiddleware",
    "core.middleware.BodySizeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "home.middleware.SearchEngineMiddleware",
    "core.redirects.VisibleRedirectMiddleware",
]

ROOT_URLCONF = "lasweb.urls"
WSGI_APPLICATION = "lasweb.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "lasweb" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.site_frame",
                "home.context_processors.organisation",
            ],
        },
    },
]

# --- database -------------------------------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {"default": env.db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
_database = DATABASES["default"]
_options: dict[str, Any]
if _database["ENGINE"].endswith("sqlite3"):
    # To open the file and set it up anew costs more than most pages ask of it (seconds a thread keeps it open).
    _database["CONN_MAX_AGE"] = 60
    # Readers never wait for the writer (WAL); writers queue up front instead of failing half way (IMMEDIATE).
    _options = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif _database["ENGINE"].endswith("postgresql"):
    # The pool keeps the connections; one that the server has closed meanwhile is replaced before it is used. While the
    # server is away a request waits `timeout` seconds, and threads that wait serve nobody; after `reconnect_timeout`
    # the pool stops pausing longer and longer, and the next request tries anew.
    _database["CONN_MAX_AGE"] = 0
    _database["CONN_HEALTH_CHECKS"] = True
    _options = {
        "connect_timeout": 5,
        "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL_SIZE", 8), "timeout": 3, "reconnect_timeout": 2},
        "options": f"-c statement_timeout={env.int('DATABASE_STATEMENT_TIMEOUT_MS', 15000)}",
    }
else:
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:// or postgresql://.")
# What the address itself says (sslmode and the like) comes on top.
_database["OPTIONS"] = _options | _database.get("OPTIONS", {})
_database["ATOMIC_REQUESTS"] = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- caches ---------------------------------------------------------------------------------------------------------

# Redis, where several machines serve the site: it holds the generation number that they share, nothing else.
CACHE_URL = env.str("CACHE_URL", "")
# Local memory in each process; the generation number is part of each key, so that no process can hold on to what
# another one changed, and no request waits for another machine.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "KEY_FUNCTION": "core.caching.generation.generation_key",
    }
}
CACHES["renditions"] = CACHES["default"]
PAGE_CACHE_ENABLED = env.bool("PAGE_CACHE_ENABLED", True)
# Whether a page that is marked public but depends on its visitor is an error, or only logged and sent uncached.
PAGE_CACHE_STRICT = DEBUG
# How long a proxy or CDN may keep a public page, in seconds; 30 at most, because nothing here purges them.
PUBLIC_S_MAXAGE = env.int("PUBLIC_S_MAXAGE", 30)

# --- tasks ----------------------------------------------------------------------------------------------------------

# Wagtail's own tasks (reference index, search index) must be done when a save returns; ours go to the worker.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "worker": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]},
}

# --- files ----------------------------------------------------------------------------------------------------------

MEDIA_ROOT = str(VAR_DIR / "media")
# No address of their own: files are only ever sent by our own views, which ask what the public may see.
MEDIA_URL = ""
STATIC_URL = "/static/"
STATICFILES_FINDERS = [
    "core.finders.FrontendFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STATICFILES_DIRS = [BASE_DIR / "lasweb" / "static"]
STATIC_ROOT = env.str("STATIC_ROOT", str(VAR_DIR / "static"))
S3_BUCKET = env.str("S3_BUCKET", "")
# Where the proxy sends local files from when we tell it to, and nobody else can ask (docs/operations/files.md).
PRIVATE_FILES_REDIRECT = env.str("PRIVATE_FILES_REDIRECT", "")
# Where the nightly proof of files reaches the site, when not at its own address: between containers.
FILE_PROOF_ADDRESS = env.str("FILE_PROOF_ADDRESS", "")
if S3_BUCKET:
    from boto3.s3.transfer import TransferConfig
    from botocore.config import Config

    _default_storage: dict[str, Any] = {
        "BACKEND": "documents.storages.BucketFiles",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT_URL", "") or None,
            "access_key": env.str("S3_ACCESS_KEY", "") or None,
            "secret_key": env.str("S3_SECRET_KEY", "") or None,
            "region_name": env.str("S3_REGION", "eu-west-2"),
            "default_acl": None,
            "file_overwrite": False,
            "querystring_auth": True,
            "querystring_expire": 30,
            # A file is read and written by the thread that wants it, and what is large lies on disk meanwhile.
            "transfer_config": TransferConfig(use_threads=False),
            "max_memory_size": 2_500_000,
            # A file store that does not answer costs a visitor seconds, not minutes.
            "client_config": Config(
                signature_version="s3v4",
                s3={"addressing_style": env.str("S3_ADDRESSING_STYLE", "auto")},
                connect_timeout=2,
                read_timeout=10,
                retries={"total_max_attempts": 2, "mode": "standard"},
            ),
        },
    }
else:
    _default_storage = {"BACKEND": "documents.storages.LocalFiles"}
STORAGES: dict[str, dict[str, Any]] = {
    "default": _default_storage,
    "staticfiles": {"BACKEND": "core.static_files.HashedStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# The virus scanner: the path of clamd's socket, or host:port; "" for none. An upload waits this long for it (seconds).
CLAMAV_SOCKET = env.str("CLAMAV_SOCKET", "")
CLAMAV_TIMEOUT = env.int("CLAMAV_TIMEOUT", 10)
# What one import of many files may bring (core.importing).
IMPORT_MAX_FILES = env.int("IMPORT_MAX_FILES", 500)
IMPORT_MAX_MB = env.int("IMPORT_MAX_MB", 300)
# Enough for a form to say that there are too many.
DATA_UPLOAD_MAX_NUMBER_FILES = 2 * IMPORT_MAX_FILES
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# --- people and sessions --------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "core.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# How long the link in the mail works (seconds).
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60
LOGIN_URL = "wagtailadmin_login"
WAGTAILADMIN_USER_LOGIN_FORM = "core.sign_in.forms.SignInForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "core.sign_in.forms.PasswordResetForm"  # noqa: S105  # no password
# A new person sets their own, by "Forgotten password?", so that no administrator ever knows it.
WAGTAILUSERS_PASSWORD_REQUIRED = False
# Whether editors must show a second factor. Where not, those who have set one up must show theirs.
TWO_FACTOR_REQUIRED = env.bool("TWO_FACTOR_REQUIRED", False)
# What the app on a phone calls this site.
OTP_TOTP_ISSUER = f"{urlsplit(SITE_URL).hostname} {ENVIRONMENT_NAME}".strip()
# core.sign_in.brakes slows guessing down; the package's own waits double without end and would shut the owner out.
OTP_TOTP_THROTTLE_FACTOR = 0
OTP_STATIC_THROTTLE_FACTOR = 0
SESSION_COOKIE_AGE = env.int("SESSION_COOKIE_AGE", 8 * 60 * 60)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "core.views.csrf_failure"

# --- language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "j F Y"

# --- mail -----------------------------------------------------------------------------------------------------------

EMAIL_URL = env.str("EMAIL_URL", "")
if EMAIL_URL:
    globals().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 10)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "website@example.org")
SERVER_EMAIL = env.str("SERVER_EMAIL", DEFAULT_FROM_EMAIL)

# --- search ---------------------------------------------------------------------------------------------------------

ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", "")
# Wagtail's own search serves the admin and stays on the database always, so that editors never depend on Elasticsearch.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# --- security -------------------------------------------------------------------------------------------------------

# The public policy; the admin's is core.security.ADMIN_POLICY.
CONTENT_SECURITY_POLICY = {"DIRECTIVES": PUBLIC_POLICY}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# How long what a visitor sends through the contact form is kept, in days.
CONTACT_MESSAGE_DAYS = env.int("CONTACT_MESSAGE_DAYS", 90)
# How long comments on pages are kept, in days.
FEEDBACK_COMMENT_DAYS = env.int("FEEDBACK_COMMENT_DAYS", 365)
# How many proxies of our own stand before the site, each adding to X-Forwarded-For the address that it saw.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
# From which addresses or networks they speak to us: what anybody else says of a visitor is not heard. gunicorn reads
# the same variable.
FORWARDED_ALLOW_IPS = [name.strip() for name in env.list("FORWARDED_ALLOW_IPS", default=["127.0.0.1", "::1"])]

# --- links ----------------------------------------------------------------------------------------------------------

# Whether other sites are asked if the links to them work, how many addresses a night, and which servers of a private
# network may be asked, as host:port, parted by commas.
LINK_CHECK_EXTERNAL = env.bool("LINK_CHECK_EXTERNAL", False)
LINK_CHECK_LIMIT = env.int("LINK_CHECK_LIMIT", 500)
LINK_CHECK_PRIVATE_HOSTS = env.str("LINK_CHECK_PRIVATE_HOSTS", "")

# --- Wagtail --------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = env.str("WAGTAIL_SITE_NAME", "LASweb")
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILDOCS_DOCUMENT_MODEL = "documents.Document"
WAGTAILIMAGES_IMAGE_MODEL = "documents.Image"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
# Which documents are taken, documents.uploads decides: it tells an editor what to save another one as.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "documents.forms.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = env.int("UPLOAD_DOCUMENT_MB", 50) * 1024 * 1024
WAGTAILIMAGES_MAX_UPLOAD_SIZE = env.int("UPLOAD_IMAGE_MB", 20) * 1024 * 1024
# Phones make pictures of 50 million pixels; more is a picture made to fill our memory.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "documents.forms.ImageForm"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_I18N_ENABLED = False
# One clock for all; the list of all zones that Wagtail offers otherwise holds names that no browser knows.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# core.redirect_creation makes them, from public addresses only; Wagtail's are made for drafts too.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "link", "ol", "ul", "document-link"]},
    }
}

LOGGING = logging_config(env.str("LOG_FORMAT", "line"), env.str("LOG_LEVEL", "INFO"))

VAR_DIR.mkdir(parents=True, exist_ok=True)
