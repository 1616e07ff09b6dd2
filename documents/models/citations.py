"""Where a text names something: a note that tells where to look, never that it is so."""

from django.contrib.contenttypes.models import ContentType
from django.db import models


class Citation(models.Model):
    """A row whose text or blocks name a document, a picture or a snippet.

    Written with the row itself (documents.citations). Whoever uses it reads the row again: documents.visibility.
    """

    source_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    source_id = models.CharField(max_length=64)
    target_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    target_id = models.CharField(max_length=64)

    # What it notes is written with it, and that counts as a change.
    never_public = True
    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["target_type", "target_id"], name="citations_of_a_file")]
        constraints = [
            models.UniqueConstraint(
                fields=["source_type", "source_id", "target_type", "target_id"], name="one_citation_a_pair"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_type_id}/{self.source_id} names {self.target_type_id}/{self.target_id}"
