"""What every page shows around its content, and what each type of page makes of its own."""

import datetime as dt
import io
import json
import re
from itertools import pairwise
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image as Picture
from wagtail.models import Page

from core.caching import middleware
from documents.models import Image
from home.models import (
    ContactPage,
    EmbedPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    Notice,
    OrganisationSettings,
    SectionHubPage,
)
from tests.core.test_blocks import HARM, outline
from tests.factories import draft, publish


@pytest.fixture
def organisation(home_page: HomePage) -> OrganisationSettings:
    site = home_page.get_site()
    return OrganisationSettings.objects.create(site=site, name="Test Ambulance Service")


def get(client: Any, path: str = "/", status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def graph(html: str) -> dict[str, dict[str, Any]]:
    """Return the page's JSON-LD by type."""
    text = html.split('<script type="application/ld+json">')[1].split("</script>", maxsplit=1)[0]
    return {entry["@type"]: entry for entry in json.loads(text)["@graph"]}


def navigation(html: str) -> str:
    return html.split('<nav class="nhsuk-header__navigation"')[1].split("</nav>", maxsplit=1)[0]


def breadcrumbs(html: str) -> str:
    return html.split('aria-label="Breadcrumb"')[1].split("</nav>", maxsplit=1)[0]


# --- the frame ---


def test_every_page_says_what_to_do_in_an_emergency(client, home_page):
    for path, status in (("/", 200), ("/nowhere/", 404)):
        html = get(client, path, status)
        assert 'href="tel:999"' in html
        assert 'href="https://111.nhs.uk/"' in html


def test_a_page_names_itself_and_the_trust_in_its_title(client, home_page, organisation):
    publish(home_page, "who-we-are", title="Who we are")
    assert "<title>Who we are – Test Ambulance Service</title>" in get(client, "/who-we-are/")


def test_the_home_page_is_titled_with_the_name_of_the_trust_alone(client, home_page, organisation):
    assert "<title>Test Ambulance Service</title>" in get(client)


def test_the_first_link_leads_past_the_header_to_the_content(client, home_page):
    html = get(client)
    assert re.search(r"<a [^>]*>", html.split("<body")[1])[0].startswith(
        '<a class="nhsuk-skip-link" href="#maincontent"'
    )
    assert 'id="maincontent"' in html


def test_a_page_has_one_address_for_search_engines_whatever_was_asked(client, home_page, settings):
    settings.SITE_URL = "https://trust.example"
    publish(home_page, "open")
    assert '<link rel="canonical" href="https://trust.example/open/">' in get(client, "/open/?utm_source=x")


def test_search_engines_are_turned_away_only_when_the_settings_say_so(client, organisation):
    assert 'name="robots"' not in get(client)
    organisation.hide_from_search_engines = True
    organisation.save()
    middleware.pages.clear()
    assert '<meta name="robots" content="noindex, nofollow">' in get(client)


def test_a_demonstration_says_on_every_page_that_it_is_one(client, organisation):
    assert "Demonstration" not in get(client)
    organisation.demonstration = True
    organisation.save()
    middleware.pages.clear()
    for path, status in (("/", 200), ("/nowhere/", 404), ("/search/", 200)):
        assert "This is not the website of Test Ambulance Service." in get(client, path, status)


def test_the_name_of_the_trust_is_text_not_markup(client, organisation):
    organisation.name = HARM
    organisation.save()
    html = get(client)
    assert HARM not in html
    assert graph(html)["GovernmentOrganization"]["name"] == HARM


def test_the_menu_shows_public_pages_that_editors_put_in_it(client, home_page):
    publish(home_page, "about-us", show_in_menus=True)
    publish(home_page, "small-print", title="Small print")
    draft(home_page, "secret", title="Secret", show_in_menus=True)
    menu = navigation(get(client))
    assert "About us" in menu
    assert "Small print" not in menu
    assert "Secret" not in menu


def test_the_menu_marks_the_page_and_the_section_where_the_visitor_is(client, home_page):
    about = publish(home_page, "about-us", SectionHubPage, show_in_menus=True)
    publish(about, "who")
    assert 'aria-current="page">About us' in navigation(get(client, "/about-us/"))
    assert 'aria-current="true">About us' in navigation(get(client, "/about-us/who/"))
    assert "aria-current" not in navigation(get(client))


def test_a_site_without_menu_shows_no_empty_navigation(client, home_page):
    assert "nhsuk-header__navigation" not in get(client)


def test_breadcrumbs_lead_from_home_to_the_parent(client, home_page):
    about = publish(home_page, "about-us", SectionHubPage)
    publish(about, "who", title="Who we are")
    crumbs = breadcrumbs(get(client, "/about-us/who/"))
    assert re.findall(r'__link" href="([^"]+)">([^<]+)<', crumbs) == [("/", "Home"), ("/about-us/", "About us")]


def test_a_page_moved_on_by_a_draft_title_is_called_by_its_public_one(client, home_page):
    about = publish(home_page, "about-us", SectionHubPage)
    publish(about, "who")
    about.refresh_from_db()
    about.title = "Secret new name"
    about.save_revision()
    html = get(client, "/about-us/who/")
    assert "About us" in breadcrumbs(html)
    assert "Secret new name" not in html


def test_the_home_page_has_no_breadcrumbs(client, home_page):
    assert "Breadcrumb" not in get(client)


def test_the_footer_links_to_public_pages_only(client, home_page, organisation):
    organisation.privacy_page = publish(home_page, "privacy")
    organisation.cookies_page = draft(home_page, "cookies")
    organisation.save()
    footer = get(client).split("<footer")[1]
    assert 'href="/privacy/">Privacy<' in footer
    assert "Cookies" not in footer


def test_a_page_carries_nothing_of_the_admin_for_visitors(client, home_page):
    html = get(client)
    assert "wagtail" not in html.replace("wagtailnhsukfrontend", "")
    assert "csrf" not in html


def test_a_page_asks_nothing_of_other_hosts(client, home_page, organisation):
    html = get(client)
    assert not re.findall(r'(?:src|srcset)="(?:https?:)?//', html)
    assert not re.findall(r'<link rel="(?:stylesheet|icon|preload|modulepreload)"[^>]*href="(?:https?:)?//', html)


def test_a_page_has_no_style_or_script_of_its_own_which_the_policy_would_refuse(client, home_page):
    html = get(client)
    assert "<style" not in html
    assert " style=" not in html
    assert re.findall(r"<script(?![^>]*(?:src=|ld\+json))", html) == []


# --- notices ---


def notice(**fields: Any) -> Notice:
    now = timezone.now()
    times = {"starts_at": now - dt.timedelta(hours=1), "ends_at": now + dt.timedelta(hours=1)}
    return Notice.objects.create(**({"title": "Lines are down", "level": "important"} | times | fields))


@pytest.mark.parametrize("level", ["emergency", "important", "information"])
def test_a_notice_says_its_level_in_words(client, home_page, level: str):
    notice(level=level)
    html = get(client)
    assert 'aria-label="Notices"' in html
    assert f'app-notice__level">{level.capitalize()}<' in html


def test_a_notice_links_to_its_page_only_while_that_is_public(client, home_page):
    notice(link_page=draft(home_page, "secret", title="Secret page"))
    assert "Secret page" not in get(client)


def test_without_notices_there_is_no_empty_region(client, home_page):
    assert 'aria-label="Notices"' not in get(client)


def test_the_words_of_a_notice_are_text_not_markup(client, home_page):
    notice(title=HARM, text=HARM)
    assert HARM not in get(client)


# --- structured data ---


def test_the_home_page_tells_machines_who_runs_it_and_how_to_search_it(client, home_page, settings):
    settings.SITE_URL = "https://trust.example"
    entries = graph(get(client))
    assert entries["GovernmentOrganization"]["url"] == "https://trust.example/"
    action = entries["WebSite"]["potentialAction"]
    assert action["target"]["urlTemplate"] == "https://trust.example/search/?q={search_term_string}"


def test_a_page_tells_machines_where_it_stands(client, home_page):
    about = publish(home_page, "about-us", SectionHubPage)
    publish(about, "who", title="Who we are")
    steps = graph(get(client, "/about-us/who/"))["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"]) for step in steps] == [(1, "Home"), (2, "About us"), (3, "Who we are")]
    assert "item" not in steps[-1]


