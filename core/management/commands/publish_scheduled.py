"""Publish what is due and expire what is over; takes the place of Wagtail's command of the same name."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import scheduled_publishing
from core.scheduler import JobRunningElsewhereError, find_job, run_now


class Command(BaseCommand):
    help = "Publishes the pages and snippets whose time has come, then takes down those whose time is over."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", "--dryrun", action="store_true", help="Tell what is due and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            outcome = scheduled_publishing.run(dry_run=True)
            for done, names in (("published", outcome.published), ("expired", outcome.expired)):
                for name in names:
                    self.stdout.write(f"would be {done}: {name}")
            if not outcome.published and not outcome.expired:
                self.stdout.write("Nothing is due.")
            return
        job = find_job("publish_scheduled")
        if job is None:
            raise CommandError("The job publish_scheduled is not registered.")
        try:
            said = run_now(job)
        except JobRunningElsewhereError as error:
            raise CommandError("Another process is publishing at this moment; nothing was done here.") from error
        except scheduled_publishing.SomeFailedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(said or "Nothing was due.")
