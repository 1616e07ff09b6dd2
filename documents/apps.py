"""Documents and images."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DocumentsConfig(AppConfig):
    name = "documents"
    label = "documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        """Find every app's `citers.py`: what makes a file public beside pages. Watch texts, uploads, rows."""
        from documents import checks  # noqa: F401  # registers on import
        from documents.citations import watch_texts
        from documents.deletions import watch_deletions
        from documents.half_finished import watch_half_finished_uploads
        from documents.reading.rows import watch_versions

        watch_texts(self)
        watch_half_finished_uploads()
        watch_deletions()
        watch_versions()
        autodiscover_modules("citers")
