"""What makes a file public: each way in which a page may cite one, and each row of the table of what Wagtail's index
of references gets wrong (publishing notes, section d). The right answer stands in each test.
"""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, ReferenceIndex
from wagtail.rich_text import RichText

from documents import citations
from documents.models import Citation, Image
from documents.visibility import is_public, public_ids, visible_documents
from home.models import HomePage
from tests.citing.models import (
    Cell,
    CitingPage,
    DownloadLog,
    Plain,
    Row,
    Sheet,
    SheetRow,
    SpecialPage,
    UnregisteredSetting,
)
from tests.documents.files import document, image
from tests.factories import draft, publish

pytestmark = pytest.mark.django_db


def link(file):
    return f'<p>See <a linktype="document" id="{file.pk}">it</a>.</p>'


def stream(kind, value):
    return [{"type": kind, "value": value, "id": "11111111-1111-4111-8111-111111111111"}]


def part(file):
    return {"title": "Part", "papers": [file.pk]}


def republish(page):
    page.save_revision().publish()
    return page


def by_key(page, file):
    page.document = file


def by_text(page, file):
    page.text = link(file)


def by_inline_row(page, file):
    page.rows = [Row(document=file)]


def by_text_of_an_inline_row(page, file):
    page.rows = [Row(text=link(file))]


def by_row_inside_a_row(page, file):
    page.rows = [Row(cells=[Cell(document=file)])]


def by_text_of_a_row_inside_a_row(page, file):
    page.rows = [Row(cells=[Cell(text=link(file))])]


def by_many_to_many(page, file):
    page.papers.set([file])


def by_parental_many_to_many(page, file):
    page.parental_papers = [file]


def by_many_to_many_of_an_inline_row(page, file):
    page.rows = [Row(papers=[file])]


def by_generic_key(page, file):
    page.anything = file


def by_block(kind, value):
    def cite(page, file):
        page.body = page.body.stream_block.to_python(stream(kind, value(file)))

    cite.__name__ = f"by_{kind}_block"
    return cite


def by_snippet(page, file):
    page.sheet = Sheet.objects.create(document=file)


def by_text_of_a_snippet(page, file):
    page.sheet = Sheet.objects.create(text=link(file))


def by_row_of_a_snippet(page, file):
    page.sheet = Sheet.objects.create(rows=[SheetRow(document=file)])


def by_snippet_without_drafts(page, file):
    page.plain = Plain.objects.create(document=file)


def by_snippet_in_a_block(page, file):
    page.body = page.body.stream_block.to_python(stream("sheet", Sheet.objects.create(document=file).pk))


def by_snippet_of_a_snippet(page, file):
    page.sheet = Sheet.objects.create(inner=Sheet.objects.create(document=file))


WAYS = [
    by_key, by_text, by_inline_row, by_text_of_an_inline_row, by_row_inside_a_row, by_text_of_a_row_inside_a_row,
    by_many_to_many, by_parental_many_to_many, by_many_to_many_of_an_inline_row, by_generic_key,
    by_block("paper", lambda file: file.pk),
    by_block("text", link),
    by_block("part", part),
    by_block("parts", lambda file: [part(file)]),
    by_block("inner", lambda file: stream("paper", file.pk)),
    by_block("self_reading", lambda file: {"paper": file.pk}),
    by_block("table", lambda file: {
        "columns": [{"type": "text", "heading": ""}, {"type": "paper", "heading": ""}],
        "rows": [{"values": ["<p>words</p>", file.pk]}],
    }),
    by_block("table", lambda file: {
        "columns": [{"type": "text", "heading": ""}], "rows": [{"values": [link(file)]}],
    }),
    by_snippet, by_text_of_a_snippet, by_row_of_a_snippet, by_snippet_without_drafts, by_snippet_in_a_block,
    by_snippet_of_a_snippet,
]  # fmt: skip


@pytest.fixture
def file(db):
    return document()


@pytest.fixture
def page(home_page):
    return publish(home_page, "citing", CitingPage)


