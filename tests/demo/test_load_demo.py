"""`manage.py load_demo`: builds the demo site once, keeps it up to date, and leaves an editor's work alone."""

import re

import pytest
from django.apps import apps
from wagtail.models import Page, ReferenceIndex, Revision, Site

from core.demo import DemoSite
from core.demo.body import At, Made, heading, text
from core.demo.registry import DemoPart, demo_part, demo_parts
from core.models import DemoRecord
from documents.models import Document, Image
from home.models import HomePage, NewsPage, OrganisationSettings, SectionHubPage, StandardPage
from tests.demo.conftest import load_demo

WHO = "/about-us/who-we-are/"


def at(address: str) -> Page:
    return Page.objects.get(pk=DemoRecord.objects.get(key=address).object_id).specific


def rows() -> dict[str, int]:
    """Count the rows of every table."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def part(build, name="part of the test") -> DemoPart:
    return DemoPart(name, 50, build)


def test_a_second_load_changes_nothing(demo):
    before, revisions = rows(), set(Revision.objects.values_list("pk", "created_at"))
    load_demo()
    assert rows() == before
    assert set(Revision.objects.values_list("pk", "created_at")) == revisions


def test_a_page_that_an_editor_added_is_no_reason_to_refuse(demo):
    HomePage.objects.get().add_child(instance=StandardPage(title="Mine", slug="mine"))
    load_demo()
    assert StandardPage.objects.get(slug="mine").title == "Mine"


def test_the_tree_is_sound(demo):
    assert Page.find_problems() == ([], [], [], [], [])


def test_it_says_what_it_did_and_how_long_it_took(demo):
    assert re.search(r"^demo: home in \d+\.\d s$", load_demo(), re.MULTILINE)


def test_what_an_editor_changed_stays(demo):
    page = at(WHO)
    page.title = "All about us"
    page.save_revision().publish()
    load_demo()
    assert at(WHO).title == "All about us"


def test_a_draft_of_an_editor_is_not_overwritten(demo):
    page = at(WHO)
    page.title = "Not ready yet"
    page.save_revision()
    rebuild(lambda site: site.page("/about-us/", StandardPage, "who-we-are", title="New words"), "home")
    assert at(WHO).title == "Who we are"
    assert at(WHO).get_latest_revision_as_object().title == "Not ready yet"


def test_what_an_editor_deleted_does_not_come_back(demo):
    at("/about-us/").delete()
    load_demo()
    assert not Page.objects.filter(slug__in=["about-us", "who-we-are"]).exists()


def test_a_link_to_what_an_editor_deleted_becomes_plain_words(demo):
    at("/tenders/").delete()
    load_demo()
    body = str(HomePage.objects.get().body.get_prep_value())
    assert "how to bid" not in body
    assert "tenders</a>" not in str(at("/contact/").body.get_prep_value())


def test_what_an_editor_moved_stays_where_it_is(demo):
    page = at(WHO)
    page.move(at("/publications/"), pos="last-child")
    load_demo()
    assert at(WHO).get_parent().slug == "publications"
    assert StandardPage.objects.filter(slug="who-we-are").count() == 1


def test_what_an_editor_unpublished_stays_unpublished(demo):
    at(WHO).unpublish()
    load_demo()
    assert not at(WHO).live


def test_settings_that_an_editor_changed_stay(demo):
    settings = OrganisationSettings.objects.get()
    settings.short_name = "LAS"
    settings.save()
    load_demo()
    assert OrganisationSettings.objects.get().short_name == "LAS"


def test_a_picture_that_an_editor_deleted_does_not_come_back_and_its_page_does_without(demo):
    NewsPage.objects.first().image.delete()
    count = Image.objects.count()
    load_demo()
    assert Image.objects.count() == count


def test_new_words_of_the_demo_replace_its_old_ones(demo):
    rebuild(lambda site: site.page("/about-us/", StandardPage, "who-we-are", title="New words"), "home")
    assert at(WHO).title == "New words"
    assert at(WHO).revisions.count() == 2


def rebuild(build, name: str = "part of the test") -> DemoSite:
    """Build one part as the next version of the demo would."""
    site = DemoSite("http://localhost")
    site.build(part(build, name))
    return site


class TestTakeOver:
    """An app that comes later puts its page where a placeholder stands."""

    def take(self, **fields):
        rebuild(lambda site: site.take_over("/publications/", SectionHubPage, title="All publications", **fields))

    def test_the_page_keeps_its_id_its_place_and_its_links(self, demo, client):
        placeholder = at("/publications/")
        self.take(show_in_menus=True)
        page = at("/publications/")
        assert (type(page), page.pk, page.path) == (SectionHubPage, placeholder.pk, placeholder.path)
        assert not StandardPage.objects.filter(pk=page.pk).exists()
        assert "All publications" in client.get("/publications/").content.decode()
        assert Page.find_problems() == ([], [], [], [], [])

    def test_what_refers_to_the_page_still_does(self, demo):
        citing = {str(source) for source, _ in ReferenceIndex.get_grouped_references_to(at("/publications/"))}
        self.take()
        now = {str(source) for source, _ in ReferenceIndex.get_grouped_references_to(at("/publications/"))}
        assert now == citing
        assert citing

    def test_its_history_holds_nothing_of_the_other_type(self, demo):
        self.take()
        assert [revision.as_object().__class__ for revision in at("/publications/").revisions.all()] == [SectionHubPage]

    def test_the_placeholder_does_not_come_back(self, demo):
        self.take()
        load_demo()
        assert isinstance(at("/publications/"), SectionHubPage)

    def test_the_part_may_put_pages_below_it(self, demo, client):
        def build(site: DemoSite) -> None:
            site.take_over("/publications/", SectionHubPage, title="All publications")
            site.page("/publications/", StandardPage, "annual-report", title="Annual report")

        rebuild(build)
        assert client.get("/publications/annual-report/").status_code == 200

    def test_a_placeholder_that_an_editor_touched_stays(self, demo):
        page = at("/publications/")
        page.title = "Our papers"
        page.save_revision().publish()
        self.take()
        assert (type(at("/publications/")), at("/publications/").title) == (StandardPage, "Our papers")

    def test_without_a_placeholder_the_page_is_made(self, demo, client):
        rebuild(lambda site: site.take_over("/library/", StandardPage, title="Library"))
        assert client.get("/library/").status_code == 200


class TestParts:
    """What an app writes in its `demo.py`."""

    def test_a_link_to_an_address_where_nothing_is_made_is_refused(self, demo):
        def build(site: DemoSite) -> None:
            site.page("/", StandardPage, "lost", title="Lost", body=[text('<a href="/nowhere/">Nowhere</a>')])

        with pytest.raises(LookupError, match="/nowhere/"):
            rebuild(build)
        assert not Page.objects.filter(slug="lost").exists()

    def test_a_page_where_it_may_not_stand_is_refused(self, demo):
        with pytest.raises(ValueError, match="may not stand below"):
            rebuild(lambda site: site.page("/about-us/", NewsPage, "misplaced", title="Misplaced"))

    def test_a_page_that_an_editor_made_at_the_address_is_left_and_may_be_linked_to(self, demo):
        mine = StandardPage(title="Mine", slug="library")
        HomePage.objects.get().add_child(instance=mine)

        def build(site: DemoSite) -> None:
            site.page("/", StandardPage, "library", title="The demo's")
            site.page("/library/", StandardPage, "below", title="Below", body=[text('<a href="/library/">Up</a>')])

        rebuild(build)
        assert StandardPage.objects.get(slug="library").title == "Mine"
        assert f'id="{mine.pk}"' in StandardPage.objects.get(slug="below").body[0].value.source

    def test_links_with_a_fragment_and_links_to_views_stay_as_they_are(self, demo):
        words = '<a href="/search/">Search</a> <a href="/about-us/#top">Top</a>'
        rebuild(lambda site: site.page("/", StandardPage, "links", title="Links", body=[text(words)]))
        assert StandardPage.objects.get(slug="links").body[0].value.source == f"<p>{words}</p>"

    def test_a_part_is_built_whole_or_not_at_all(self, demo):
        def build(site: DemoSite) -> None:
            site.page("/", StandardPage, "half", title="Half")
            raise RuntimeError("stopped half way")

        with pytest.raises(RuntimeError):
            rebuild(build)
        assert not Page.objects.filter(slug="half").exists()
        assert not DemoRecord.objects.filter(key="/half/").exists()

    def test_a_picture_is_drawn_again_only_when_it_would_differ(self, demo):
        before = set(Image.objects.values_list("pk", "file"))
        load_demo()
        assert set(Image.objects.values_list("pk", "file")) == before

    def test_a_document_with_new_content_replaces_the_old_one(self, demo):
        def build(content: bytes):
            return lambda site: site.files.document("document: list", title="List", name="list.csv", content=content)

        rebuild(build(b"a,b\n"))
        rebuild(build(b"a,b,c\n"))
        document = Document.objects.get(title="List")
        assert document.file.read() == b"a,b,c\n"

    def test_a_missing_picture_takes_its_block_along(self, demo):
        def build(site: DemoSite) -> None:
            body = [heading("Here"), {"type": "image", "value": {"image": Made("picture: heart trace")}}]
            site.page("/", StandardPage, "picture", title="Picture", body=body)

        Image.objects.get(title="Heart trace").delete()
        rebuild(build)
        assert [block.block_type for block in StandardPage.objects.get(slug="picture").body] == ["heading"]

    def test_two_parts_of_one_name_are_refused(self):
        demo_parts()
        with pytest.raises(ValueError, match="two demo parts named 'home'"):
            demo_part(order=1, name="home")(lambda site: None)

    def test_a_field_may_refer_to_a_page(self, demo):
        assert OrganisationSettings.objects.get().privacy_page.specific == at("/privacy/")
        assert At("/privacy/") != At("/cookies/")


class TestSite:
    """The site's own address, which links in mails and feeds begin with."""

    def test_it_is_the_one_given(self, demo):
        load_demo(site_url="http://127.0.0.1:9000")
        assert Site.objects.get().root_url == "http://127.0.0.1:9000"

    def test_https_has_its_own_port(self, demo):
        load_demo(site_url="https://demo.example.org")
        assert Site.objects.get().root_url == "https://demo.example.org"

    def test_wagtails_welcome_page_is_gone(self, demo):
        assert [page.specific_class for page in Page.objects.filter(depth=2)] == [HomePage]
