"""Production: everything that differs from the embedded default comes from the environment, and nothing weak starts."""

import sys

from core.logs import logging_config
from lasweb.settings.base import *  # noqa: F403  # the idiom of Django settings
from lasweb.settings.base import SECRET_KEY, SITE_URL, env
from lasweb.settings.faults import production_faults

# No defaults here: what a public site must be told is missing rather than guessed.
ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS", default=[]) if host.strip()]
_faults = production_faults(SECRET_KEY, ALLOWED_HOSTS, env.str("SITE_URL", ""))
if _faults:
    sys.exit("\n".join(f"LASweb cannot start: {fault}" for fault in _faults))

WAGTAILADMIN_BASE_URL = SITE_URL
LOGGING = logging_config(env.str("LOG_FORMAT", "json"), env.str("LOG_LEVEL", "INFO"))
TWO_FACTOR_REQUIRED = env.bool("TWO_FACTOR_REQUIRED", True)

# --- https ----------------------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Browsers keep to https for a year; the operator may begin with less.
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", False)
# A trust's domain carries services that are not ours and may not speak https: whether its subdomains are covered, and
# whether browsers ship the rule, only the operator can say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# Only behind a proxy that sets this header itself; core.proxies drops it where no proxy of ours sent it.
if env.bool("BEHIND_HTTPS_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
