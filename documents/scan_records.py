"""What is known of each stored file about viruses. A file that waits for its scan, or failed it, is never public."""

from django.db import models


class ScanState(models.TextChoices):
    """What a scan came to."""

    CLEAN = "clean", "nothing found"
    WAITING = "waiting", "waits for the virus scan"
    INFECTED = "infected", "held a virus and was deleted"


class FileScan(models.Model):
    """The verdict on one file of the store, by its name there, which is never used for another content."""

    HELD = (ScanState.WAITING, ScanState.INFECTED)

    file = models.CharField(max_length=255, unique=True)
    state = models.CharField(max_length=10, choices=ScanState)
    found = models.CharField(
        max_length=200, blank=True, help_text="What the scanner calls it, or why it gave no verdict."
    )
    since = models.DateTimeField(auto_now_add=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(
        null=True, blank=True, help_text="When the uploader was told of a virus found later."
    )

    class Meta:
        indexes = [
            models.Index(fields=["since"], name="scans_held", condition=models.Q(state__in=["waiting", "infected"])),
        ]

    def __str__(self) -> str:
        return f"{self.file}: {self.get_state_display()}"
