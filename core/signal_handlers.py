"""Raise the generation number when anything that the public sees may have changed."""

from typing import Any

from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)

from core.caching import generation

# What is saved here is never shown to the public; all else raises the number, so that nothing can be forgotten.
NEVER_PUBLIC = {
    "admin.logentry",
    "auth.permission",
    "contenttypes.contenttype",
    "core.jobstate",
    "core.rolesetup",
    "core.submissioncount",
    "django_tasks_db.dbtaskresult",
    "home.contactmessage",
    "sessions.session",
    "wagtailadmin.editingsession",
    "wagtailcore.comment",
    "wagtailcore.commentreply",
    "wagtailcore.modellogentry",
    "wagtailcore.pagelogentry",
    "wagtailcore.pagesubscription",
    "wagtailcore.referenceindex",
    "wagtailcore.revision",
    "wagtailcore.taskstate",
    "wagtailcore.workflowstate",
    "wagtailsearch.indexentry",
    "wagtailusers.userprofile",
}


def advance_on_commit(**_: Any) -> None:
    """Raise the number once the change is in the database; a change that is rolled back raises nothing."""
    transaction.on_commit(generation.advance)


def model_changed(sender: type[models.Model], **_: Any) -> None:
    """Handle a save or delete of any model."""
    if sender._meta.label_lower not in NEVER_PUBLIC:
        advance_on_commit()


for _signal in (post_save, post_delete):
    _signal.connect(model_changed, dispatch_uid="core.generation")
# These come from changes that save no model, or save it by a query.
for _other in (
    m2m_changed,
    post_migrate,
    page_published,
    page_unpublished,
    page_slug_changed,
    post_page_move,
    published,
    unpublished,
):
    _other.connect(advance_on_commit, dispatch_uid="core.generation")
