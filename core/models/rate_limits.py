"""How often one address sent a form lately."""

from django.db import models


class SubmissionCount(models.Model):
    """Submissions of one form by one address in one window of time.

    The address is kept only as a keyed hash, and only for a day (`core.rate_limits`). The count lives in the
    database because every worker and every machine must see the same number.
    """

    form = models.CharField(max_length=50)
    address_hash = models.CharField(max_length=64)
    window_start = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    never_public = True  # saving one drops no cached page (core.caching.changes)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "address_hash", "window_start"], name="one_count_a_window"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.window_start:%Y-%m-%d %H:%M}: {self.count}"
