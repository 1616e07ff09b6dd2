"""The versions of a document: what was published under its one address, when and by whom."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from documents.facts import DocumentFacts
from documents.fields import DocumentField
from documents.file_types import extension_of
from documents.link_facts import facts_in_words
from documents.models.held import Held, VersionManager


class DocumentVersion(Held, models.Model):
    """One file that a document is or was. The newest is the one at the document's address.

    A version that was replaced is closed, because it may have been replaced for what it gave away; an editor may open
    it. It is public while it is open and its document is.
    """

    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    file = DocumentField(upload_to="documents")
    filename = models.CharField(max_length=255, help_text="As it was called when it was uploaded.")
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField("size in bytes", null=True)
    content_type = models.CharField(max_length=100)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    change_note = models.CharField(
        max_length=300, blank=True, help_text="What changed, for the public: shown beside earlier versions."
    )
    is_open = models.BooleanField(default=False, help_text="Whether visitors may have it after it was replaced.")

    wagtail_reference_index_ignore = True

    objects = VersionManager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.document} (version {self.number})"

    @property
    def url(self) -> str:
        """The address of this version, which answers while it is open and once it was replaced."""
        return reverse("documents:version", args=(self.document_id, self.number))

    @property
    def file_extension(self) -> str:
        """The extension of its file in lower case, without the dot."""
        return extension_of(str(self.file.name))

    @property
    def link_facts(self) -> str:
        """What stands beside a link to it; without its length and language where it has not been read."""
        reading = getattr(self, "reading", None)
        known = DocumentFacts(reading.unit, reading.page_count, reading.language) if reading else DocumentFacts()
        return facts_in_words(self.file_extension, self.size, known)
