"""Pictures, and the sizes of them that are shown."""

from contextlib import suppress
from typing import Any, ClassVar

from django.db import models, transaction
from django.urls import reverse
from taggit.managers import TaggableManager
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage
from wagtail.images.models import get_upload_to as wagtail_upload_to

from documents.fields import PictureField
from documents.models.paths import is_new, unguessable


class Image(AbstractImage):
    """A picture. Its description is what is read out where a page gives no alternative text of its own."""

    file = PictureField(
        verbose_name="file", upload_to=wagtail_upload_to, width_field="width", height_field="height",
        help_text="JPEG, PNG, WebP, AVIF or GIF. Where and when it was taken is removed from the file.",
    )  # fmt: skip

    description = models.CharField(
        blank=True, max_length=255, default="",
        help_text="What the picture tells somebody who cannot see it. Each page may say it in its own words.",
    )  # fmt: skip

    decorative = models.BooleanField(
        default=False, help_text="Tick instead when the picture tells nothing: it is not read out then."
    )

    tags = TaggableManager(blank=True, related_name="trust_images")

    admin_form_fields = (*WagtailImage.admin_form_fields[:3], "decorative", *WagtailImage.admin_form_fields[3:])

    class Meta(AbstractImage.Meta):
        # Wagtail's own image model, unused but there, has the same class name.
        default_related_name = "trust_images"
        permissions: ClassVar[list[tuple[str, str]]] = [("choose_image", "Can choose image")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the size and hash are those of the file in the store, and no size of an older picture stays."""
        if not is_new(self.file):
            super().save(*args, **kwargs)
            return
        self.file.clean_upload()
        self._set_image_file_metadata()
        before = Image.objects.filter(pk=self.pk).values_list("file", flat=True).first()
        # In the store before the transaction begins, so that no other writer waits for the store.
        self.file.save(str(self.file.name), self.file.file, save=False)
        try:
            with transaction.atomic():
                super().save(*args, **kwargs)
                self.renditions.all().delete()
                if before:
                    self.file.storage.delete(before)
        except BaseException:
            with suppress(Exception):  # what went wrong before is what the caller has to know
                self.file.storage.delete(str(self.file.name))
            raise

    def get_upload_to(self, filename: str) -> str:
        """Return a path in the file store that was never used before."""
        return unguessable("originals", super().get_upload_to(filename).rpartition("/")[2])


class Rendition(AbstractRendition):
    """A picture at one size, made from an Image."""

    FOLDER = "renditions"

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_a_spec"),
        ]
        # Each request for a picture looks it up by its file.
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]

    def get_upload_to(self, filename: str) -> str:
        """Return a path in the file store that was never used before."""
        return unguessable(self.FOLDER, filename)

    @property
    def url(self) -> str:
        """Our own address: the view behind it asks what the public may see."""
        return reverse("documents:image", args=(self.file.name.removeprefix(f"{self.FOLDER}/"),))
