"""`manage.py check_services`: say of everything outside that the site needs whether it works."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from core.outside_services import findings


class Command(BaseCommand):
    """Say a line of each service; exit 1 when one that is set up does not work."""

    help = "Ask the database, cache, file store, mail server and search server; exit 1 when one does not work."
    # It must be able to say that the database is away.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        found = findings()
        states = {True: "ok", False: "FAILED", None: "not set up"}
        for finding in found:
            self.stdout.write(f"{finding.service:<10}{states[finding.well]:<12}{finding.detail}")
        if any(finding.well is False for finding in found):
            sys.exit(1)
