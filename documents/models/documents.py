"""Documents: files under one address for ever."""

import hashlib
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument

from documents.facts import DocumentFacts
from documents.fields import DocumentField
from documents.file_types import content_type_of, extension_of, shown_in_browser
from documents.languages import language_tag
from documents.link_facts import facts_in_words
from documents.models.addresses import DocumentAddress
from documents.models.held import DocumentQuerySet, Held
from documents.models.paths import document_upload_to, is_new
from documents.models.versions import DocumentVersion
from documents.uploads import check_document

MAX_SLUG = 100
_CHUNK = 256 * 1024
# What only a new file, a withdrawal or a restoration changes: somebody who saves the title with a form that was opened
# before must not bring an older file, or a withdrawn document, back.
_FILE_FIELDS = ("file", "file_size", "file_hash", "sha256", "version", "file_changed_at")
_WITHDRAWAL_FIELDS = ("withdrawn_at", "withdrawn_by", "withdrawn_reason")
# What the worker writes once it has read the file, whatever is being saved meanwhile.
_READING_FIELDS = ("read_facts",)


def slug_of(title: str) -> str:
    """Return the last part of the address of a document with this title; whole words, without the file's extension.

    A replacement may be of another kind, and the address stays.
    """
    slug = slugify(title.replace("_", "-"))
    if len(slug) > MAX_SLUG:
        slug = slug[: MAX_SLUG + 1].rpartition("-")[0] or slug[:MAX_SLUG]
    return slug or "document"


