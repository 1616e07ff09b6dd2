"""What is known of the text of a document: one row a version that visitors may come to see, one a page of it."""

from django.db import models

from documents.enums import PageUnit, ReadingReason, ReadingState
from documents.models.paths import cover_upload_to


class FileReading(models.Model):
    """How far the reading of one version's file has come, and what the file says of itself.

    There is one for the newest version of each document and for each earlier one that is open; closing a version
    deletes it, and the text with it. Who reads it holds a lease, which runs out by itself (documents.reading.queue).
    """

    version = models.OneToOneField("documents.DocumentVersion", on_delete=models.CASCADE, related_name="reading")
    state = models.CharField(max_length=10, choices=ReadingState, default=ReadingState.WAITING)
    reason = models.CharField(max_length=20, choices=ReadingReason, blank=True)
    detail = models.CharField(max_length=300, blank=True, help_text="For operators.")
    asked_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField(
        null=True, blank=True, help_text="When a file that the store did not give is tried again."
    )
    lease = models.CharField(max_length=32, blank=True, help_text="Who reads it.")
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)

    unit = models.CharField(max_length=5, choices=PageUnit, default=PageUnit.PAGE)
    page_count = models.PositiveIntegerField(null=True, blank=True)
    pages_without_text = models.PositiveIntegerField(null=True, blank=True, help_text="Those that show something.")
    pages_recognised = models.PositiveIntegerField(default=0, help_text="Those whose text was recognised in a picture.")
    characters = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=35, blank=True)
    is_tagged = models.BooleanField(null=True, blank=True)
    headings = models.PositiveIntegerField(null=True, blank=True)
    tables = models.PositiveIntegerField(null=True, blank=True)
    tables_without_headers = models.PositiveIntegerField(null=True, blank=True)
    faults = models.JSONField(default=list, blank=True, help_text="Of documents.enums.AccessibilityFault.")
    cover = models.FileField(upload_to=cover_upload_to, blank=True, max_length=255, help_text="A picture of page one.")

    wagtail_reference_index_ignore = True
    never_public = True  # what visitors see of it stands on the document, too

    class Meta:
        indexes = [
            models.Index(
                fields=["asked_at"], name="readings_to_do", condition=models.Q(state__in=["waiting", "reading"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_state_display()}"


class PageText(models.Model):
    """The text of one page, as the file has it and as it is searched."""

    # Deleted by documents.reading.rows in one statement: Django would load all text of a file to delete it.
    reading = models.ForeignKey(FileReading, on_delete=models.DO_NOTHING, related_name="pages")
    number = models.PositiveIntegerField(help_text="From 1, in the order of the file.")
    label = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    clean_text = models.TextField(
        blank=True, help_text="Without hyphens at line ends, ligatures, running heads and feet."
    )
    is_recognised = models.BooleanField(default=False, help_text="Whether it was recognised in a picture.")

    wagtail_reference_index_ignore = True
    never_public = True

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["reading", "number"], name="one_text_a_page")]

    def __str__(self) -> str:
        return f"page {self.number} of {self.reading.version}"