def news_page(home_page: HomePage, **fields: Any) -> NewsPage:
    index = publish(home_page, "news", NewsIndexPage)
    return publish(index, "item", NewsPage, **({"title": "New crews", "date": dt.date(2026, 5, 4)} | fields))


def test_news_tells_machines_when_it_is_of(client, home_page):
    news_page(home_page, summary="They start today.")
    article = graph(get(client, "/news/item/"))["NewsArticle"]
    assert (article["headline"], article["datePublished"]) == ("New crews", "2026-05-04")


def test_a_title_cannot_end_the_script_that_carries_it(client, home_page):
    news_page(home_page, title="</script><script>alert(1)</script>&")
    html = get(client, "/news/item/")
    assert graph(html)["NewsArticle"]["headline"] == "</script><script>alert(1)</script>&"
    assert "<script>alert" not in html


# --- each type of page ---


def test_the_home_page_leads_to_its_sections_and_the_latest_news(client, home_page):
    publish(home_page, "about-us", SectionHubPage, show_in_menus=True, summary="All about us.")
    draft(home_page, "secret", title="Secret", show_in_menus=True)
    news_page(home_page)
    html = get(client)
    assert "All about us." in html
    assert 'href="/news/item/">New crews<' in html
    assert 'href="/news/">All news<' in html
    assert "Secret" not in html


