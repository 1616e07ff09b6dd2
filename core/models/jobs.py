"""What the scheduler remembers of each job."""

from django.db import models


class JobState(models.Model):
    """The last run of one scheduled job, and the lease that keeps two machines from running it at once."""

    name = models.CharField(max_length=100, unique=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    last_started_at = models.DateTimeField(null=True, blank=True)
    last_succeeded_at = models.DateTimeField(null=True, blank=True)
    last_failed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    never_public = True  # saving one drops no cached page (core.caching.changes)

    def __str__(self) -> str:
        return self.name
