"""Mail each owner which of their pages come due for review."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.reviews.mail import remind


class Command(BaseCommand):
    help = "Mail each owner, once, which of their pages come due for review. The scheduler does it every day."

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = remind()
        if outcome.waiting:
            raise CommandError(f"{outcome}. They are tried again every hour.")
        self.stdout.write(str(outcome) or "Nobody has to be told of anything.")
