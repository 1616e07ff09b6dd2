"""Delete what visitors wrote about pages longer ago than it may be kept."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from home.feedback import delete_old_comments


class Command(BaseCommand):
    help = "Delete comments on pages older than FEEDBACK_COMMENT_DAYS. The counts of yes and no stay."

    def handle(self, *args: Any, **options: Any) -> None:
        deleted = delete_old_comments()
        self.stdout.write(f"{deleted} comments older than {settings.FEEDBACK_COMMENT_DAYS} days deleted.")
