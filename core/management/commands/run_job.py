"""`manage.py run_job NAME`: run one scheduled job now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.scheduler import JobRunningElsewhereError, find_job, registered_jobs, run_now


class Command(BaseCommand):
    """Run one job by hand, whether it is due or not."""

    help = "Run one scheduled job now, whether it is due or not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="The job's name.")

    def handle(self, *args: Any, **options: Any) -> None:
        job = find_job(options["name"])
        if job is None:
            names = ", ".join(each.name for each in registered_jobs())
            raise CommandError(f"There is no job {options['name']!r}. There are: {names}.")
        try:
            said = run_now(job)
        except JobRunningElsewhereError as error:
            raise CommandError(f"{job.name} is running elsewhere; try again when it is done.") from error
        self.stdout.write(said or "Nothing to do.")
