"""The WSGI application, for gunicorn and any other application server."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lasweb.settings.production")

application = get_wsgi_application()

from documents.checks import faults  # noqa: E402  # needs the apps, which are loaded now

# A web server runs no system checks: those that keep files private are asked here.
if found := faults():
    sys.exit("\n".join(f"LASweb cannot start: {fault}" for fault in found))
