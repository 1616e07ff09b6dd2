"""What is remembered of the file store: files that are still to be deleted."""

from django.db import models


class FileDeletion(models.Model):
    """A file that shall go and is still in the store, or may be.

    One that a row names stays, unless it must not be kept whatever names it.
    """

    name = models.CharField(max_length=255, unique=True)
    even_if_named = models.BooleanField(default=False)
    noted_at = models.DateTimeField(auto_now_add=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

    never_public = True  # saving one drops no cached page (core.caching.changes)

    def __str__(self) -> str:
        return self.name
