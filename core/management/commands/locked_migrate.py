"""`manage.py locked_migrate`: migrate, one process at a time."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connection

from core.migration_lock import MigrationLockTimeoutError, migration_lock

DEFAULT_TIMEOUT = 600


class Command(migrate.Command):
    help = (
        "Migrate the database as `migrate` does, but one process at a time: safe when several machines or containers "
        "start at once. Whoever comes second waits, then finds nothing left to do. Asks no questions."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)  # type: ignore[arg-type]  # Django's own parser is an ArgumentParser
        parser.set_defaults(interactive=False)
        parser.add_argument(
            "--timeout", type=float, default=DEFAULT_TIMEOUT, help="How long to wait for another process, in seconds."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        timeout: float = options["timeout"]
        try:
            with migration_lock(timeout, self._say_that_it_waits):
                self._allow_long_statements()
                super().handle(*args, **options)
        except MigrationLockTimeoutError as error:
            raise CommandError(
                f"Another process has been migrating this database for more than {timeout:g} seconds, so nothing was "
                "done here. See whether it is still at work, then run this again; --timeout SECONDS waits longer."
            ) from error

    def _say_that_it_waits(self) -> None:
        self.stdout.write("Another process is migrating this database; waiting for it.")

    def _allow_long_statements(self) -> None:
        # What a visitor may not wait for, a migration of a large table may take.
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET statement_timeout = 0")
