"""Every state of what cites a file, by every way in to the file: nothing early, nothing after.

Each state is given by a function that makes it from a page that cites a document and a picture, and says whether the
public sees that page. Each way in is asked by an anonymous visitor, in process.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connections
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from core.caching import middleware
from documents.facts import DocumentFacts
from documents.models import Document, FileReading, ListedFault
from documents.services import replace_file, restore, withdraw
from documents.visibility import public_ids, visible_documents
from home.models import HomePage, NewsIndexPage, NewsPage
from tests.citing.models import CitingPage
from tests.documents.files import PDF, document, image, picture
from tests.documents.test_citing import Sheet, link
from tests.factories import draft, publish

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
ROUNDS = 4


def cover_file():
    return default_storage.save("covers/first-page.webp", ContentFile(picture("WEBP")))


class World:
    """A news section with one item that cites a document with two versions, and a picture."""

    def __init__(self, home):
        self.home = home
        self.parent = publish(home, "news", NewsIndexPage, title="News")
        self.document = document(title="Board paper on closures")
        replace_file(self.document, ContentFile(PDF + b"% 2", name="b.pdf"), keep_replaced_open=True)
        self.picture = image(title="A crew")
        self.rendition = self.picture.get_rendition("width-30")
        self.cover = self.read()

    def read(self):
        """Let the newest file have been read, its first page be drawn, and its fault be listed some time ago."""
        newest = self.document.versions.get(number=2)
        reading, _ = FileReading.objects.update_or_create(
            version=newest, defaults={"state": "read", "page_count": 1, "faults": ["not_tagged"], "cover": cover_file()}
        )
        known = DocumentFacts(pages=1, faults=("not_tagged",), has_cover=True, cover_width=9, cover_height=9)
        Document.objects.filter(pk=self.document.pk).update(read_facts=known.keep(2))
        ListedFault.objects.create(document=self.document, fault="not_tagged")
        return reading.cover

    def cite(self, page):
        page.body = page.body.stream_block.to_python(
            [{"type": "document", "value": {"document": self.document.pk, "title": ""}}]
        )
        page.image, page.image_alt_text = self.picture, "A crew"
        return page

    @staticmethod
    def drop(page):
        page.body, page.image, page.image_alt_text = [], None, ""
        return page

    def page(self, slug="item", **fields):
        page = draft(self.parent, slug, NewsPage, title="Closures announced", summary="Stations that close.", **fields)
        return self.cite(page)

    def live(self, **fields):
        page = self.page(**fields)
        page.save_revision().publish()
        return NewsPage.objects.get(pk=page.pk)


def stamp(page, **state):
    Page.objects.filter(pk=page.pk).update(**state)


def a_draft(world):
    page = world.page()
    page.save()
    page.save_revision()


def nothing_cites_it(world):
    pass


def scheduled(world):
    world.page(go_live_at=timezone.now() + HOUR).save_revision().publish()


def live(world):
    world.live()


def live_with_a_newer_draft_without_them(world):
    world.drop(world.live()).save_revision()


def cited_only_in_a_newer_draft(world):
    page = world.drop(world.page())
    page.save_revision().publish()
    world.cite(NewsPage.objects.get(pk=page.pk)).save_revision()


def edited_away(world):
    world.drop(world.live()).save_revision().publish()


def under_a_draft_parent(world):
    world.live()
    stamp(world.parent, live=False)


def expired_with_the_scheduler_stopped(world):
    stamp(world.live(), expire_at=timezone.now())


def live_before_its_start(world):
    stamp(world.live(), go_live_at=timezone.now() + HOUR)


def unpublished(world):
    world.live().unpublish()


def unpublished_and_published_again(world):
    page = world.live()
    page.unpublish()
    page.save_revision().publish()


def deleted(world):
    world.live().delete()


def moved_under_a_draft(world):
    world.live().move(draft(world.home, "hidden", NewsIndexPage), pos="last-child")


def restricted(world):
    PageViewRestriction.objects.create(page=world.live(), restriction_type="login")


def below_a_restricted_page(world):
    world.live()
    PageViewRestriction.objects.create(page=world.parent, restriction_type="password", password="x")


def restricted_and_mirrored_elsewhere_before(world):
    page = world.live()
    page.create_alias(parent=publish(world.home, "other", NewsIndexPage), update_slug="alias")
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def mirrored_elsewhere_while_its_source_is_public(world):
    page = world.live()
    page.create_alias(parent=publish(world.home, "other", NewsIndexPage), update_slug="alias")


def a_copy_that_is_a_draft(world):
    page = world.live()
    page.copy(to=world.parent, update_attrs={"slug": "copy"}, keep_live=False)
    page.unpublish()


def a_copy_that_stayed_live(world):
    page = world.live()
    page.copy(to=world.parent, update_attrs={"slug": "copy"}, keep_live=True)
    page.unpublish()


def outside_every_site(world):
    world.live()
    other = HomePage(title="Elsewhere", slug="elsewhere")
    Page.objects.get(depth=1).add_child(instance=other)
    world.parent.refresh_from_db()
    world.parent.move(other, pos="last-child")


def on_a_live_snippet(world):
    sheet = Sheet.objects.create(document=world.document)
    publish(world.home, "snippets", CitingPage, sheet=sheet, text=f'<embed embedtype="image" id="{world.picture.pk}"/>')


def on_a_draft_snippet(world):
    sheet = Sheet.objects.create(document=world.document, live=False)
    publish(world.home, "snippets", CitingPage, sheet=sheet)


def on_a_snippet_that_no_page_shows(world):
    Sheet.objects.create(document=world.document, text=link(world.document))


STATES = [
    (a_draft, False), (nothing_cites_it, False), (scheduled, False), (live, True),
    (live_with_a_newer_draft_without_them, True), (cited_only_in_a_newer_draft, False), (edited_away, False),
    (under_a_draft_parent, False), (expired_with_the_scheduler_stopped, False), (live_before_its_start, False),
    (unpublished, False), (unpublished_and_published_again, True), (deleted, False), (moved_under_a_draft, False),
    (restricted, False), (below_a_restricted_page, False), (restricted_and_mirrored_elsewhere_before, False),
    (mirrored_elsewhere_while_its_source_is_public, True), (a_copy_that_is_a_draft, False),
    (a_copy_that_stayed_live, True), (outside_every_site, False), (on_a_live_snippet, True),
    (on_a_draft_snippet, False), (on_a_snippet_that_no_page_shows, False),
]  # fmt: skip


@pytest.fixture
def world(home_page):
    return World(home_page)


@pytest.fixture
def stored_world(store, home_page):
    """The same on each of the two stores."""
    return World(home_page)


def ways_in(world):
    """The addresses of the file that are its own, with what a visitor may send along."""
    whole, version = world.document.url, world.document.versions.get(number=1).url
    etag, date = f'"{world.document.sha256}"', "Mon, 01 Jan 2046 00:00:00 GMT"
    return [
        ("the address", whole, {}, 200),
        ("an earlier version", version, {}, 200),
        ("a size of the picture", world.rendition.url, {}, 200),
        ("by entity tag", whole, {"If-None-Match": etag}, 304),
        ("by any entity tag", whole, {"If-None-Match": "*"}, 304),
        ("by date", whole, {"If-Modified-Since": date}, 304),
        ("a range", whole, {"Range": "bytes=0-3"}, 206),
        ("a range if unchanged", whole, {"Range": "bytes=0-3", "If-Range": etag}, 206),
        ("a range outside", whole, {"Range": "bytes=99999-"}, 416),
        ("its first page", world.document.cover_url, {}, 200),
        ("its first page by any entity tag", world.document.cover_url, {"If-None-Match": "*"}, 304),
        ("a range of the picture", world.rendition.url, {"Range": "bytes=0-3"}, 206),
        ("with a query", f"{whole}?a=1", {}, 302),
        ("the newest by its number", f"/documents/{world.document.pk}/versions/2/", {}, 302),
    ]


def no_ways_in(world):
    """Addresses that answer nothing, ever."""
    pk, slug = world.document.pk, world.document.slug
    return [
        f"/documents/0{pk}/{slug}", f"/documents/{pk}/{slug}.pdf", f"/documents/{pk}/{slug.upper()}",
        f"/documents/{pk}/x/../{slug}", f"/documents/{pk}/", f"/documents/{pk}/versions/3/",
        f"/{world.document.file.name}", f"/media/{world.document.file.name}", f"/{world.picture.file.name}",
        f"/media/{world.picture.file.name}", f"/images/{world.picture.file.name}", f"/{world.rendition.file.name}",
        f"/images/{world.picture.file.name.removeprefix('originals/')}", f"/api/v2/documents/{pk}/",
        f"/_private/{world.document.file.name}", f"/{world.cover.name}", f"/media/{world.cover.name}",
        f"/images/{world.cover.name.removeprefix('covers/')}", f"/documents/{pk}/cover/1.webp",
        f"/documents/{pk}/cover/02.webp", f"/documents/0{pk}/cover/2.webp", f"/documents/{pk}/cover/3.webp",
        f"/documents/{pk}/cover/",
    ]  # fmt: skip


@pytest.mark.parametrize(("make", "is_public"), STATES, ids=lambda each: getattr(each, "__name__", str(each)))
def test_a_file_is_public_by_each_way_in_exactly_while_something_public_cites_it(
    client, stored_world, store, make, is_public
):
    world = stored_world
    make(world)
    middleware.pages.clear()
    never = client.get("/documents/987654/board-paper-on-closures")
    for name, address, headers, expected in ways_in(world):
        if "snippet" in make.__name__ and "picture" in name and make is not on_a_live_snippet:
            continue
        for method in (client.get, client.head) if not headers else (client.get,):
            response = method(address, headers=headers)
            assert response.status_code == (expected if is_public else 404), (name, method.__name__)
            control = response["Cache-Control"]
            if not is_public:
                assert control == never["Cache-Control"] == "no-store, private", name
                assert {"ETag", "Last-Modified", "Content-Disposition", "Location"}.isdisjoint(response.headers), name
            elif expected in {200, 206, 304}:
                assert control.startswith("public, max-age=0, s-maxage="), name
            close(response)
    if store == "s3":  # which, asked past the site, gives nothing away in any state
        names = [each.name for each in (world.document.file, world.picture.file, world.rendition.file, world.cover)]
        assert not any(default_storage.anybody_may_read(name) for name in names)


@pytest.mark.parametrize("make", [a_draft, live])
def test_no_other_spelling_and_no_address_of_the_store_answers_anything_in_any_state(client, world, make):
    make(world)
    for address in no_ways_in(world):
        assert client.get(address, follow=True).status_code == 404, address


@pytest.mark.parametrize(("make", "is_public"), STATES, ids=lambda each: getattr(each, "__name__", str(each)))
def test_lists_name_a_file_exactly_while_something_public_cites_it(client, world, make, is_public):
    make(world)
    found = visible_documents(Document.objects.all())
    assert found == ([world.document] if is_public else [])
    assert public_ids(Document, [world.document.pk]) == ({world.document.pk} if is_public else set())
    lists = ("/documents/not-accessible/", "/documents/not-accessible.csv")
    for address in (*lists, "/news/", "/news/feed/", "/news/news.csv", "/search/?q=closures", "/sitemap.xml", "/"):
        shown = client.get(address)
        text = b"".join(shown).decode() if shown.status_code == 200 else ""
        if not is_public:
            assert f"/documents/{world.document.pk}/" not in text, address
            assert world.rendition.file.name.rpartition("/")[2] not in text, address
            assert "Board paper on closures" not in text, address
        elif address in lists:
            assert f"/documents/{world.document.pk}/" in text, address


@pytest.mark.parametrize(("make", "is_public"), STATES, ids=lambda each: getattr(each, "__name__", str(each)))
def test_a_withdrawn_document_is_public_in_no_state(client, world, make, is_public):
    make(world)
    withdraw(world.document, reason="It names patients.")
    addresses = [each for each in ways_in(world) if "picture" not in each[0]]
    assert [client.get(address, headers=headers).status_code for _, address, headers, _ in addresses] == [404] * 12
    assert visible_documents(Document.objects.all()) == []
    restore(world.document)
    assert client.get(world.document.url).status_code == (200 if is_public else 404)


def close(response):
    """Read it to its end, at which the file is closed."""
    list(response)


def test_an_editor_previews_private_documents_of_drafts(editor, world):
    a_draft(world)
    for name, address, headers, expected in ways_in(world):
        response = editor.get(address, headers=headers)
        assert response.status_code == expected, name
        assert response["Cache-Control"] == "private, no-store", name
        close(response)


def test_what_a_proxy_may_keep_ends_with_the_next_moment_at_which_something_changes(client, world):
    world.live(expire_at=timezone.now() + timedelta(seconds=5))
    kept = int(client.get(world.document.url)["Cache-Control"].rpartition("=")[2])
    assert kept <= 5


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
class TestInCommittedTransactions:
    def test_the_page_cache_keeps_neither_the_file_nor_the_list_of_what_was_withdrawn(
        self, client, settings, home_page
    ):
        settings.PAGE_CACHE_ENABLED = True
        world = World(home_page)
        page = world.live()
        assert world.document.url in client.get(page.url).content.decode()
        assert client.get(world.document.url).status_code == 200
        withdraw(world.document, reason="It names patients.")
        assert world.document.url not in client.get(page.url).content.decode()
        assert client.get(world.document.url).status_code == 404
        restore(world.document)
        assert world.document.url in client.get(page.url).content.decode()
        old = world.document.url
        world.document.title = "Board paper on openings"
        world.document.save()
        assert old not in client.get(page.url).content.decode()
        page.unpublish()
        assert client.get(old).status_code == client.get(world.document.url).status_code == 404

    def test_two_editors_who_publish_and_unpublish_at_once_leave_the_file_as_the_page_is(self, client, home_page):
        world = World(home_page)
        page = world.live()
        together = Barrier(3)

        def work(publish_it):
            try:
                for _ in range(ROUNDS):
                    mine = NewsPage.objects.get(pk=page.pk)
                    together.wait(timeout=30)
                    mine.save_revision().publish() if publish_it else mine.unpublish()
                    together.wait(timeout=30)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as editors:
            working = [editors.submit(work, publish_it) for publish_it in (True, False)]
            for _ in range(ROUNDS):
                together.wait(timeout=30)
                close(client.get(world.document.url))  # while they are at it
                together.wait(timeout=30)
                expected = 200 if Page.objects.get(pk=page.pk).live else 404
                assert client.get(world.document.url).status_code == expected
                assert client.get(world.rendition.url).status_code == expected
            [editor.result(timeout=60) for editor in working]
        for publish_it, expected in ((True, 200), (False, 404)):
            mine = NewsPage.objects.get(pk=page.pk)
            mine.save_revision().publish() if publish_it else mine.unpublish()
            assert client.get(world.document.url).status_code == expected
