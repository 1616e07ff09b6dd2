"""What each line of the log belongs to: a request, a task or a job."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_context: ContextVar[dict[str, str] | None] = ContextVar("log_context", default=None)


@contextmanager
def log_context(**names: str) -> Iterator[None]:
    """Put these names on every line that is logged inside."""
    token = _context.set((_context.get() or {}) | names)
    try:
        yield
    finally:
        _context.reset(token)


def current_log_context() -> dict[str, str]:
    """Return the names to put on a line logged now."""
    return _context.get() or {}