@pytest.mark.parametrize("cite", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("index", ["whole", "lost"])
def test_each_way_of_citing_opens_and_closes_with_the_page(page, file, cite, index):
    other = document()
    cite(page, file)
    page.save()
    if index == "lost":  # its task failed, or it is being built anew
        ReferenceIndex.objects.all().delete()
    assert is_public(file)
    assert public_ids(type(file), [file.pk, other.pk, 10**9]) == {file.pk}
    page.unpublish()
    assert not is_public(file)
    assert public_ids(type(file), [file.pk]) == set()


@pytest.mark.parametrize("cite", WAYS, ids=lambda way: way.__name__)
def test_each_way_of_citing_ends_with_the_page(page, file, cite):
    cite(page, file)
    page.save()
    page.delete()
    assert not is_public(file)


@pytest.mark.parametrize("kind", ["picture", "described"])
def test_pictures_are_cited_by_blocks_and_by_text(page, kind):
    crew = image()
    value = crew.pk if kind == "picture" else {"image": crew.pk, "alt_text": "A crew", "decorative": False}
    page.body = page.body.stream_block.to_python(stream(kind, value))
    page.save()
    assert is_public(crew)
    page.body = page.body.stream_block.to_python(
        stream("text", f'<embed embedtype="image" id="{crew.pk}" alt="A crew" format="left"/>')
    )
    page.save()
    assert is_public(crew)
    page.body = []
    page.save()
    assert not is_public(crew)
    assert public_ids(Image, [crew.pk]) == set()


def test_a_document_and_a_picture_of_one_number_are_told_apart(page):
    paper, crew = document(pk=90_001), image(pk=90_001)
    page.document = paper
    page.save()
    assert (is_public(paper), is_public(crew)) == (True, False)


class TestStatesOfThePage:
    """Rows of the table about the page itself; the states of pages have their own tests in tests/core."""

    def test_never_published(self, home_page, file):
        draft(home_page, "draft", CitingPage, document=file, text=link(file))
        assert not is_public(file)

    def test_scheduled_first(self, home_page, file):
        page = draft(home_page, "later", CitingPage, document=file)
        page.go_live_at = timezone.now() + timedelta(hours=1)
        page.save_revision().publish()
        assert not is_public(file)

    @pytest.mark.parametrize("cite", [by_key, by_text, by_inline_row, by_parental_many_to_many])
    def test_cited_only_in_the_newer_draft_or_in_a_scheduled_version(self, page, file, cite):
        cite(page, file)
        page.save_revision()
        assert not is_public(file)
        page.go_live_at = timezone.now() + timedelta(hours=1)
        page.save_revision().publish()
        assert not is_public(file)

    @pytest.mark.parametrize("cite", [by_key, by_text, by_inline_row, by_parental_many_to_many])
    def test_cited_by_what_is_public_though_the_newer_draft_has_dropped_it(self, page, file, cite):
        cite(page, file)
        republish(page)
        page = CitingPage.objects.get(pk=page.pk)
        page.document, page.text, page.rows, page.parental_papers = None, "", [], []
        page.save_revision()
        assert is_public(file)
        republish(page)
        assert not is_public(file)

    def test_expired_with_no_scheduler(self, page, file):
        by_text(page, file)
        page.expire_at = timezone.now() - timedelta(seconds=1)
        page.save()
        assert not is_public(file)

    def test_below_a_parent_that_is_not_public(self, home_page, file):
        parent = publish(home_page, "parent")
        republish(publish(parent, "child", CitingPage, document=file, text=link(file)))
        assert is_public(file)
        parent.unpublish()
        assert not is_public(file)

    def test_moved_below_a_draft(self, home_page, page, file):
        by_text(page, file)
        page.save()
        page.move(draft(home_page, "hidden"), pos="last-child")
        assert not is_public(file)

    def test_restricted_or_below_a_restricted_page(self, home_page, file):
        parent = publish(home_page, "parent")
        publish(parent, "child", CitingPage, document=file)
        restriction = PageViewRestriction.objects.create(page=parent, restriction_type="login")
        assert not is_public(file)
        restriction.delete()
        assert is_public(file)

    def test_outside_every_site(self, home_page, file):
        other = HomePage(title="Elsewhere", slug="elsewhere")
        Page.objects.get(depth=1).add_child(instance=other)
        publish(other, "citing", CitingPage, document=file, text=link(file))
        assert not is_public(file)

    def test_an_alias_follows_its_source(self, home_page, page, file):
        by_text(page, file)
        republish(page)
        section = publish(home_page, "section")
        alias = page.create_alias(parent=section, update_slug="alias")
        page.move(draft(home_page, "hidden"), pos="last-child")
        assert not is_public(file), "what the alias mirrors is hidden"
        page.move(home_page, pos="last-child")
        assert is_public(file)
        page.refresh_from_db()
        page.text = ""
        republish(page)
        assert CitingPage.objects.get(pk=alias.pk).text == ""
        assert not is_public(file)

    def test_a_copy_kept_as_a_draft(self, home_page, page, file):
        by_text(page, file)
        republish(page)
        copy = page.copy(to=home_page, update_attrs={"slug": "copy"}, keep_live=False)
        page.unpublish()
        assert not is_public(file)
        copy.save_revision().publish()
        assert is_public(file)

    def test_the_page_type_made_from_another(self, home_page, file):
        appendix = document()
        special = publish(home_page, "special", SpecialPage, document=file, appendix=appendix, text=link(file))
        assert (is_public(file), is_public(appendix)) == (True, True)
        special.unpublish()
        assert (is_public(file), is_public(appendix)) == (False, False)

    def test_a_base_page_that_is_saved_changes_nothing(self, page, file):
        by_text(page, file)
        page.save()
        Page.objects.get(pk=page.pk).save()
        assert is_public(file)


class TestSnippets:
    @pytest.fixture
    def sheet(self, page, file):
        sheet = Sheet.objects.create(document=file, text=link(file))
        page.sheet = sheet
        page.save()
        return sheet

    def test_on_no_page_they_publish_nothing(self, home_page, file):
        Sheet.objects.create(document=file)
        Plain.objects.create(document=file)
        assert not is_public(file)

    @pytest.mark.parametrize(
        "state",
        [
            {"live": False},
            {"expire_at": timezone.now() - timedelta(minutes=1)},
            {"go_live_at": timezone.now() + timedelta(days=9)},
        ],
        ids=["draft", "expired", "early"],
    )
    def test_that_are_not_live_publish_nothing(self, sheet, file, state):
        assert is_public(file)
        Sheet.objects.filter(pk=sheet.pk).update(**state)
        assert not is_public(file)

    def test_publish_only_what_stands_in_their_live_version(self, sheet):
        newer = document()
        sheet.document, sheet.text = newer, link(newer)
        sheet.save_revision()
        assert not is_public(newer)
        sheet.latest_revision.publish()
        assert is_public(newer)

    def test_publish_nothing_on_a_page_that_is_not_public(self, sheet, page, file):
        page.unpublish()
        assert not is_public(file)

    def test_inside_one_another_without_end_publish_nothing(self, sheet, page, file):
        first = Sheet.objects.create(inner=Sheet.objects.create(inner=Sheet.objects.create(document=file)))
        Sheet.objects.filter(pk=sheet.pk).update(document=None, text="", inner=first)
        assert not is_public(file)

    def test_that_show_themselves_publish_nothing(self, home_page, file):
        sheet = Sheet.objects.create(document=file)
        Sheet.objects.filter(pk=sheet.pk).update(inner=sheet)
        assert not is_public(file)

    def test_that_begin_or_end_end_the_life_of_what_is_kept(self, sheet):
        from documents.boundaries import snippets_begin_or_expire

        now = timezone.now()
        assert snippets_begin_or_expire(now) is None
        Sheet.objects.filter(pk=sheet.pk).update(expire_at=now + timedelta(hours=1))
        assert snippets_begin_or_expire(now) == now + timedelta(hours=1)


class TestWhatDoesNotPublish:
    def test_a_field_that_is_marked_as_no_reference(self, page, file):
        page.ignored = file
        page.save()
        assert not is_public(file)

    def test_a_setting_or_a_model_that_nobody_has_registered(self, home_page, file):
        UnregisteredSetting.objects.create(document=file)
        DownloadLog.objects.create(document=file)
        assert not is_public(file)

    def test_an_address_that_was_typed(self, page, file):
        address = f"http://localhost{file.url}"
        page.note = address
        page.text = f'<p><a href="{address}">typed</a></p>'
        page.body = page.body.stream_block.to_python(
            stream("html", f'<a href="{file.url}">') + stream("address", address)
        )
        page.save()
        assert not is_public(file)

    def test_a_link_without_an_id_breaks_nothing(self, page, file):
        page.text = '<p><a linktype="document">broken</a></p>'
        page.save()
        assert not is_public(file)

    def test_revisions_comments_and_history(self, page, file):
        by_key(page, file)
        revision = page.save_revision()
        assert str(file.pk) in str(revision.content["document"])
        assert not is_public(file)


class TestWritesThatSendNoSignals:
    def test_an_update_sets_and_clears_a_key(self, page, file):
        CitingPage.objects.filter(pk=page.pk).update(document=file)
        assert is_public(file)
        CitingPage.objects.filter(pk=page.pk).update(document=None)
        assert not is_public(file)

    def test_inline_rows_made_and_deleted_in_bulk(self, page, file):
        Row.objects.bulk_create([Row(page=page, document=file)])
        assert is_public(file)
        Row.objects.all().delete()
        assert not is_public(file)

    def test_an_inline_row_deleted_by_itself(self, page, file):
        by_text_of_an_inline_row(page, file)
        page.save()
        row = Row.objects.get()
        row.delete()
        assert not is_public(file)
        assert not Citation.objects.exists()

    def test_many_to_many_rows_written_in_bulk(self, page, file):
        CitingPage.papers.through.objects.bulk_create(
            [CitingPage.papers.through(citingpage_id=page.pk, document_id=file.pk)]
        )
        assert is_public(file)

    def test_a_text_that_lost_its_link_by_an_update_closes_the_file_at_once(self, page, file):
        by_text(page, file)
        page.save()
        CitingPage.objects.filter(pk=page.pk).update(text="")
        assert Citation.objects.exists(), "the note is out of date"
        assert not is_public(file)

    def test_a_text_that_was_given_its_link_by_an_update_opens_the_file_when_texts_are_read_again(self, page, file):
        CitingPage.objects.filter(pk=page.pk).update(text=link(file))
        assert not is_public(file), "late, never early"
        assert citations.reconcile() == 1
        assert is_public(file)
        assert citations.reconcile() == 0

    def test_texts_are_read_some_at_a_time_and_where_all_is_well_nothing_is_written(self, home_page, monkeypatch):
        monkeypatch.setattr(citations, "_BATCH", 2)
        pages = [publish(home_page, f"paper-{number}", model=CitingPage) for number in range(5)]
        CitingPage.objects.filter(pk__in=[each.pk for each in pages[1::3]]).update(text=link(document()))
        assert citations.reconcile() == 2
        with CaptureQueriesContext(connection) as captured:
            assert citations.reconcile() == 0
        assert {each["sql"].split()[0] for each in captured} == {"SELECT"}, "no lock that others would wait for"

    def test_a_page_deleted_by_sql_alone_leaves_nothing_open(self, page, file):
        by_text(page, file)
        page.save()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM citing_citingpage WHERE page_ptr_id = %s", [page.pk])
        assert not is_public(file)
        assert citations.reconcile() == 1
        assert not Citation.objects.exists()

    def test_notes_of_a_table_that_cites_no_more_are_swept(self, page, file):
        kind = ContentType.objects.get_for_model(DownloadLog)
        target = ContentType.objects.get_for_model(file)
        Citation.objects.create(source_type=kind, source_id="1", target_type=target, target_id=str(file.pk))
        assert not is_public(file)
        citations.reconcile()
        assert not Citation.objects.exists()

    def test_migrations_are_followed_by_a_reading_of_all_texts(self, page, file):
        from django.apps import apps
        from django.db.models.signals import post_migrate

        CitingPage.objects.filter(pk=page.pk).update(text=link(file))
        app = apps.get_app_config("documents")
        post_migrate.send(
            app, app_config=app, verbosity=0, interactive=False, using="default", apps=apps, plan=[("a", False)]
        )  # fmt: skip
        assert is_public(file)

    def test_a_fixture(self, page, file):
        from django.core import serializers

        by_text(page, file)
        fixture = serializers.serialize("json", [page])
        for each in serializers.deserialize("json", fixture):
            each.save()
        assert is_public(file)


class TestSaving:
    def test_a_draft_of_a_live_page_takes_no_note_away(self, page, file):
        by_text(page, file)
        republish(page)
        page.text = ""
        page.title = "Half a thought"
        page.save_revision()
        page.save(update_fields=["title"])
        assert is_public(file)

    def test_a_rolled_back_save_leaves_no_note(self, page, file):
        from django.db import transaction

        by_text(page, file)
        with transaction.atomic():
            page.save()
            transaction.set_rollback(True)
        assert not Citation.objects.exists()

    def test_the_value_in_memory_is_not_what_counts(self, page, file):
        page.text = RichText(link(file)).source
        page.save(update_fields=["title"])
        assert not is_public(file)


class TestMany:
    def test_are_found_in_their_order_without_those_that_are_private(self, page):
        papers = [document(title=f"Paper {number}") for number in range(6)]
        page.papers.set(papers[:3])
        page.text = link(papers[4])
        page.save()
        type(papers[1]).objects.filter(pk=papers[1].pk).update(withdrawn_at=timezone.now())
        found = visible_documents(type(papers[0]).objects.order_by("-pk"))
        assert found == [papers[4], papers[2], papers[0]]

    def test_cost_the_same_number_of_queries_whatever_their_number(self, page, django_assert_num_queries):
        papers = [document(title=f"Paper {number}") for number in range(8)]
        page.papers.set(papers[:4])
        page.text = "".join(link(paper) for paper in papers[4:])
        page.save()
        ids = [paper.pk for paper in papers]
        public_ids(type(papers[0]), ids)
        with django_assert_num_queries(4):  # the documents, who cites them, which pages are public, the texts again
            assert public_ids(type(papers[0]), ids) == set(ids)
        with django_assert_num_queries(3):
            assert public_ids(type(papers[0]), ids[4:5]) == set(ids[4:5])
        with django_assert_num_queries(0):
            assert public_ids(type(papers[0]), []) == set()

    def test_pages_that_are_not_public_do_not_hide_one_that_is(self, home_page, file):
        hidden = draft(home_page, "hidden")
        for number in range(25):
            publish(hidden, f"page-{number}", CitingPage, document=file)
        assert not is_public(file)
        publish(home_page, "shown", CitingPage, document=file)
        assert is_public(file)
