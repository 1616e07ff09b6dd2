"""End a person's sessions at once, or everybody's."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.audit import Action, record
from core.models import User
from core.sign_in.sessions import end_sessions


class Command(BaseCommand):
    help = "Signs a person out everywhere, or with --everybody all people; they may sign in again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", nargs="?", help="The name the person signs in with.")
        parser.add_argument("--everybody", action="store_true", help="Sign out all people.")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["username"]) == options["everybody"]:
            raise CommandError("Name one person, or say --everybody.")
        people = User.objects.all() if options["everybody"] else User.objects.filter(username=options["username"])
        if not people:
            raise CommandError(f"Nobody signs in as {options['username']!r}.")
        ended = 0
        for person in people:
            if count := end_sessions(person):
                record(Action.SESSIONS_ENDED, about=person)
            ended += count
        self.stdout.write(f"{ended} sessions ended.")
