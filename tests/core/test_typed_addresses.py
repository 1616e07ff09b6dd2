"""The address of one of our own files is chosen, never typed: a page that holds one is not saved."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Site

from core.typed_addresses import refuse_typed_addresses
from documents.models import Document
from home.models import StandardPage
from tests.citing.models import Cell, CitingPage, Row
from tests.documents.files import document, image
from tests.factories import publish

pytestmark = pytest.mark.django_db

TYPED = [
    "/documents/12/board-paper",
    "/documents/12/versions/1/",
    "See /documents/12/board-paper.",
    "http://localhost/documents/12/board-paper",
    "HTTPS://LOCALHOST:8000/documents/12/board-paper?x=1",
    "//localhost/documents/12/a",
    "localhost/documents/12/a",
    "http://second.example/documents/12/a",
    "http://localhost//documents/12/a",
    "/documents%2F12/a",
    "/%64ocuments/12/a",
    "/images/0123456789abcdef01234567/crew.width-640.webp",
    "/media/documents/paper.pdf",
    "http://127.0.0.1/media/original_images/crew.jpg",
    '<p><a href="/documents/12/a">it</a></p>',
    "<p><a href='&#47;documents/12/a'>it</a></p>",
    "[the paper](/documents/12/a)",
]
HARMLESS = [
    "",
    "/documents/",
    "/about-us/documents/2026/",
    "https://example.org/documents/12/board-paper",
    "https://notlocalhost/documents/12/a",
    "https://localhost.example.org/documents/12/a",
    "either/documents/12",
    "/images/crew",
    "/social-media/",
    "10/12/2026",
    '<p>See <a linktype="document" id="12">the paper</a>.</p>',
    "http://localhost/about-us/",
]


@pytest.fixture
def page(home_page):
    Site.objects.create(hostname="second.example", root_page=publish(home_page, "second"))
    return publish(home_page, "citing", CitingPage)


def refused(page):
    try:
        refuse_typed_addresses(page)
    except ValidationError as error:
        return error.message_dict
    return {}


@pytest.mark.parametrize("typed", TYPED)
def test_a_typed_address_is_refused_wherever_it_stands(page, typed):
    blocks = [
        {"type": "html", "value": typed}, {"type": "address", "value": typed}, {"type": "text", "value": typed},
        {"type": "part", "value": {"title": typed, "papers": []}},
    ]  # fmt: skip
    for fields in ({"note": typed}, {"text": typed}, {"search_description": typed}):
        assert list(refused(CitingPage(title="A", slug="a", **fields))) == list(fields)
    for block in blocks:
        page.body = page.body.stream_block.to_python([block])
        assert list(refused(page)) == ["body"], block
    page.body = []
    page.rows = [Row(text=typed)]
    assert list(refused(page)) == ["__all__"]


@pytest.mark.parametrize("text", HARMLESS)
def test_anything_else_may_be_written(page, text):
    page.note = page.text = text
    page.body = page.body.stream_block.to_python([{"type": "html", "value": text}])
    page.rows = [Row(text=text, cells=[Cell(text=text)])]
    assert refused(page) == {}


def test_the_addresses_that_files_have_are_among_those_refused(page):
    paper, crew = document(), image()
    for address in (paper.url, paper.versions.get().url, crew.get_rendition("width-30").url):
        page.note = f"See {address}"
        assert "note" in refused(page)


def test_a_page_with_one_is_not_saved_by_code(home_page):
    page = publish(home_page, "papers")
    page.summary = "See /documents/1/paper"
    with pytest.raises(ValidationError):
        page.save_revision()
    with pytest.raises(ValidationError):
        page.save()


def test_the_editor_is_told_what_to_do_and_nothing_typed_is_lost(admin_client, home_page):
    page = publish(home_page, "papers")
    Document.objects.all().delete()
    response = admin_client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        {"title": "Papers", "slug": "papers", "summary": "Read http://localhost/documents/5/paper first.",
         "body-count": "0", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0},
    )  # fmt: skip
    assert response.status_code == 200
    shown = response.content.decode()
    assert "“localhost/documents/5/paper” is the address of one of our own files" in shown
    assert "Read http://localhost/documents/5/paper first." in shown
    assert StandardPage.objects.get(pk=page.pk).latest_revision.content["summary"] == ""
