"""A snippet that is published, scheduled and expired as pages are."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from wagtail.models import DraftStateMixin, RevisionMixin


class Leaflet(DraftStateMixin, RevisionMixin, models.Model):
    """Something with drafts that is no page."""

    text = models.TextField()
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="leaflet")

    def __str__(self) -> str:
        return self.text

    @property
    def revisions(self) -> "models.QuerySet[models.Model]":
        return self._revisions
