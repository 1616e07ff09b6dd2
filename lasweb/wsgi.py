"""The WSGI application, for gunicorn and any other application server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lasweb.settings.production")

application = get_wsgi_application()
