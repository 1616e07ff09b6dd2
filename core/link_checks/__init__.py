"""Links on what is public: found, looked at each night, reported; and named before something they lead to goes."""

from core.link_checks.sources import register_document_faults, register_link_source

__all__ = ["register_document_faults", "register_link_source"]
