"""The content security policies as data, readable by the settings before any app is loaded."""

from typing import Any

from csp.constants import NONE, SELF

# Nothing but our own files. A page that shows somebody else's content adds its one `frame-src` (home.EmbedPage).
PUBLIC_POLICY: dict[str, Any] = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF],
    "font-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
# Wagtail's admin asks nothing of other hosts and has no script in an attribute, but puts small scripts beside date
# pickers, choosers and inline panels, and styles into its editor (docs/decisions/0029-sign-in.md).
ADMIN_POLICY: dict[str, Any] = {
    "default-src": [NONE],
    "script-src": [SELF],
    "script-src-elem": [SELF, "'unsafe-inline'"],
    "script-src-attr": [NONE],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "media-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": [SELF],
    "frame-ancestors": [SELF],
}
# Where passwords and codes are typed: nothing inline at all, and nobody may frame it.
SIGN_IN_POLICY: dict[str, Any] = ADMIN_POLICY | {
    "script-src-elem": [SELF],
    "style-src": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
# Below the admin's address.
SIGN_IN_PATHS = ("login/", "password_reset/", "account/")