class Document(Held, AbstractDocument):
    """A file that a page offers for download. Each file put on it becomes its next version."""

    file = DocumentField(
        upload_to=document_upload_to,
        help_text="Look first for what must not go out: hidden rows, comments, tracked changes, text under black bars.",
    )  # fmt: skip

    reference = models.CharField(
        blank=True, max_length=60, default="",
        help_text="The number under which your office knows it, for example TB/26/14. No two documents share one.",
    )  # fmt: skip

    document_date = models.DateField("date", null=True, blank=True, help_text="The date that stands on it.")

    tags = TaggableManager(blank=True, related_name="trust_documents")

    slug = models.CharField(max_length=255, default="document", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    file_changed_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_by.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]  # Wagtail's own name
    withdrawn_reason = models.TextField(blank=True, editable=False)
    read_facts = models.JSONField(default=dict, editable=False)

    # What belongs to a file that is about to be saved: who brings it, what changed, and what becomes of the one there.
    changed_by: Any = None
    change_note: str = ""
    keep_replaced_open: bool = False

    objects = DocumentQuerySet.as_manager()

    admin_form_fields = (*WagtailDocument.admin_form_fields, "reference", "document_date")

    class Meta(AbstractDocument.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["reference"], condition=~models.Q(reference=""), name="one_document_a_reference",
                violation_error_message="Another document has this reference.",
            ),
        ]  # fmt: skip
        # Wagtail's own document model, unused but there, has the same class name.
        default_related_name = "trust_documents"
        # Wagtail asks for it when somebody picks one; its abstract model does not bring it.
        permissions: ClassVar[list[tuple[str, str]]] = [("choose_document", "Can choose document")]

    def clean(self) -> None:
        """Refuse a new file that is not what its name says."""
        super().clean()
        if is_new(self.file):
            try:
                check_document(str(self.file.name), self.file.file)
            except ValidationError as error:
                raise ValidationError({"file": error}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new file becomes the next version, whichever way it came, with its own size and hashes.

        Without a new file nothing about the file there is changes, nor whether it is withdrawn.
        """
        if is_new(self.file):
            self._save_with_new_file(*args, **kwargs)
        elif self._state.adding:
            self.slug = slug_of(self.title)
            with transaction.atomic():
                super().save(*args, **kwargs)
                self._record_version(str(self.file.name))
        else:
            self._save_without_file(*args, **kwargs)

    def _save_without_file(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.pop("update_fields", None)
        if fields is None:
            fields = self._fields_but(*_FILE_FIELDS, *_WITHDRAWAL_FIELDS, *_READING_FIELDS)
        if "title" not in fields:
            super().save(*args, update_fields=fields, **kwargs)
            return
        with transaction.atomic():
            self._rename()
            super().save(*args, update_fields={*fields, "slug"}, **kwargs)

    def _save_with_new_file(self, *args: Any, **kwargs: Any) -> None:
        uploaded_as = str(self.file.name)
        self._set_document_file_metadata()
        # In the store before the transaction begins, so that no other writer waits for the store.
        self.file.save(uploaded_as, self.file.file, save=False)
        try:
            with transaction.atomic():
                self._become_next_version(*args, **kwargs)
                self._record_version(uploaded_as)
        except BaseException:
            with suppress(Exception):  # what went wrong before is what the caller has to know
                self.file.storage.delete(str(self.file.name))
            raise

    def _become_next_version(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self.slug = slug_of(self.title)
            super().save(*args, **kwargs)
            return
        # Two editors who replace the file at once get a number each: the second waits here for the first.
        before = Document.objects.select_for_update().values("version", "file_changed_at").get(pk=self.pk)
        self.version = before["version"] + 1
        self.file_changed_at = _next_second(before["file_changed_at"])
        self.versions.filter(number=before["version"]).update(is_open=self.keep_replaced_open)
        self._rename()
        kwargs.pop("update_fields", None)
        super().save(*args, update_fields=self._fields_but(*_WITHDRAWAL_FIELDS, *_READING_FIELDS), **kwargs)

    def _fields_but(self, *left_out: str) -> set[str]:
        names = {field.name for field in self._meta.concrete_fields if not field.primary_key}
        return names - set(left_out)

    def _rename(self) -> None:
        """Take the address that goes with the title; the one there is leads on to it from now."""
        self.slug = slug_of(self.title)
        old = Document.objects.filter(pk=self.pk).exclude(slug=self.slug).values_list("slug", flat=True).first()
        if old:
            DocumentAddress.objects.get_or_create(document=self, slug=old)

    def _record_version(self, uploaded_as: str) -> None:
        DocumentVersion.objects.create(
            document=self,
            number=self.version,
            file=str(self.file.name),
            filename=uploaded_as.rpartition("/")[2][-255:],
            sha256=self.sha256,
            size=self.file_size,
            content_type=self.content_type,
            created_at=self.file_changed_at,
            created_by=self.changed_by or (self.uploaded_by_user if self.version == 1 else None),
            change_note=self.change_note,
        )
        self.changed_by, self.change_note, self.keep_replaced_open = None, "", False

    def _set_file_hash(self) -> None:
        """Set both hashes of the file: Wagtail's own (SHA-1) and the one that we show and serve by (SHA-256)."""
        short, long = hashlib.sha1(usedforsecurity=False), hashlib.sha256()
        with self.open_file() as opened:
            while chunk := opened.read(_CHUNK):
                short.update(chunk)
                long.update(chunk)
        self.file_hash, self.sha256 = short.hexdigest(), long.hexdigest()

    @property
    def filename(self) -> str:
        """The name that the file is saved under: the last part of its address with the ending of its kind."""
        extension = extension_of(str(self.file.name))
        return self.slug + (f".{extension}" if extension else "")

    @property
    def url(self) -> str:
        """Our own address: the view behind it asks what the public may see."""
        return reverse("documents:document", args=(self.pk, self.slug))

    @property
    def content_type(self) -> str:
        """The content type it is served as."""
        return content_type_of(str(self.file.name))

    @property
    def content_disposition(self) -> str:
        """Whether browsers show it or offer to save it."""
        return "inline" if shown_in_browser(str(self.file.name)) else "attachment"

    @property
    def known(self) -> DocumentFacts:
        """What reading the newest file has told, for everybody; nothing while it has not been read."""
        return DocumentFacts.of(self.read_facts, self.version)

    @property
    def link_facts(self) -> str:
        """What stands beside a link to it, as in "PDF, 1.2 MB, 12 pages, English"."""
        return facts_in_words(self.file_extension, self.file_size, self.known)

    @property
    def language(self) -> str:
        """The language that its newest file says it is in, as a tag for links; "" where it says none that we know."""
        return language_tag(self.known.language)

    @property
    def may_shut_people_out(self) -> bool:
        """Whether its newest file has faults that keep people with assistive technology from it."""
        return bool(self.known.faults)

    @property
    def cover_url(self) -> str:
        """The address of the picture of its first page, where there is one (`known.has_cover`)."""
        return reverse("documents:cover", args=(self.pk, self.version))

    def page_url(self, number: int) -> str:
        """Return the address at which a browser opens a page of it, counted from 1; only a PDF can be opened so."""
        return f"{self.url}#page={number}" if self.content_type == "application/pdf" else self.url

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was marked as withdrawn: then it is public nowhere, whatever cites it."""
        return self.withdrawn_at is not None

    @property
    def is_closed(self) -> bool:
        """Whether nobody of the public can have it, whatever cites it: pages show no link to it, nor its title."""
        return self.is_withdrawn or self.is_held


def _next_second(before: datetime) -> datetime:
    """Return now, but at least a second later than before.

    Last-Modified counts seconds: two files within one could not be told apart by it.
    """
    return max(timezone.now(), before + timedelta(seconds=1))
