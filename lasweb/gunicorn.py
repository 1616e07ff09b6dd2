"""How gunicorn serves the site: `gunicorn -c python:lasweb.gunicorn`. GUNICORN_CMD_ARGS overrides any of it."""

import gc
import os
from pathlib import Path
from typing import Any

from lasweb.gunicorn_log import gunicorn_logging


def _default_log_format() -> str:
    return "json" if os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".production") else "line"


wsgi_app = "lasweb.wsgi:application"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
# Loaded once and shared by the workers: less memory, a faster start. Nothing is connected before the fork.
preload_app = True
# Whether a visitor came by https is for the settings to say (BEHIND_HTTPS_PROXY), not for a header.
secure_scheme_headers: dict[str, str] = {}
# Nor may a header say which part of the address is whose.
forwarder_headers = ""
# One form of log for the whole site; requests are logged in the form for machines alone.
if (os.environ.get("LOG_FORMAT") or _default_log_format()) == "json":
    logger_class = "lasweb.gunicorn_log.Logger"
    logconfig_dict = gunicorn_logging(access=os.environ.get("ACCESS_LOG", "1") != "0")
timeout = 30
graceful_timeout = 20
# A longer request line is answered with 414 before the application sees it.
limit_request_line = 8190
# The workers' heartbeat is a file: in memory where the system has such a folder, because a disk can hang.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  # gunicorn makes a safe name in it
# Nothing here uses it, and two sites of one user would fight over it.
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Load what the first request of every worker would load, then keep it out of the garbage collector's way."""
    from django.urls import get_resolver

    get_resolver()._populate()
    gc.collect()
    gc.freeze()


def post_fork(server: Any, worker: Any) -> None:
    """Let no worker inherit a database connection, should one have been opened while loading."""
    from django.db import connections

    connections.close_all()
