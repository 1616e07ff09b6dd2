"""Django's `flush`, which empties every table, the guarded audit log among them."""

from typing import Any

from django.core.management.commands.flush import Command as FlushCommand

from core.audit import guard


class Command(FlushCommand):
    def handle(self, **options: Any) -> None:
        with guard.lifted(options["database"]):
            super().handle(**options)
