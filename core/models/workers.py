"""Which workers live, and what they are doing."""

from django.db import models


class WorkerState(models.Model):
    """A worker process that has said lately that it is alive; one that stops in order takes its row with it."""

    worker_id = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    # The dotted path of the task that it is doing.
    task = models.CharField(max_length=255, blank=True)

    never_public = True  # saving one drops no cached page (core.caching.changes)

    def __str__(self) -> str:
        return self.worker_id
