"""The addresses that documents had before they were renamed."""

from django.db import models


class DocumentAddress(models.Model):
    """The last part of an address that a document once had; it leads on to the present one."""

    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="old_addresses")
    slug = models.CharField(max_length=255)

    # Read by requests for files alone, which no process keeps.
    never_public = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "slug"], name="one_old_address_a_document")]

    def __str__(self) -> str:
        return f"/documents/{self.document_id}/{self.slug}"
