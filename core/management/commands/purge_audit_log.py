"""Delete what the audit log has kept long enough; the deletion itself is recorded."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.audit import Action, guard, record
from core.models import AuditRecord

LEAST_YEARS = 1
DEFAULT_YEARS = 3


class Command(BaseCommand):
    help = "Deletes audit records older than so many years, and writes into the audit log that it did."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--years", type=int, default=DEFAULT_YEARS,
            help=f"Keep records this long: {DEFAULT_YEARS} years unless you say otherwise, {LEAST_YEARS} at least.",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        years = options["years"]
        if years < LEAST_YEARS:
            raise CommandError(f"Audit records are kept for {LEAST_YEARS} year at least: say --years {LEAST_YEARS}.")
        with guard.lifted():
            old = AuditRecord.objects.filter(at__lt=timezone.now() - timedelta(days=365 * years))
            # Not by the collector, which asks each record and is refused.
            deleted = old._raw_delete(old.db)
        if deleted:
            record(Action.LOG_PURGED, detail=f"{deleted} records older than {years} years")
        self.stdout.write(f"{deleted} records deleted." if deleted else "There is nothing that old.")
