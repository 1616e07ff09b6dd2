"""`manage.py backup DESTINATION`: one archive of the database and all files, whatever they are kept in."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.utils import timezone

from core.backups.backing_up import TIMEOUT, back_up
from core.backups.errors import BackupError
from core.backups.health import STATE
from core.models import JobState

# The archive is whole, but the site had lost files before.
INCOMPLETE_SITE = 2
SHOWN = 20


class Command(BaseCommand):
    """Make an archive, and write down when."""

    help = (
        "Write database and files into one archive, while the site is in use. Exits 1 when none was made, 2 when the "
        "archive stands but files that the database names were missing from the store already."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("destination", type=Path, help="The archive's path, or a folder for it.")
        parser.add_argument(
            "--timeout", type=float, default=TIMEOUT, metavar="SECONDS", help="What the database may take to be copied."
        )

    def handle(self, *args: Any, destination: Path, timeout: float, **options: Any) -> None:
        try:
            made = back_up(destination, say=self.stdout.write, seconds=timeout)
        except BackupError as error:
            self._remember(last_failed_at=timezone.now(), last_error=str(error)[:2_000])
            raise CommandError(str(error)) from error
        manifest = made.manifest
        self.stdout.write(
            f"{made.path}: {sum(manifest.rows.values()):,} rows, {len(manifest.files):,} files, "
            f"{manifest.size:,} bytes.\n"
            "It holds personal data and drafts, unencrypted; only you may read it. Take it off this machine encrypted."
        )
        lost = f"Files missing from the store: {len(manifest.missing)}" if manifest.missing else ""
        self._remember(last_succeeded_at=timezone.now(), last_error=lost)
        if lost:
            self.stderr.write("\n  ".join([f"{lost}; look for them in older archives:", *manifest.missing[:SHOWN]]))
            sys.exit(INCOMPLETE_SITE)

    def _remember(self, **state: Any) -> None:
        try:
            JobState.objects.update_or_create(name=STATE, defaults=state)
        except Error as error:
            self.stderr.write(f"The time of this backup could not be written down: {error}")
