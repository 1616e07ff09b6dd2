"""Make the editors' groups, their permissions and the workflow."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.roles import ensure_roles


class Command(BaseCommand):
    help = (
        "Make the groups Authors, Communications editors, Publishers and Administrators, their permissions and the "
        "workflow. May be run again at any time: what an administrator changed by hand stays."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reset", action="store_true", help="Undo what administrators changed: back to how a new site begins."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        done = ensure_roles(reset=options["reset"])
        for line in done:
            self.stdout.write(line)
        if not done:
            self.stdout.write("Roles and workflow are set up: nothing to do.")
