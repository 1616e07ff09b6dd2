"""Write what the search finds anew from its sources."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.database import index, suggestions
from search.entries import write_everything
from search.models import SearchEntry


class Command(BaseCommand):
    help = (
        "Compares every page and document that the public may see with its search entries and writes what differs. "
        "Visitors can search meanwhile. With --from-nothing all entries are deleted first, and the index with them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from-nothing", action="store_true", help="delete all entries first")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, and say how much was written."""
        if options["from_nothing"]:
            index.rebuild()  # first: rows are not taken out of one that is damaged
            SearchEntry.objects.all().delete()
        changed = write_everything()
        suggestions.note_words()
        suggestions.forget_words()
        self.stdout.write(f"{changed} things written; {SearchEntry.objects.count()} entries.")
