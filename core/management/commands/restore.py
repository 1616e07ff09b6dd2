"""`manage.py restore SOURCE`: put an archive of `manage.py backup` in the place of the site."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.backups.archive import ArchiveReader
from core.backups.backing_up import TIMEOUT
from core.backups.errors import BackupError
from core.backups.restoring import Restored, refusals, restore

SHOWN = 50


class Command(BaseCommand):
    """Restore, or only look whether it could be done."""

    help = "Put an archive in the place of the site. Stop web, worker and scheduler first, and start them afterwards."
    # It must run where the database is empty or broken.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, help="The archive.")
        parser.add_argument("--replace", action="store_true", help="Restore although there is a site here.")
        parser.add_argument("--check", action="store_true", help="Only say whether it could be restored here.")
        parser.add_argument(
            "--timeout", type=float, default=TIMEOUT, metavar="SECONDS", help="What the database may take."
        )

    def handle(
        self, *args: Any, source: Path, replace: bool, check: bool, timeout: float, **options: Any
    ) -> None:  # as Django hands the options over
        try:
            if check:
                self._check(source, replace=replace)
            else:
                self._tell(restore(source, replace=replace, say=self.stdout.write, seconds=timeout))
        except BackupError as error:
            raise CommandError(str(error)) from error

    def _check(self, source: Path, *, replace: bool) -> None:
        manifest = ArchiveReader(source).verify()
        self.stdout.write(
            f"The archive is whole: {manifest.site} as of {manifest.made_at}, {manifest.database_kind} "
            f"{manifest.database_version}, {sum(manifest.rows.values()):,} rows, {len(manifest.files):,} files."
        )
        if reasons := refusals(manifest, replace=replace):
            raise BackupError("\n".join(reasons))
        self.stdout.write("It could be restored here. Nothing was changed.")

    def _tell(self, done: Restored) -> None:
        self.stdout.write(f"Restored as of {done.manifest.made_at}. Start web, worker and scheduler again.")
        if done.manifest.missing:
            self.stdout.write(f"Files that had been lost before the archive was made: {len(done.manifest.missing)}.")
        if done.public_again:
            self.stdout.write("Public again, and not before this restore; withdraw what must not be:")
            for line in done.public_again[:SHOWN]:
                self.stdout.write(f"  {line}")
            if len(done.public_again) > SHOWN:
                self.stdout.write(f"  and {len(done.public_again) - SHOWN} more")
        elif done.public_again is None:
            self.stdout.write("Look for pages withdrawn since then: they may be public again.")
