"""What is remembered of the file store: what is still to be deleted, and what the proof of privacy found."""

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


class PrivacyProof(models.Model):
    """One comparison of what can be had with what should be; it may take several sittings."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    stage = models.CharField(max_length=20, blank=True)
    position = models.CharField(max_length=255, blank=True, help_text="Where in the stage it goes on.")
    asked = models.PositiveIntegerField(default=0)

    never_public = True

    class Meta:
        get_latest_by = "started_at"

    def __str__(self) -> str:
        return f"proof of {self.started_at:%Y-%m-%d %H:%M}"


class Difference(models.TextChoices):
    """What is not as it should be; the label ends the sentence that begins with the file's name or address."""

    EXPOSED = "exposed", "can be had by anybody and should not"
    CLOSED = "closed", "is not handed out although a public page cites it"
    MISSING = "missing", "is named by a row, and the store has no such file"
    STRAY = "stray", "lies in the store, and no row names it"


class FileFinding(models.Model):
    """A difference that the last proof found."""

    kind = models.CharField(max_length=10, choices=Difference)
    what = models.CharField(max_length=600, help_text="The file's name in the store, or an address.")
    detail = models.CharField(max_length=300, blank=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    never_public = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "what"], name="one_finding_a_thing")]

    def __str__(self) -> str:
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.what} {Difference(self.kind).label}{detail}"
