"""django-tasks-db's own worker, which nobody here would notice when it dies: `run_worker` takes its place."""

from typing import Any

from django.core.management.base import CommandError
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorkerCommand


class Command(DatabaseWorkerCommand):
    help = "Use run_worker instead."

    def handle(self, **options: Any) -> None:
        raise CommandError(
            "Start `manage.py run_worker` instead: this one does not say that it is alive, so that the status would "
            "call it dead and its tasks would be given to others while it does them."
        )
