"""Where the links on public pages lead, and whether they work."""

import hashlib

from django.contrib.contenttypes.models import ContentType
from django.db import models

from core.enums import LinkKind, LinkState


class LinkCheck(models.Model):
    """One address that public pages link to, and what the last look at it found (core.link_checks)."""

    kind = models.CharField(max_length=10, choices=LinkKind.choices)
    # A page's or a document's number, a path of ours, or an outside address.
    target = models.TextField()
    # Addresses may be longer than an index of the database takes.
    target_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=LinkState.choices, default=LinkState.UNCHECKED)
    message = models.CharField(max_length=300, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    moved_to = models.TextField(blank=True)
    nights_failed = models.PositiveSmallIntegerField(default=0)
    first_failed_at = models.DateTimeField(null=True, blank=True)
    last_checked_at = models.DateTimeField(null=True, blank=True, db_index=True)

    never_public = True  # saving one drops no cached page (core.caching.changes)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "target_hash"], name="one_check_a_target")]

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"

    @staticmethod
    def hash_of(target: str) -> str:
        """Return what a target is looked up by."""
        return hashlib.sha256(target.encode()).hexdigest()


class LinkUse(models.Model):
    """One place at which a public page, or another public thing, leads to an address."""

    check_row = models.ForeignKey(LinkCheck, on_delete=models.CASCADE, related_name="uses")
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.CASCADE, related_name="link_uses"
    )
    # What is no page: a notice, the site's settings.
    content_type = models.ForeignKey(ContentType, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=255, help_text="The title of where it stands.")
    words = models.CharField(max_length=255, blank=True, help_text="The words of the link.")

    never_public = True  # saving one drops no cached page (core.caching.changes)

    class Meta:
        verbose_name = "link"

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"
