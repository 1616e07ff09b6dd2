"""The faults of documents that the public may have, as the accessibility statement counts and lists them."""

from django.db import models

from documents.enums import AccessibilityFault


class ListedFault(models.Model):
    """One fault of one public document, as the last look at all of them found it (documents.inaccessible).

    It narrows what is counted and listed; each document that is shown is asked again whether it is public.
    """

    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="listed_faults")
    fault = models.CharField(max_length=30, choices=AccessibilityFault)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "fault"], name="one_listing_a_fault")]
        indexes = [models.Index(fields=["fault", "document"], name="listed_by_fault")]

    def __str__(self) -> str:
        return f"{self.document} {self.get_fault_display()}"
