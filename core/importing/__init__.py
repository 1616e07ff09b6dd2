"""Bring many things in at once from a table: a dry run first, each line whole or not at all, as often as you like.

An app writes an `Importer` in its `importers.py`, which is found by autodiscovery. What is uploaded is staged in the
file store; the worker checks it and reports every problem by its line; after somebody has confirmed, the worker brings
in line by line, and goes on where it stopped when it was killed. docs/decisions/0035-bulk-documents.md says why.
"""

from core.importing.importer import (
    Batch,
    Column,
    Importer,
    Line,
    LineRefusedError,
    Outcome,
    Problem,
    StagedFile,
    find_importer,
    register_importer,
    registered_importers,
)

__all__ = [
    "Batch", "Column", "Importer", "Line", "LineRefusedError", "Outcome", "Problem", "StagedFile", "find_importer",
    "register_importer", "registered_importers",
]  # fmt: skip