def test_a_section_shows_a_summary_of_each_public_page_under_an_anchor(client, home_page):
    about = publish(home_page, "about-us", SectionHubPage, body=json.dumps([heading("Who we are")]))
    publish(about, "who-we-are", title="Who we are", summary="We are many.")
    draft(about, "secret", title="Secret")
    html = get(client, "/about-us/")
    assert 'href="#who-we-are-2">Who we are<' in html
    assert '<h2 class="nhsuk-heading-l" id="who-we-are-2">Who we are</h2>' in html
    assert "We are many." in html
    assert 'href="/about-us/who-we-are/">Read more about who we are<' in html
    assert 'href="#top">Back to top' in html
    assert "Secret" not in html


def test_an_empty_section_says_so(client, home_page):
    publish(home_page, "about-us", SectionHubPage)
    assert "There is nothing in this section yet." in get(client, "/about-us/")


def heading(text: str, level: str = "h2") -> dict[str, Any]:
    return {"type": "heading", "value": {"text": text, "level": level}}


@pytest.mark.parametrize("wanted", [True, False])
def test_a_standard_page_lists_its_contents_when_wanted(client, home_page, wanted: bool):
    body = json.dumps([heading("Costs"), heading("Small", "h3"), heading("Costs")])
    publish(home_page, "open", show_contents=wanted, body=body)
    found = re.findall(r'href="(#[^"]+)">Costs<', get(client, "/open/"))
    assert found == (["#costs", "#costs-2"] if wanted else [])


def test_news_shows_its_date_for_people_and_machines(client, home_page):
    news_page(home_page)
    assert '<time datetime="2026-05-04">4 May 2026</time>' in get(client, "/news/item/")


@pytest.fixture
def embed(home_page: HomePage) -> EmbedPage:
    parent = publish(home_page, "films", SectionHubPage)
    return publish(
        parent, "film", EmbedPage, title="A day with a crew", address="https://youtu.be/dQw4w9WgXcQ",
        transcript_summary="Two calls.",
    )  # fmt: skip


def test_a_film_has_a_title_its_words_and_a_link_to_its_provider(client, embed):
    response = client.get("/films/film/")
    html = response.content.decode()
    assert 'title="A day with a crew (YouTube)"' in html
    assert 'loading="lazy"' in html
    assert "sandbox=" in html
    assert "Two calls." in html
    assert 'href="https://youtu.be/dQw4w9WgXcQ"' in html
    assert "frame-src https://www.youtube-nocookie.com" in response["Content-Security-Policy"]


def test_a_film_of_a_provider_no_longer_known_is_not_shown(client, embed):
    EmbedPage.objects.update(address="https://gone.example/film")
    html = get(client, "/films/film/")
    assert "<iframe" not in html
    assert "This can no longer be shown here." in html


def test_contact_details_are_those_of_the_settings_now(client, home_page, organisation):
    details = [{"type": "contact_details", "value": {"route": route}} for route in ("pals", "general", "suppliers")]
    organisation.contact_page = publish(home_page, "contact", ContactPage, body=json.dumps(details))
    organisation.pals_phone, organisation.pals_email = "020 7946 0001", "pals@trust.example"
    organisation.postal_address = "1 Example Road\nLondon"
    organisation.save()
    html = get(client, "/contact/")
    assert 'href="tel:02079460001">020 7946 0001<' in html
    assert 'href="mailto:pals@trust.example"' in html
    assert "1 Example Road<br>London" in html
    assert 'Use our <a href="/contact/">contact page</a>' in html


