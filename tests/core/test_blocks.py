"""Every block of a page's body: good content, content that is missing something, and content that means harm."""

import io
import json
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template import Context, Template
from PIL import Image as Picture

from core.blocks import BodyBlock
from core.blocks.links import CardBlock
from core.blocks.media import ImageBlock
from documents.models import Document, Image
from tests.factories import draft, publish

HARM = '<script>alert("x")</script>'


def render(*blocks: tuple[str, Any]) -> str:
    """Show a body made of these blocks, as a page's template does."""
    block = BodyBlock()
    body = block.to_python([{"type": kind, "value": value} for kind, value in blocks])
    return Template("{% load core_tags %}{% body body %}").render(Context({"body": body}))


class _Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag[0] == "h" and tag[1:].isdigit():
            self.levels.append(int(tag[1:]))
        self.ids += [value for name, value in attrs if name == "id" and value]


def outline(html: str) -> _Outline:
    parser = _Outline()
    parser.feed(html)
    return parser


@pytest.fixture
def picture(db: None) -> Image:
    content = io.BytesIO()
    Picture.new("RGB", (1000, 500), "#005eb8").save(content, "PNG")
    return Image.objects.create(title="A picture", file=ContentFile(content.getvalue(), name="picture.png"))


@pytest.fixture
def document(db: None) -> Document:
    file = ContentFile(b"x" * 1_500_000, name="report.pdf")
    document = Document(title="Annual report", file=file)
    document.file_size = 1_500_000
    document.save()
    return document


# --- headings ---


def test_two_headings_of_the_same_words_have_different_anchors():
    html = render(("heading", {"text": "Costs", "level": "h2"}), ("heading", {"text": "Costs", "level": "h2"}))
    assert outline(html).ids == ["costs", "costs-2"]


def test_a_heading_never_takes_an_id_of_the_frame_around_the_page():
    html = render(("heading", {"text": "Contents", "level": "h2"}), ("heading", {"text": "Top", "level": "h2"}))
    assert outline(html).ids == ["contents-2", "top-2"]


def test_a_heading_without_letters_has_an_anchor():
    assert outline(render(("heading", {"text": "…?", "level": "h2"}))).ids == ["section"]


def test_a_small_heading_with_no_large_one_before_it_leaves_out_no_level():
    html = render(("heading", {"text": "First", "level": "h3"}), ("heading", {"text": "Then", "level": "h3"}))
    assert outline(html).levels == [2, 3]


def test_headings_inside_blocks_stand_one_below_the_heading_they_follow():
    html = render(
        ("warning", {"title": "Before any heading", "text": "<p>x</p>"}),
        ("heading", {"text": "Large", "level": "h2"}),
        ("do_dont_list", {"kind": "do", "items": ["x"]}),
        ("heading", {"text": "Small", "level": "h3"}),
        (
            "cards",
            {"heading": "Read next", "cards": [{"title": "A", "text": "", "page": None, "url": "https://a.example/"}]},
        ),
    )
    assert outline(html).levels == [2, 2, 3, 3, 4, 5]


# --- words ---


def test_an_inset_tells_screen_readers_what_it_is():
    assert "Information: </span>" in render(("inset", {"text": "<p>Call us.</p>"}))


def test_a_warning_has_its_title_as_heading_and_no_role_that_hides_it():
    html = render(("warning", {"title": "Call 999 now if", "text": "<p>it is urgent</p>"}))
    assert "Important: </span>Call 999 now if</h2>" in html
    assert "role=" not in html


def test_details_open_without_a_script():
    html = render(("details", {"title": "How we count", "text": "<p>From the call.</p>"}))
    assert "<details" in html
    assert "<summary" in html


@pytest.mark.parametrize(("kind", "heading", "icon"), [("do", "Do", "tick"), ("dont", "Don’t", "cross")])
def test_a_list_of_dos_or_donts_says_which_it_is_in_words(kind: str, heading: str, icon: str):
    html = render(("do_dont_list", {"kind": kind, "items": ["stay calm"]}))
    assert f">{heading}</h2>" in html
    assert f"nhsuk-icon--{icon}" in html
    assert html.count('aria-hidden="true"') == 1


def test_a_quote_names_who_said_it_and_leaves_out_an_empty_role():
    html = render(("quote", {"text": "Thank you.", "name": "A patient", "role": ""}))
    assert "<blockquote" in html
    assert ">A patient<" in html
    assert "app-quote__role" not in html


# --- facts ---


def test_a_summary_list_is_a_description_list():
    html = render(("summary_list", {"rows": [{"key": "Staff", "value": "<p>5,000</p>"}]}))
    assert "<dt" in html
    assert "<dd" in html


def table(**fields: Any) -> str:
    columns = [{"type": "text", "heading": "Year"}, {"type": "number", "heading": "Calls"}]
    value = {
        "caption": "Calls",
        "first_column_is_header": True,
        "table": {"columns": columns, "rows": [{"values": ["2024", "7"]}]},
    }
    return render(("table", value | fields))


def test_a_table_has_a_caption_and_scoped_headers_and_scrolls_by_keyboard():
    html = table()
    assert ">Calls</span></caption>" in html
    assert html.count('scope="col"') == 2
    assert html.count('scope="row"') == 1
    assert 'role="region" aria-label="Calls" tabindex="0"' in html
    assert "nhsuk-table__cell--numeric" in html


def test_a_table_whose_rows_have_no_names_has_no_row_headers():
    assert 'scope="row"' not in table(first_column_is_header=False)


def test_a_column_without_heading_is_no_empty_header():
    columns = [{"type": "text", "heading": ""}, {"type": "text", "heading": "Calls"}]
    html = table(table={"columns": columns, "rows": []})
    assert html.count("<th ") == 1


