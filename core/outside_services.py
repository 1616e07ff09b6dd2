"""Whether each machine that the site needs besides its own is there and does what we ask of it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import redis
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import get_connection
from django.db import connection
from elasticsearch import Elasticsearch

from core import clamav
from core.caching.generation import REDIS_TIMEOUT

# Nothing on a request's path waits longer for Elasticsearch, so neither does this (seconds).
SEARCH_TIMEOUT = 1


Ask = Callable[[], str]


@dataclass(frozen=True)
class Finding:
    """What was found of one service; `well` is None where it is not set up, which is no fault."""

    service: str
    well: bool | None
    detail: str


class NotSetUpError(Exception):
    """The service is not configured; the message says what is done without it."""


def findings() -> list[Finding]:
    """Ask every service something real."""
    return [_find(service, ask) for service, ask in SERVICES.items()]


def _find(service: str, ask: Ask) -> Finding:
    try:
        return Finding(service, well=True, detail=ask())
    except NotSetUpError as answer:
        return Finding(service, well=None, detail=str(answer))
    except Exception as error:  # noqa: BLE001  # whatever a client raises is what the operator wants to read
        return Finding(service, well=False, detail=" ".join(f"{type(error).__name__}: {error}".split())[:300])


def ask_database() -> str:
    """Ask which version it is."""
    version = "sqlite_version()" if connection.vendor == "sqlite" else "current_setting('server_version')"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {version}")
        return f"{connection.display_name} {cursor.fetchone()[0]}"


def ask_cache() -> str:
    """Have Redis, in which the machines share one number, keep a value."""
    if not settings.CACHE_URL:
        raise NotSetUpError("each process keeps its own memory (CACHE_URL)")
    key, value = f"lasweb:check:{secrets.token_hex(8)}", secrets.token_hex(8)
    with redis.Redis.from_url(
        settings.CACHE_URL, socket_timeout=REDIS_TIMEOUT, socket_connect_timeout=REDIS_TIMEOUT, retry=None
    ) as server:
        server.set(key, value, ex=10)
        if server.get(key) != value.encode():
            raise OSError("what was put into the cache did not come back")
        server.delete(key)
    return "Redis keeps what it is given"


def ask_file_store() -> str:
    """Store a small file, read it and delete it; a bucket must not show it to strangers."""
    wanted = secrets.token_bytes(16)
    name = default_storage.save(f"checks/{secrets.token_hex(12)}", ContentFile(wanted))
    try:
        with default_storage.open(name) as stored:
            if stored.read() != wanted:
                raise OSError("what was stored did not come back")
        # A bucket can be asked past us; a folder cannot.
        if settings.S3_BUCKET and _strangers_may_read(name):
            raise OSError("strangers may read the bucket; see docs/operations/files.md")
    finally:
        default_storage.remove(name)  # type: ignore[attr-defined]  # at once, where delete() only notes it
    return f"bucket {settings.S3_BUCKET}" if settings.S3_BUCKET else f"folder {settings.MEDIA_ROOT}"


def _strangers_may_read(name: str) -> bool:
    store: Any = default_storage
    return bool(store.anybody_may_list() or store.anybody_may_read(name))


def ask_mail_server() -> str:
    """Connect, and say who we are where it wants to know."""
    if not settings.EMAIL_URL:
        raise NotSetUpError("messages are written to files (EMAIL_URL)")
    mail = get_connection()
    mail.open()
    mail.close()
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} accepts connections"


def ask_search_server() -> str:
    """Ask which version it is."""
    if not settings.ELASTICSEARCH_URL:
        raise NotSetUpError("the database searches (ELASTICSEARCH_URL)")
    with Elasticsearch(settings.ELASTICSEARCH_URL, request_timeout=SEARCH_TIMEOUT, max_retries=0) as client:
        return f"Elasticsearch {client.info()['version']['number']}"


def ask_scanner() -> str:
    """Ask whether it is there."""
    if not settings.CLAMAV_SOCKET:
        raise NotSetUpError("uploads are not scanned for viruses (CLAMAV_SOCKET)")
    return clamav.ping(settings.CLAMAV_SOCKET, settings.CLAMAV_TIMEOUT)


SERVICES: dict[str, Ask] = {
    "database": ask_database,
    "cache": ask_cache,
    "files": ask_file_store,
    "mail": ask_mail_server,
    "search": ask_search_server,
    "scanner": ask_scanner,
}
