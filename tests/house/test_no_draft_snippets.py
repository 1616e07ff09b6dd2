"""Route 42 of the publishing notes: a page shows a snippet's drafts through a key or a block, whatever its state.

The site has no snippets with drafts. The day it has one, this test asks for a predicate of its own, and templates
that ask it.
"""

from django.apps import apps
from django.db import models
from wagtail.blocks import Block
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, Page
from wagtail.snippets.blocks import SnippetChooserBlock

from core.scheduled_publishing import draft_state_models
from tests.draft_snippets.models import Leaflet

APPS = {"core", "documents", "home", "search"}


def has_drafts(model):
    return isinstance(model, type) and issubclass(model, DraftStateMixin) and not issubclass(model, Page)


def blocks_in(block):
    """The block and all blocks inside it."""
    yield block
    inner = list(getattr(block, "child_blocks", {}).values())
    if isinstance(getattr(block, "child_block", None), Block):
        inner.append(block.child_block)
    for each in inner:
        yield from blocks_in(each)


def drafts_shown_by(fields):
    """Models with drafts, other than pages, to which these fields lead."""
    found = set()
    for field in fields:
        if isinstance(field, StreamField):
            found |= {getattr(block, "target_model", None) for block in blocks_in(field.stream_block)}
        found.add(field.related_model)
    return {model for model in found if has_drafts(model)}


def test_the_search_finds_a_key_and_a_block():
    key = models.ForeignKey(Leaflet, on_delete=models.CASCADE)
    key.remote_field.model = Leaflet
    assert drafts_shown_by([key]) == {Leaflet}
    assert drafts_shown_by([StreamField([("leaflet", SnippetChooserBlock(Leaflet))])]) == {Leaflet}


def test_no_app_of_ours_has_a_snippet_with_drafts():  # [42]
    assert [model for model in draft_state_models() if model._meta.app_label in APPS] == []


def test_nothing_of_ours_leads_to_one():  # [42]
    ours = [model for model in apps.get_models() if model._meta.app_label in APPS]
    assert len(ours) > 10
    assert {
        model: drafts_shown_by(model._meta.get_fields()) for model in ours if drafts_shown_by(model._meta.get_fields())
    } == {}
