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
# Wagtail's admin sets styles and small scripts inline; it still asks nothing of other hosts.
ADMIN_POLICY: dict[str, Any] = {
    "default-src": [NONE],
    "script-src": [SELF, "'unsafe-inline'"],
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