# --- errors ---


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_error_pages_come_out_without_database_request_or_context(name: str):
    html = render_to_string(name)
    assert "<h1" in html
    assert "<title>" in html
    assert 'href="tel:999"' in html


def test_an_address_that_leads_nowhere_offers_the_search(client, home_page):
    html = get(client, "/nowhere/", 404)
    assert "<h1" in html
    assert 'action="/search/"' in html.split("<main")[1]


# --- whole pages ---


@pytest.fixture
def site_of_every_type(client, home_page, embed) -> list[str]:
    body = json.dumps([heading("Costs"), heading("Costs"), heading("Small", "h3")])
    publish(home_page, "open", body=body, show_contents=True, summary="Words.", show_in_menus=True)
    publish(embed.get_parent(), "child", summary="Words.")
    publish(home_page, "contact", ContactPage)
    news_page(home_page, body=body)
    notice()
    return ["/", "/open/", "/films/", "/films/film/", "/contact/", "/news/", "/news/item/", "/search/"]


def test_headings_leave_out_no_level_and_there_is_one_title(client, site_of_every_type):
    for path in site_of_every_type:
        main = outline(get(client, path).split("<main")[1].split("</main>")[0]).levels
        assert main.count(1) == 1, path
        assert main[0] == 1, path
        assert all(after <= before + 1 for before, after in pairwise(main)), path


def test_no_id_is_used_twice_on_a_page(client, site_of_every_type):
    for path in site_of_every_type:
        ids = outline(get(client, path)).ids
        assert len(ids) == len(set(ids)), path


# --- what a page costs ---


def picture(title: str) -> Image:
    content = io.BytesIO()
    Picture.new("RGB", (700, 400), "#005eb8").save(content, "PNG")
    return Image.objects.create(title=title, file=ContentFile(content.getvalue(), name=f"{title}.png"))


def test_the_pictures_of_the_home_page_are_found_in_one_query(client, home_page, organisation):
    home_page.hero_image = picture("hero")
    home_page.save_revision().publish()
    index = publish(home_page, "news", NewsIndexPage)
    for number in range(3):
        publish(index, f"item-{number}", NewsPage, image=picture(f"news-{number}"), image_decorative=True)
    asked = queries(client, "/")
    assert len([sql for sql in asked if "documents_rendition" in sql]) == 1
    assert len(asked) <= 10
    assert len(asked) == len(set(asked))


# As in life, outside any transaction: inside one the process keeps nothing of what every page shows alike.
in_life = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_a_page_with_a_picture_is_shared_with_it(client, home_page, organisation, settings):
    settings.SITE_URL = "https://www.example.org"
    index = publish(home_page, "news", NewsIndexPage)
    publish(index, "with", NewsPage, image=picture("news"), image_decorative=True)
    publish(index, "without", NewsPage)
    html = get(client, "/news/with/")
    address = re.search(r'<meta property="og:image" content="https://www.example.org(/images/[^"]+\.jpg)">', html)[1]
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert "og:image" not in get(client, "/news/without/")


def test_a_page_whose_picture_was_lost_is_shared_without_one(client, home_page, organisation):
    home_page.hero_image = picture("lost")
    home_page.save_revision().publish()
    home_page.hero_image.file.storage.remove(home_page.hero_image.file.name)
    assert "og:image" not in get(client, "/")


def queries(client: Any, path: str) -> list[str]:
    """Return the queries of a page that is not in the cache, asked a second time as by a worker in its stride."""
    client.get(path)
    middleware.pages.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured]


@in_life
@pytest.mark.parametrize(("path", "most"), [("/", 10), ("/open/", 9), ("/films/", 10), ("/news/item/", 10)])
def test_a_page_costs_few_queries_and_none_twice(client, site_of_every_type, organisation, path: str, most: int):
    asked = queries(client, path)
    assert len(asked) <= most, "\n".join(asked)
    assert len(asked) == len(set(asked))


@in_life
def test_a_page_costs_the_same_as_the_tree_grows(client, home_page, organisation):
    about = publish(home_page, "about-us", SectionHubPage, show_in_menus=True)
    publish(about, "who")
    before = [len(queries(client, path)) for path in ("/", "/about-us/", "/about-us/who/")]
    for number in range(10):
        publish(about, f"page-{number}")
        publish(home_page, f"section-{number}", SectionHubPage, show_in_menus=True)
    assert Page.objects.count() > 20
    assert [len(queries(client, path)) for path in ("/", "/about-us/", "/about-us/who/")] == before
