"""Bring in many documents from a folder or a ZIP of this machine, as the admin's “Add many documents” does."""

from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.importing import runs
from core.importing.staging import TABLE_NAME, stage
from core.models import ImportedOutcome, ImportRun, StagedUpload, User
from documents.collection_names import find_collection
from documents.importers import DocumentImporter


class Command(BaseCommand):
    help = "Adds the documents of a folder or ZIP that a table names; what is there already stays as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the files, the table, and whether to write anything."""
        parser.add_argument("source", type=Path, help="a folder, or a ZIP")
        parser.add_argument("--manifest", type=Path, help=f"the table (CSV); else {TABLE_NAME} in the folder or ZIP")
        parser.add_argument("--dry-run", action="store_true", help="say what is wrong, and bring nothing in")
        parser.add_argument("--collection", default="Root", help="of lines that name none (default: Root)")
        parser.add_argument("--user", help="in whose name, and with whose permissions (default: nobody's, all)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Stage, check, and unless it is a dry run bring in. Raises CommandError when a line did not come in."""
        run = self._stage(options)
        try:
            self._run(run, dry_run=options["dry_run"])
        finally:
            run.refresh_from_db()
            with suppress(runs.NotNowError):
                runs.throw_away(run)

    def _stage(self, options: dict[str, Any]) -> ImportRun:
        source, manifest = options["source"], options["manifest"]
        for path in (source, manifest):
            if path and not path.exists():
                raise CommandError(f"There is no {path}.")
        collection, problem = find_collection(options["collection"])
        user = User.objects.filter(username=options["user"]).first() if options["user"] else None
        if collection is None or problem or (options["user"] and user is None):
            raise CommandError(problem or f"There is no user {options['user']}.")
        chosen = {"collection": str(collection.pk)}
        run = ImportRun.objects.create(importer=DocumentImporter.key, started_by=user, options=chosen)
        table = manifest or (source / TABLE_NAME if source.is_dir() else None)
        if table and table.is_file():
            self._stage_file(run, StagedUpload.Kind.TABLE, table.name, table)
        if source.is_dir():
            for path in sorted(each for each in source.rglob("*") if each.is_file() and each != table):
                self._stage_file(run, StagedUpload.Kind.FILE, path.relative_to(source).as_posix(), path)
        else:
            self._stage_file(run, StagedUpload.Kind.ARCHIVE, source.name, source)
        return run

    @staticmethod
    def _stage_file(run: ImportRun, kind: str, name: str, path: Path) -> None:
        with path.open("rb") as opened:
            stage(run, kind, name, opened)

    def _run(self, run: ImportRun, *, dry_run: bool) -> None:
        runs.advance(run.pk)
        run.refresh_from_db()
        for problem in run.problems:
            self.stdout.write(f"{self._place(problem['line'])}{problem['message']}")
        lines = list(run.lines.order_by("number"))
        for line in lines:
            for problem in line.problems:
                remark = "" if problem["blocking"] else "(remark) "
                column = f"{problem['column']}: " if problem["column"] else ""
                self.stdout.write(f"{self._place(line.number)}{remark}{column}{problem['message']}")
        blocked = sum(line.is_blocked for line in lines)
        self.stdout.write(f"{len(lines)} lines: {len(lines) - blocked} can come in, {blocked} cannot.")
        if run.blocking_problems or (dry_run and blocked):
            raise CommandError("Nothing was brought in.")
        if not dry_run and blocked < len(lines):
            self._bring_in(run)
        if blocked:
            raise CommandError(f"{blocked} lines did not come in.")

    def _bring_in(self, run: ImportRun) -> None:
        runs.confirm(run)
        runs.advance(run.pk)
        lines = list(run.lines.order_by("number"))
        for state in ImportedOutcome:
            if count := sum(line.outcome == state for line in lines):
                self.stdout.write(f"{count} {ImportedOutcome(state).label}")
        failed = [line for line in lines if line.outcome == ImportedOutcome.FAILED]
        for line in failed:
            self.stdout.write(f"{self._place(line.number)}{line.message}")
        if failed:
            raise CommandError(f"{len(failed)} lines failed.")

    @staticmethod
    def _place(number: int) -> str:
        return f"line {number}: " if number else ""
