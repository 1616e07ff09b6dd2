"""gunicorn's own log in the form of the site's."""

import logging
from datetime import timedelta
from typing import Any

from gunicorn import glogging

from core.logs import logging_config


def gunicorn_logging(*, access: bool) -> dict[str, Any]:
    """Return gunicorn's logconfig_dict: lines of JSON, one of them for each request if `access`."""
    ours = {"handlers": ["console"], "level": "INFO", "propagate": False}
    requests = ours | {"level": "INFO" if access else "ERROR"}
    return logging_config("json", "INFO") | {"loggers": {"gunicorn.error": ours, "gunicorn.access": requests}}


class Logger(glogging.Logger):
    """Log requests without what they asked for beyond the path, and without who asked."""

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        """Write the line of one request."""
        if not self.access_log.isEnabledFor(logging.INFO):
            return
        headers = {name.lower(): value for name, value in resp.headers}
        self.access_log.info(
            "request",
            extra={
                "request_id": headers.get("x-request-id", ""),
                "method": req.method,
                "path": str(req.path)[:500],
                "status": resp.status_code,
                "bytes": getattr(resp, "sent", None),
                "milliseconds": round(request_time.total_seconds() * 1000, 1),
            },
        )
