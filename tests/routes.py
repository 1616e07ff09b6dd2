"""Tests that stand for numbered routes of the field's notes on publishing: each must be where it is said to be."""

from importlib import import_module


def lost(names: list[str]) -> list[str]:
    """Return those of these tests ("core.test_checks:TestClass.test_name") that are not there."""
    return [name for name in names if not _find(name)]


def _find(name: str) -> object:
    module, _, path = name.partition(":")
    found: object = import_module(f"tests.{module}")
    for part in path.split("."):
        found = getattr(found, part, None)
    return found
