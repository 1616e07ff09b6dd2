"""Documents and images."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DocumentsConfig(AppConfig):
    name = "documents"
    label = "documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        """Find every app's `citers.py`: what makes a file public beside pages. Watch uploads not finished yet."""
        from documents.half_finished import watch_half_finished_uploads

        watch_half_finished_uploads()
        autodiscover_modules("citers")
