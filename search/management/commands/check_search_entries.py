"""List what differs between what the public may see and what the search finds."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.database import index
from search.entries import differences
from search.models import SearchEntry


class Command(BaseCommand):
    help = "Lists every difference between what the public may see, its search entries and the index of their words."

    def handle(self, *args: Any, **options: Any) -> None:
        """List them, one a line; the exit code is 1 when there are any."""
        found = 0
        for difference in differences():
            found += 1
            self.stdout.write(str(difference))
        if fault := index.fault():
            found += 1
            self.stdout.write(fault)
        if found:
            raise CommandError(f"{found} differences. manage.py rebuild_search_entries mends them.")
        self.stdout.write(f"No difference in {SearchEntry.objects.count()} entries.")
