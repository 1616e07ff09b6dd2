"""What goes into the log: one line of JSON each in production, and nothing that tells of a person."""

import logging
import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from pythonjsonlogger.json import JsonFormatter

from core.log_context import current_log_context

# What a line may say beside its message. Anything else that came with a record stays out: Django hands over the whole
# request, and what visitors typed is in it.
FIELDS = ("job", "task", "request_id", "method", "path", "status", "bytes", "milliseconds", "cache")
_ALWAYS = ("time", "level", "logger", "message", "traceback")
HIDDEN = "[hidden]"
_HIDE = (
    # Query strings: what somebody searched for, and signed values.
    (re.compile(r"(/[^\s?'\"<>]*)\?[^\s'\"<>]+"), rf"\1?{HIDDEN}"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), HIDDEN),
    # Tokens that stand in a path, by the rules of deploy/nginx/log.conf: where they are known to, and what looks like
    # one: a signed value, letters of both cases with digits, a long number in hexadecimal, a UUID.
    (re.compile(r"(/password_reset/confirm/)[^\s?'\"]+"), rf"\1{HIDDEN}"),
    (
        re.compile(
            r"(?<=/)(?:[^\s/?'\":]*:[A-Za-z0-9_:-]{20,}"
            r"|(?=[^\s/?.]*[A-Z])(?=[^\s/?.]*[0-9])[A-Za-z0-9_=-]{20,}"
            r"|[0-9a-fA-F]{32,}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(?=[/?\s'\"]|$)"
        ),
        HIDDEN,
    ),
    # PostgreSQL quotes the row that it refused, and gunicorn what it could not read and from whom.
    (re.compile(r"^(\s*(?:DETAIL|CONTEXT):).*$", re.MULTILINE), rf"\1 {HIDDEN}"),
    (re.compile(r"^(Invalid request from )ip=\S*: ([^:'\"]*).*$", re.DOTALL), rf"\1{HIDDEN}: \2"),
)


def without_personal_data(text: str) -> str:
    """Return a text for the log without query strings, tokens, mail addresses and rows of the database."""
    for pattern, instead in _HIDE:
        text = pattern.sub(instead, text)
    return text


class OneLineForBadRequests(logging.Filter):
    """Leave the traceback out where the fault is the request's: such a line tells all there is to know."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Strip what a response below 500 left; drop nothing."""
        if 400 <= getattr(record, "status_code", 500) < 500:
            record.exc_info = None
            record.exc_text = None
        return True


class JsonLines(JsonFormatter):
    """A line of JSON: time, level, logger, message, what it belongs to, and the traceback if there is one."""

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger", "exc_info": "traceback"},
            datefmt="%Y-%m-%dT%H:%M:%S%z",
        )

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: Mapping[str, Any]) -> None:
        """Add only what a line may say."""
        super().add_fields(log_data, record, dict(message_dict))
        # Django logs what a request came to after the request, outside of whose name it is by then.
        named = getattr(getattr(record, "request", None), "request_id", None)
        known = ({"request_id": named} if named else {}) | current_log_context()
        extra = {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        kept = {name: log_data[name] for name in _ALWAYS if log_data.get(name)}
        log_data.clear()
        log_data.update(kept | known | extra)

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Hide what is personal in every text."""
        return {
            name: without_personal_data(value) if isinstance(value, str) else value for name, value in log_data.items()
        }


def logging_config(log_format: str, level: str) -> dict[str, Any]:
    """Return Django's LOGGING; `log_format` is "json" or "line", anything else raises ImproperlyConfigured."""
    if log_format not in {"json", "line"}:
        raise ImproperlyConfigured(f"LOG_FORMAT is json or line, not {log_format!r}.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
            "json": {"()": "core.logs.JsonLines"},
        },
        "filters": {"one_line_for_bad_requests": {"()": "core.logs.OneLineForBadRequests"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": log_format,
                "filters": ["one_line_for_bad_requests"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            # A line for each of Wagtail's immediate tasks and each start of a job would drown the rest; the worker
            # turns its own lines on again.
            "django_tasks": {"handlers": [], "level": "WARNING", "propagate": True},
            "apscheduler": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
