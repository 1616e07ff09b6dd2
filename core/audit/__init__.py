"""The audit log: `record` writes a line that nobody who works in the admin can change."""

from core.audit.records import Action, record

__all__ = ["Action", "record"]
