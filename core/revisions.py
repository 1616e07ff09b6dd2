"""Versions that somebody relies on are never rewritten in place."""

from django.core.exceptions import PermissionDenied
from wagtail.models import Page, Revision, TaskState


def refuse_overwriting(revision: Revision) -> None:
    """Raise PermissionDenied for a version that is public, scheduled, or was handed in for review."""
    if TaskState.objects.filter(revision=revision).exists():
        raise PermissionDenied("This version was submitted for review. Reload the page and save a new one.")
    if revision.approved_go_live_at is not None:
        raise PermissionDenied("This version is scheduled to go live. Reload the page and save a new one.")
    if Page.objects.filter(live_revision=revision).exists():
        raise PermissionDenied("This version is the public one. Reload the page and save a new one.")
