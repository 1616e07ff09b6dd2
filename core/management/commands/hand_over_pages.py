"""Give all pages that one person owns to another."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from core.models import User
from core.reviews.services import hand_over


class Command(BaseCommand):
    help = "Give all pages that one person owns, for review, to another. People are named by user name or email."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("leaving", help="Whose pages they are.")
        parser.add_argument("heir", help="Who gets them; somebody who can sign in.")

    def handle(self, *args: Any, leaving: str, heir: str, **options: Any) -> None:
        old, new = _person(leaving), _person(heir)
        if old == new:
            raise CommandError("Name two different people.")
        if not new.is_active:
            raise CommandError(f"{new} can no longer sign in: name somebody else.")
        count = hand_over(old, new, by=None)
        self.stdout.write(f"{count} page{'' if count == 1 else 's'} of {old} handed over to {new}.")


def _person(name: str) -> User:
    found = User.objects.filter(Q(username=name) | Q(email__iexact=name)).first()
    if found is None:
        raise CommandError(f"There is nobody with the user name or email {name}.")
    return found
