"""What is remembered for the length of one request and not a moment longer."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest

_memo: ContextVar[dict[str, Any] | None] = ContextVar("request_memo", default=None)


@contextmanager
def request_scope(request: HttpRequest | None = None) -> Iterator[dict[str, Any]]:
    """Open a memory for this request; nested calls (a preview inside a request) get one of their own."""
    store: dict[str, Any] = {"request": request}
    token = _memo.set(store)
    try:
        yield store
    finally:
        _memo.reset(token)


def memo(name: str) -> dict[Any, Any] | None:
    """Return the named dictionary of this request, or None outside one: then nothing may be remembered."""
    store = _memo.get()
    return None if store is None else store.setdefault(name, {})


def current_request() -> HttpRequest | None:
    """Return the request that is being answered, None in a command, a job or a task."""
    store = _memo.get()
    return None if store is None else store.get("request")
