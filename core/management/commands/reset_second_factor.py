"""Reset somebody's second factor from the machine itself: for the last administrator who lost a phone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.models import User
from core.sign_in import second_factor
from core.sign_in.reset import reset


class Command(BaseCommand):
    help = "Takes away a person's second factor, signs them out everywhere and tells them by email."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="The name the person signs in with.")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"Nobody signs in as {options['username']!r}.")
        if not second_factor.has_one(person):
            raise CommandError(f"{options['username']} has no second factor.")
        reset(person)
        self.stdout.write(f"{options['username']} can set up a phone at the next sign-in.")
