"""Gives a page of the demo another type in its place."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update


def become(page: Page, model: type[Page]) -> Any:
    """Return the page as one of the type `model`, with the same id, place in the tree and children.

    Only for a page that no editor has touched: the fields of its old type and its history go.
    """
    pk, old = page.pk, page.specific
    kept = {column.attname: getattr(old, column.attname) for column in Page._meta.concrete_fields}
    ReferenceIndex.remove_for_object(old)
    # Not Page.delete(), which would take the page out of the tree: only the row of its type goes, and its revisions.
    # What refers to the page still does: the index of references must not hear of it.
    with disable_reference_index_auto_update():
        Model.delete(old, keep_parents=True)
    # Only the row of the new type is added: Page.save() would look for the one that has just gone.
    model(**kept | {"page_ptr_id": pk}).save_base(raw=True)
    Page.objects.filter(pk=pk).update(
        content_type=ContentType.objects.get_for_model(model), latest_revision=None, live_revision=None
    )
    return model._default_manager.get(pk=pk)
