"""Documents and images."""

from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.module_loading import autodiscover_modules


class DocumentsConfig(AppConfig):
    name = "documents"
    label = "documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        """Find every app's `citers.py`: what makes a file public beside pages. Watch uploads not finished yet."""
        from wagtail.documents.signal_handlers import post_delete_file_cleanup

        from documents.half_finished import watch_half_finished_uploads
        from documents.models import DocumentVersion

        watch_half_finished_uploads()
        post_delete.connect(post_delete_file_cleanup, sender=DocumentVersion)
        autodiscover_modules("citers")
