"""Entries are there for what the public may see, and for nothing else, whatever happens to their source."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from core import scheduled_publishing
from core.caching import generation
from core.findable import kind_of, kinds, register_kind
from core.findable_pages import PageKind
from core.mixins import PublicPage
from documents.services import restore, withdraw
from home.models import ContactPage, EmbedPage, HomePage, NewsIndexPage, NewsPage, SectionHubPage, StandardPage
from search import jobs
from search.database import index
from search.database.suggestions import forget_words, note_words
from search.engine import SearchRequest, search
from search.entries import differences, follow_all, write_everything
from search.models import SearchEntry, SearchText, WordPart
from tests.factories import draft, publish, publish_many
from tests.search.things import Notices, cites, publish_citing, read, read_document, replaced, text

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def found(words):
    """What a search finds, without asking again whether the public may see it: what the entries say."""
    rows = SearchEntry.objects.filter(text__words__contains=f"{words}ǂ").values_list("kind", "key", "part")
    return sorted(f"{kind} {key}" + (f"/{part}" if part else "") for kind, key, part in rows)


def faults():
    return [str(each) for each in differences()]


@pytest.fixture(autouse=True)
def _no_look_of_another_test(monkeypatch):
    monkeypatch.setattr(jobs, "_looked", None)


@pytest.fixture
def section(home_page):
    """A section with a page in it, which speaks of zebras."""
    hub = publish(home_page, "about", SectionHubPage, title="About us")
    return publish(hub, "zoo", title="Zoo", summary="The zebras.", body=text("Ambulances for <b>zebras</b>."))


def up(page):
    return Page.objects.get(pk=page.get_parent().pk).specific


class TestWithTheirSource:
    """Each of these is so at once, in the transaction of the change."""

    def test_a_page_has_its_words_its_section_and_its_address(self, section):
        entry = SearchEntry.objects.get(kind="page", key=section.pk)
        assert (entry.url, entry.topics, entry.language) == ("/about/zoo/", "|About us|", "en-gb")
        assert "Ambulances for zebras." in entry.text.body
        assert faults() == []

    def test_what_an_editor_picked_from_a_list_is_not_among_its_words(self, home_page):
        rows = {"columns": [{"type": "text", "heading": "Year"}], "rows": [{"values": ["twenty"]}], "caption": ""}
        body = [
            {"type": "heading", "value": {"text": "Where", "level": "h2"}},
            {"type": "do_dont_list", "value": {"kind": "do", "items": ["stay calm"]}},
            {"type": "table", "value": {"caption": "Calls", "table": rows}},
        ]
        page = publish(home_page, "where", body=body)
        said = SearchText.objects.get(entry__key=page.pk).body
        assert "Heading 2" not in said
        assert {"Where", "stay calm", "Calls", "twenty"} <= set(said.split("\n"))

    def test_an_update_a_draft_and_a_scheduled_version(self, section):
        section.summary = "The giraffes."
        section.save_revision()
        assert found("giraffes") == []
        section.go_live_at = timezone.now() + HOUR
        section.save_revision().publish()
        assert found("giraffes") == []
        section.go_live_at = None
        section.save_revision().publish()
        assert found("giraffes") == [f"page {section.pk}"]

    def test_a_page_that_goes_live_and_expires_by_schedule(self, home_page):
        page = draft(home_page, "zoo", title="Zebras")
        page.go_live_at = timezone.now()
        page.save_revision(approved_go_live_at=page.go_live_at)
        assert found("zebras") == []
        scheduled_publishing.run()
        assert found("zebras") == [f"page {page.pk}"]
        Page.objects.filter(pk=page.pk).update(expire_at=timezone.now())
        scheduled_publishing.run()
        assert found("zebras") == []

    def test_what_lies_below_comes_and_goes_with_a_page(self, section):
        hub = up(section)
        hub.unpublish()
        assert SearchEntry.objects.filter(key__in=[hub.pk, section.pk]).count() == 0
        hub.save_revision().publish()
        assert found("zebras") == [f"page {section.pk}"]

    def test_a_move_and_a_new_slug_reach_all_below(self, section, home_page):
        hub = up(section)
        hub.slug = "who-we-are"
        hub.save_revision().publish()
        assert SearchEntry.objects.get(key=section.pk).url == "/who-we-are/zoo/"
        other = publish(home_page, "other", SectionHubPage, title="Other")
        hub.move(other, pos="last-child")
        entry = SearchEntry.objects.get(key=section.pk)
        assert (entry.url, entry.topics) == ("/other/who-we-are/zoo/", "|Other|")

    def test_a_move_under_a_draft(self, section, home_page):
        section.move(draft(home_page, "secret"), pos="last-child")
        assert found("zebras") == []

    def test_a_deletion(self, section):
        up(section).delete()
        assert found("zebras") == []
        assert faults() == []

    def test_a_restriction_and_its_end(self, section):
        restriction = PageViewRestriction.objects.create(page=up(section), restriction_type=PageViewRestriction.LOGIN)
        assert found("zebras") == []
        restriction.delete()
        assert found("zebras") == [f"page {section.pk}"]

    def test_an_alias_and_the_end_of_its_source(self, section, home_page):
        alias = section.create_alias(parent=home_page, update_slug="alias")
        assert len(found("zebras")) == 2
        section.unpublish()
        assert found("zebras") == []
        assert alias.pk != section.pk

    def test_every_type_of_page(self, home_page):
        home_page.summary = "A zebra service."
        home_page.save_revision().publish()
        index = publish(home_page, "news", NewsIndexPage, summary="zebra")
        news = publish(index, "item", NewsPage, title="Zebra", date="2024-02-29")
        publish(home_page, "contact", ContactPage, summary="zebra")
        parent = publish(home_page, "plain", StandardPage, summary="zebra")
        publish(parent, "film", EmbedPage, address="https://vimeo.com/1", transcript_summary="A zebra runs.")
        assert len(found("zebra")) == 6
        assert SearchEntry.objects.get(key=news.pk).year == 2024
        assert SearchEntry.objects.get(key=home_page.pk).topics == ""
        assert isinstance(home_page, HomePage)

    def test_a_fault_stops_nobody_from_publishing(self, home_page, caplog):
        class Broken(Notices):
            name = "broken"

            def concerned(self, pages):
                raise ValueError("out of order")

        from core.findable import forget_kind

        register_kind(Broken())
        try:
            page = publish(home_page, "zoo", title="Zebras")
        finally:
            forget_kind("broken")
        assert page.live
        assert "were not written" in caplog.text
        follow_all()
        assert found("zebras") == [f"page {page.pk}"]


class TestDocuments:
    def test_come_with_the_first_page_that_cites_them_and_go_with_the_last(self, home_page):
        made = read_document("About zebras.", "Nothing.", title="Report", reference="TB/19/45")
        assert found("report") == []
        page = publish_citing(home_page, "reports", made)
        assert found("zebras") == [f"document {made.pk}/1"]
        entry = SearchEntry.objects.get(kind="document", key=made.pk, part=1)
        assert (entry.url, entry.part_name, entry.format) == (f"{made.url}#page=1", "page 1", "PDF")
        page.unpublish()
        assert found("report") == found("zebras") == []
        page.save_revision().publish()
        assert len(found("report")) == 3
        assert faults() == []

    def test_are_found_by_reference_and_by_the_page_that_has_the_words(self, home_page):
        made = read_document("Zebras.", title="Report", reference="TB/19/45")
        publish_citing(home_page, "reports", made)
        assert [hit.key for hit in search(SearchRequest("tb/19/45")).hits] == [str(made.pk)]
        hit = search(SearchRequest("report zebras")).hits[0]
        assert [page.url for page in hit.pages] == [f"{made.url}#page=1"]

    def test_go_when_withdrawn_and_come_back(self, home_page):
        made = read_document("Zebras.")
        publish_citing(home_page, "reports", made)
        withdraw(made, reason="A name in it.")
        assert search(SearchRequest("zebras")).hits == ()  # asked again, though the entries are late
        jobs.follow_search_sources()
        assert found("zebras") == []
        restore(made)
        jobs._looked = None
        jobs.follow_search_sources()
        assert found("zebras") == [f"document {made.pk}/1"]

    def test_have_the_text_of_their_newest_file_only(self, home_page):
        made = read_document("Zebras.", "Lions.")
        publish_citing(home_page, "reports", made)
        replaced(made, b"%PDF-1.7\n% two\n%%EOF\n")
        assert found("zebras") == []
        read(made, "Giraffes.")
        assert (found("lions"), found("giraffes")) == ([], [f"document {made.pk}/1"])

    def test_that_a_page_no_longer_cites_go_within_seconds(self, home_page):
        made = read_document("Zebras.")
        page = publish_citing(home_page, "reports", made)
        page.body = cites()
        page.save_revision().publish()
        assert search(SearchRequest("zebras")).hits == ()
        jobs.follow_search_sources()
        assert found("zebras") == []

    def test_of_other_formats_lead_to_the_file_and_have_their_tags_as_topics(self, home_page):
        made = read_document("Zebras;1", name="figures.csv", content=b"Zebras;1\n", title="Figures")
        made.tags.add("Animals", "Figures")
        publish_citing(home_page, "reports", made)
        entry = SearchEntry.objects.get(kind="document", part=1)
        assert (entry.url, entry.format, entry.topics) == (made.url, "CSV", "|Animals|Figures|")


class TestWithinSeconds:
    """What no signal tells of: the job looks over all stamps once anything public has changed."""

    @pytest.mark.parametrize(
        "change",
        [{"live": False}, {"expire_at": timezone.now() - HOUR}, {"title": "Lions", "draft_title": "Lions"}],
        ids=["hidden", "expired", "renamed"],
    )
    def test_an_update_of_rows(self, section, change):
        Page.objects.filter(pk=section.pk).update(**change)
        assert faults() != []
        assert jobs.follow_search_sources().startswith("1 things followed")
        assert faults() == []

    def test_pages_made_at_once_and_taken_away_at_once(self, home_page):
        publish_many(home_page, 60, title=lambda number: f"Zebra {number}")
        jobs.follow_search_sources()
        assert search(SearchRequest("zebra")).total == 60
        Site.objects.all().delete()
        jobs._looked = None
        jobs.follow_search_sources()
        assert SearchEntry.objects.count() == 0

    def test_very_many_pages_below_one(self, home_page, monkeypatch):
        monkeypatch.setattr("search.signal_handlers.MOST_BELOW", 2)
        hub = publish(home_page, "about", SectionHubPage)
        for number in range(3):
            publish(hub, f"zebra-{number}")
        hub.unpublish()
        assert (len(found("zebra")), search(SearchRequest("zebra")).hits) == (3, ())
        jobs.follow_search_sources()
        assert found("zebra") == []

    def test_nothing_is_looked_at_while_nothing_changed(self, section):
        jobs.follow_search_sources()
        with connection.execute_wrapper(lambda *_: pytest.fail("the database was asked")):
            assert jobs.follow_search_sources() == ""
        generation.advance()
        assert jobs.follow_search_sources() == ""

    def test_a_moment_that_passes_is_a_change(self, section):
        jobs.follow_search_sources()
        number, _ = jobs._looked
        Page.objects.filter(pk=section.pk).update(expire_at=timezone.now())
        jobs._looked = (number, timezone.now() - HOUR)
        jobs.follow_search_sources()
        assert found("zebras") == []


class TestEachNight:
    def test_texts_that_changed_past_every_stamp_are_found(self, section):
        StandardPage.objects.filter(pk=section.pk).update(summary="The giraffes.")
        assert jobs.follow_search_sources().startswith("0 things followed")
        assert faults() == [f"page {section.pk}: the entry of it says something else"]
        assert jobs.compare_search_entries().startswith("1 things mended")
        assert (found("giraffes"), faults()) == ([f"page {section.pk}"], [])

    def test_words_that_no_entry_has_any_more_are_forgotten(self, section):
        note_words()
        assert WordPart.objects.filter(word="zebras").exists()
        section.delete()
        assert forget_words() > 0
        assert not WordPart.objects.filter(word="zebras").exists()

    def test_what_is_right_is_not_written(self, section):
        before = list(SearchEntry.objects.order_by("pk").values_list("pk", "digest"))
        assert write_everything() == 0
        assert list(SearchEntry.objects.order_by("pk").values_list("pk", "digest")) == before


class TestCommands:
    def test_the_check_lists_every_difference_and_the_rebuild_mends_them(self, section, home_page, capsys):
        made = read_document("Zebras.", "Lions.")
        publish_citing(home_page, "reports", made)
        call_command("check_search_entries")
        assert "No difference in" in capsys.readouterr().out
        SearchEntry.objects.filter(key=section.pk).delete()
        SearchEntry.objects.filter(kind="document", part=2).delete()
        SearchText.objects.filter(entry__key=home_page.pk).delete()
        SearchEntry.objects.create(kind="page", key="999999", url="/gone/")
        SearchEntry.objects.create(kind="unheard-of", key="1", url="/gone/")
        with pytest.raises(CommandError, match="5 differences"):
            call_command("check_search_entries")
        said = capsys.readouterr().out
        for fault in (f"page {section.pk}: it has no entry", "part 2 has no entry", "unheard-of 1: no app has things",
                      "page 999999: has entries, and the public may not see it", "says something else"):  # fmt: skip
            assert fault in said
        call_command("rebuild_search_entries")
        call_command("check_search_entries")

    def test_a_rebuild_from_nothing(self, section, capsys):
        before = SearchEntry.objects.count()
        call_command("rebuild_search_entries", from_nothing=True)
        assert SearchEntry.objects.count() == before
        assert search(SearchRequest("zebras")).total == 1
        assert "entries." in capsys.readouterr().out

    def test_an_index_that_is_not_that_of_the_texts_is_told(self, section, capsys):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE search_searchtext SET words = replace(words, 'zebras', 'giraffes')")
            assert search(SearchRequest("giraffes")).total == 1  # the index follows, whoever writes
            assert index.fault() == ""
            if connection.vendor == "sqlite":  # PostgreSQL computes its column, and cannot have another
                cursor.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
                with pytest.raises(CommandError, match="1 differences"):
                    call_command("check_search_entries")
        call_command("rebuild_search_entries", from_nothing=True)
        call_command("check_search_entries")
        assert search(SearchRequest("zebras")).total == 1


def test_no_type_of_page_is_forgotten():
    ours = {model for model in apps.get_models() if issubclass(model, PublicPage) and not is_of_tests(model)}
    assert ours == {model for kind in kinds() if isinstance(kind, PageKind) for model in kind.models}


def is_of_tests(model):
    return model.__module__.startswith("tests.")


def test_names_of_kinds_are_unique():
    from django.core.exceptions import ImproperlyConfigured

    class Other(Notices):
        name = "page"

    with pytest.raises(ImproperlyConfigured, match="Two kinds"):
        register_kind(Other())
    assert kind_of("page").label == "Pages"
