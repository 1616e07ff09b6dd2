"""Every field that an editor fills in says what it is for; what needs no words is listed here with its reason."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.contrib.settings.views import get_setting_edit_handler
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.forms import get_document_form
from wagtail.fields import StreamField
from wagtail.images.forms import get_image_form
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from documents.models import Document, Image
from home.blocks import PageBodyBlock

OURS = ("core.", "home.", "documents.", "search.")
NO_WORDS_NEEDED = {
    "title": "asked for on every form of Wagtail's own, where its label says it all",
    "go_live_at": "in Wagtail's own dialog for schedules, which explains both times",
    "expire_at": "in the same dialog",
    "collection": "Wagtail's own; hidden while there is one collection",
    "tags": "Wagtail's own, with its own words under the box",
    "focal_point_x": "set by drawing on the picture",
    "focal_point_y": "set by drawing on the picture",
    "focal_point_width": "set by drawing on the picture",
    "focal_point_height": "set by drawing on the picture",
}


def _field_panels(panel: Panel) -> Iterator[FieldPanel]:
    if isinstance(panel, FieldPanel):
        yield panel
    for child in getattr(panel, "children", ()):
        yield from _field_panels(child)


def _edited_models() -> list[type]:
    found = [*get_page_models(), *get_snippet_models(), *settings_registry]
    return [model for model in found if model.__module__.startswith(OURS)]


def _handler(model: type) -> Panel:
    if model in settings_registry:
        return get_setting_edit_handler(model)
    return model.snippet_viewset.get_edit_handler() if model in get_snippet_models() else model.get_edit_handler()


def _leaves(block: blocks.Block, path: str) -> Iterator[tuple[str, blocks.Block, bool]]:
    """Yield each block with its path, and whether it is one line of a list that has said it already."""
    if isinstance(block, blocks.StreamBlock | blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield f"{path}.{name}", child, False
            yield from _leaves(child, f"{path}.{name}")
    elif isinstance(block, blocks.ListBlock):
        yield f"{path}[]", block.child_block, True
        yield from _leaves(block.child_block, f"{path}[]")


def _help_text(block: blocks.Block) -> str:
    field = getattr(block, "field", None)
    return field.help_text if field else getattr(block.meta, "help_text", "")


@pytest.mark.parametrize("model", _edited_models(), ids=lambda model: model.__name__)
def test_every_field_of_a_form_says_what_it_is_for(model):
    panels = list(_field_panels(_handler(model)))
    assert panels
    silent = [
        panel.field_name
        for panel in panels
        if not (panel.help_text or panel.db_field.help_text) and panel.field_name not in NO_WORDS_NEEDED
    ]
    assert silent == []


@pytest.mark.parametrize("form", [get_image_form(Image), get_document_form(Document)])
def test_every_field_of_a_file_says_what_it_is_for(form):
    silent = [name for name, field in form.base_fields.items() if not field.help_text and name not in NO_WORDS_NEEDED]
    assert silent == []


def _stream_blocks() -> Iterator[tuple[str, blocks.StreamBlock]]:
    for model in apps.get_models():
        if model.__module__.startswith(OURS):
            for field in model._meta.local_fields:
                if isinstance(field, StreamField):
                    yield f"{model.__name__}.{field.name}", field.stream_block


@pytest.mark.parametrize(("path", "stream"), list(_stream_blocks()), ids=[path for path, _ in _stream_blocks()])
def test_every_field_of_a_block_says_what_it_is_for(path, stream):
    silent = [
        where
        for where, block, in_list in _leaves(stream, path)
        if not in_list
        and not _help_text(block)
        # A block made of fields is explained in the chooser, its fields in the form.
        and not (isinstance(block, blocks.StructBlock) and block.get_description())
    ]
    assert silent == []


BODY = PageBodyBlock().child_blocks


def test_the_table_says_once_what_its_cells_are():
    assert isinstance(BODY["table"].child_blocks["table"], TypedTableBlock)
    assert BODY["table"].child_blocks["table"].meta.help_text


@pytest.mark.parametrize("name", BODY)
def test_the_chooser_describes_each_block(name):
    assert BODY[name].get_description()
    assert BODY[name].is_previewable


@pytest.mark.parametrize("name", BODY)
def test_the_chooser_shows_each_block_as_the_site_does(name, admin_client, home_page):
    answer = admin_client.get("/admin/block-preview/", {"id": BODY[name].definition_prefix})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "lasweb/site.css" in html
    assert len(html.partition("<main")[2].partition("</main>")[0].strip()) > 100
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_the_fields_of_links_come_in_the_order_in_which_people_write_them():
    assert BODY["cards"].child_blocks["cards"].child_block.meta.form_layout.children == ["title", "text", "page", "url"]
    assert BODY["call_to_action"].meta.form_layout.children == ["text", "page", "url"]
