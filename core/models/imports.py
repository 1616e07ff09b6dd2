"""What is kept of an import while it goes on, and for a while after it."""

import secrets
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.db import models


class ImportState(models.TextChoices):
    """How far an import is."""

    CHECKING = "checking", "being checked"
    CHECKED = "checked", "checked, waits for your decision"
    RUNNING = "running", "being brought in"
    FINISHED = "finished", "finished"


class ImportedOutcome(models.TextChoices):
    """What became of a line."""

    WAITING = "", "waits"
    CREATED = "created", "new"
    CHANGED = "changed", "changed"
    UNCHANGED = "unchanged", "already there"
    LEFT_OUT = "left_out", "left out"
    FAILED = "failed", "failed"


class ImportRun(models.Model):
    """One import, from its upload to its result."""

    importer = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.CHECKING)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    options = models.JSONField(default=dict)
    # Of the import as a whole; those of a line stand with it.
    problems = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # While one process works on it; and when somebody last did, or was asked to.
    leased_until = models.DateTimeField(null=True, blank=True)
    touched_at = models.DateTimeField(auto_now_add=True)

    never_public = True  # editors alone see it (core.caching.changes)

    started_by.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]  # Wagtail's own name

    def __str__(self) -> str:
        return f"{self.importer}, {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def is_busy(self) -> bool:
        """Whether the worker has something to do for it."""
        return self.state in {ImportState.CHECKING, ImportState.RUNNING}

    @property
    def blocking_problems(self) -> list[dict[str, Any]]:
        """What keeps the whole import from beginning."""
        return [problem for problem in self.problems if problem["blocking"]]


class ImportedLine(models.Model):
    """One line of the table and what became of it."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    values = models.JSONField()
    problems = models.JSONField(default=list)
    plan = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=10, choices=ImportedOutcome, blank=True, default=ImportedOutcome.WAITING)
    message = models.TextField(blank=True)
    address = models.CharField(max_length=255, blank=True)

    never_public = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="one_line_a_number")]

    def __str__(self) -> str:
        return f"line {self.number}"

    @property
    def is_blocked(self) -> bool:
        """Whether it cannot come in as it stands."""
        return any(problem["blocking"] for problem in self.problems)


def staged_upload_to(upload: "StagedUpload", filename: str) -> str:
    """Return a path that nobody guesses; the name that counts is in the row."""
    extension = PurePosixPath(filename).suffix.lower()
    safe = extension if extension[1:].isalnum() and extension.isascii() and len(extension) <= 10 else ""
    return f"imports/{secrets.token_hex(16)}{safe}"


class StagedUpload(models.Model):
    """A file of an import, in the store where nothing serves it."""

    class Kind(models.TextChoices):
        """What it is to the import."""

        TABLE = "table", "table"
        ARCHIVE = "archive", "archive"
        FILE = "file", "file"

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="uploads")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=255)
    file = models.FileField(upload_to=staged_upload_to)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    never_public = True

    class Meta:
        indexes = [models.Index(fields=["run", "kind", "name"], name="staged_by_name")]

    def __str__(self) -> str:
        return self.name
