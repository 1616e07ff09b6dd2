"""What the demo site remembers of what it made."""

from django.contrib.contenttypes.models import ContentType
from django.db import models


class DemoRecord(models.Model):
    """One thing that `load_demo` made, and how it stood when it was made.

    The record outlives the thing: what an editor deleted is known by it and is never made again.
    """

    key = models.CharField(max_length=255, unique=True, help_text="A page's address, or the kind and name of a thing.")
    part = models.CharField(max_length=100, help_text="The demo part that made it last.")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=40)
    source = models.CharField(max_length=64, help_text="Hash of what the demo was told to make.")
    witness = models.CharField(max_length=255, help_text="How the thing stood after it was made.")

    never_public = True

    def __str__(self) -> str:
        return self.key