# --- pictures and files ---


def test_a_picture_offers_its_widths_its_size_and_its_words(picture: Image):
    html = render(("image", {"image": picture.pk, "alt_text": "A blue field", "decorative": False, "caption": "Blue"}))
    assert 'alt="A blue field"' in html
    assert 'width="1000" height="500"' in html
    assert 'loading="lazy"' in html
    assert [part.split()[-1] for part in html.split('srcset="')[1].split('"')[0].split(", ")] == [
        "320w",
        "640w",
        "960w",
        "1000w",
    ]
    assert "<figcaption" in html


def test_a_decorative_picture_is_not_read_out(picture: Image):
    assert 'alt=""' in render(("image", {"image": picture.pk, "alt_text": "", "decorative": True, "caption": ""}))


def test_a_picture_whose_file_is_gone_does_not_break_the_page(picture: Image):
    picture.file.storage.remove(picture.file.name)
    html = render(("image", {"image": picture.pk, "alt_text": "A blue field", "decorative": False, "caption": "Blue"}))
    assert "<img" not in html


def test_a_picture_is_scaled_once(picture: Image, django_assert_num_queries):
    block = ("image", {"image": picture.pk, "alt_text": "A", "decorative": False, "caption": ""})
    render(block)
    made = set(picture.renditions.values_list("pk", flat=True))
    with django_assert_num_queries(2):  # the picture, its renditions
        render(block)
    assert set(picture.renditions.values_list("pk", flat=True)) == made


def test_all_pictures_of_a_body_are_found_in_one_query(picture: Image, django_assert_num_queries):
    block = ("image", {"image": picture.pk, "alt_text": "A", "decorative": False, "caption": ""})
    render(block)
    with django_assert_num_queries(2):
        render(block, block, block)


@pytest.mark.parametrize(
    ("alt_text", "decorative"), [("", False), ("   ", False), ("A blue field", True)], ids=["neither", "blank", "both"]
)
def test_a_picture_needs_its_words_or_the_tick(picture: Image, alt_text: str, decorative: bool):
    block = ImageBlock()
    value = block.to_python({"image": picture.pk, "alt_text": alt_text, "decorative": decorative, "caption": ""})
    with pytest.raises(ValidationError):
        block.clean(value)


def test_a_document_that_was_deleted_leaves_nothing_behind(document: Document):
    pk = document.pk
    document.delete()
    assert "<a" not in render(("document", {"document": pk, "title": "Gone"}))


# --- links ---


def card(**fields: Any) -> tuple[str, Any]:
    return (
        "cards",
        {"heading": "", "cards": [{"title": "A card", "text": "Words.", "page": None, "url": ""} | fields]},
    )


def test_a_card_leads_to_a_public_page(home_page):
    page = publish(home_page, "open")
    assert 'href="/open/"' in render(card(page=page.pk))


def test_a_card_to_a_page_that_is_not_public_is_text(home_page):
    page = draft(home_page, "secret", title="The secret title")
    html = render(card(page=page.pk))
    assert "A card" in html
    assert "<a" not in html
    assert "nhsuk-card--clickable" not in html
    assert "secret" not in html


def test_a_call_to_action_to_a_page_that_is_not_public_is_text(home_page):
    page = draft(home_page, "secret")
    html = render(("call_to_action", {"text": "Ask us", "page": page.pk, "url": ""}))
    assert "Ask us" in html
    assert "<a" not in html


def test_a_card_to_a_deleted_page_is_text(home_page):
    page = publish(home_page, "open")
    pk = page.pk
    page.delete()
    assert "<a" not in render(card(page=pk))


@pytest.mark.parametrize("fields", [{}, {"page": "home", "url": "https://example.org/"}], ids=["neither", "both"])
def test_a_card_leads_to_one_place(home_page, fields: dict[str, Any]):
    block = CardBlock()
    target = {"page": home_page.pk if fields.get("page") else None, "url": fields.get("url", "")}
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"title": "A card", "text": ""} | target))


# --- harm ---


@pytest.mark.parametrize(
    "block",
    [
        ("heading", {"text": HARM, "level": "h2"}),
        ("warning", {"title": HARM, "text": "<p>x</p>"}),
        ("details", {"title": HARM, "text": "<p>x</p>"}),
        ("do_dont_list", {"kind": "do", "items": [HARM]}),
        ("summary_list", {"rows": [{"key": HARM, "value": "<p>x</p>"}]}),
        (
            "cards",
            {"heading": HARM, "cards": [{"title": HARM, "text": HARM, "page": None, "url": "https://a.example/"}]},
        ),
        ("quote", {"text": HARM, "name": HARM, "role": HARM}),
        ("call_to_action", {"text": HARM, "page": None, "url": "https://a.example/"}),
    ],
    ids=lambda block: block[0],
)
def test_what_an_editor_types_is_text_not_markup(block: tuple[str, Any]):
    html = render(block)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_the_cells_of_a_table_are_text_not_markup():
    columns = [{"type": "text", "heading": HARM}]
    html = table(caption=HARM, table={"columns": columns, "rows": [{"values": [HARM]}]})
    assert "<script" not in html


def test_an_empty_body_shows_nothing():
    assert render() == ""
    assert Template("{% load core_tags %}{% body body %}").render(Context({"body": None})) == ""


def test_every_block_has_a_template_and_an_icon_of_its_own():
    bare = [
        name
        for name, block in BodyBlock().child_blocks.items()
        if not block.meta.template or block.meta.icon == "placeholder"
    ]
    assert json.dumps(bare) == "[]"
