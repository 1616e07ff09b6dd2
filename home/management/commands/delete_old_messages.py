"""Delete what was sent through the contact form longer ago than it may be kept."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from home.services import delete_old_messages


class Command(BaseCommand):
    help = "Delete contact messages older than CONTACT_MESSAGE_DAYS."

    def handle(self, *args: Any, **options: Any) -> None:
        deleted = delete_old_messages()
        self.stdout.write(f"{deleted} messages older than {settings.CONTACT_MESSAGE_DAYS} days deleted.")
