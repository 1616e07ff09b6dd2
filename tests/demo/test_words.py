"""The words of the demo: our own, of a sane length, and honest about what is invented."""

import re

import pytest
from django.utils.html import strip_tags
from wagtail.models import Page

from home.demo.front import NAME
from home.demo.news import INVENTED, NEWS
from home.demo.pages import PAGES
from home.demo.pictures import PICTURES
from tests.servers import SHARED

SEED = SHARED / "seed-about-us.txt"


def words_in(value: object) -> list[str]:
    """Return every text in a nest of lists and dictionaries."""
    if isinstance(value, str):
        return [strip_tags(value.replace("</p>", " ").replace("</li>", " "))]
    if isinstance(value, dict):
        value = list(value.values())
    return [words for item in value for words in words_in(item)] if isinstance(value, list) else []


def text_of(page: Page) -> str:
    """Return all words of a page: title, summary and every stream."""
    streams = [getattr(page, name).get_prep_value() for name in ("quote", "body") if hasattr(page, name)]
    return " ".join([page.title, page.summary, *words_in(streams)])


def sentences(text: str) -> set[str]:
    """Return the sentences of at least five words, without regard to case and spacing."""
    found = (" ".join(part.lower().split()) for part in re.split(r"[.!?:\n]", text))
    return {sentence for sentence in found if len(sentence.split()) >= 5}


def demo_pages() -> list[Page]:
    return [page.specific for page in Page.objects.filter(depth__gt=1)]


def test_every_page_has_a_summary_of_two_or_three_sentences_at_most(demo):
    lengths = {page.url_path: len(page.summary) for page in demo_pages()}
    assert {address for address, length in lengths.items() if not 60 <= length <= 300} == set()


def test_no_two_pages_have_the_same_summary(demo):
    summaries = [page.summary for page in demo_pages()]
    assert len(set(summaries)) == len(summaries)


def test_about_us_says_something_on_every_page(demo):
    about = Page.objects.get(slug="about-us")
    counts = {page.slug: len(text_of(page.specific).split()) for page in about.get_children()}
    assert len(counts) == 14
    assert {slug: count for slug, count in counts.items() if count < 250} == {}


@pytest.mark.needs("samples")
def test_no_sentence_is_the_seeds(demo):
    theirs = sentences(SEED.read_text(encoding="utf-8"))
    assert len(theirs) > 20
    ours = {sentence for page in demo_pages() for sentence in sentences(text_of(page))}
    assert ours & theirs == set()


def test_the_real_patient_of_the_seed_is_not_named(demo):
    assert not any("woolcock" in text_of(page).lower() for page in demo_pages())


def test_every_news_item_says_that_it_is_invented():
    assert all(item.fields["body"][-1] == INVENTED for item in NEWS)
    assert len(NEWS) == 8
    assert len({item.picture for item in NEWS}) == 8


def test_news_spreads_over_three_years():
    assert {item.date.year for item in NEWS} == {2024, 2025, 2026}


def test_every_page_says_that_this_is_a_demonstration(demo, client):
    for address in ("/", "/about-us/", "/contact/", "/news/", f"/news/{NEWS[0].slug}/"):
        assert "not the website of London Ambulance Service." in client.get(address).content.decode()
    assert "demonstration" in NAME


def test_search_engines_are_asked_to_stay_away(demo, client):
    assert "noindex" in client.get("/about-us/").content.decode()


def test_mail_goes_nowhere(demo):
    everything = " ".join(text_of(page) for page in demo_pages())
    assert re.findall(r"[\w.]+@[\w.]+", everything) == []


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.title)
def test_a_picture_is_the_same_each_time_and_has_words_for_those_who_cannot_see_it(picture):
    first, second = picture.draw(), picture.draw()
    assert first.size == (1280, 720)
    assert first.tobytes() == second.tobytes()
    assert 30 <= len(picture.alt) <= 140


@pytest.mark.parametrize("page", [page for page in PAGES if page.slug == "accessibility-statement"])
def test_the_accessibility_statement_has_what_regulation_8_asks(page):
    headings = [block["value"]["text"] for block in page.body if block["type"] == "heading"]
    for needed in (
        "Feedback and contact information",
        "Enforcement procedure",
        "Compliance status",
        "Non-accessible content",
        "Disproportionate burden",
        "Preparation of this accessibility statement",
    ):
        assert needed in headings
    assert {"type": "contact_details", "value": {"route": "accessibility"}} in page.body
