"""Every committed change of what the public sees changes the generation, by whatever route it was made."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page, PageViewRestriction, Site

from core.caching import generation
from core.caching.changes import NEVER_PUBLIC_COLUMNS, NEVER_PUBLIC_MODELS, changes_what_is_public
from core.models import JobState, SubmissionCount
from documents.models import Document
from home.models import ContactMessage, OrganisationSettings, StandardPage
from tests.factories import draft, publish

committed = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def pages(transactional_db, home_page):
    first, second = publish(home_page, "first"), publish(home_page, "second")
    return home_page, first, second


@pytest.fixture
def editor(transactional_db):
    return get_user_model().objects.create_superuser("editor", "editor@example.org", "a long pass phrase")


def changed(action):
    before = generation.current()
    action()
    return generation.current() != before


def moves_below(page, other):
    page.move(Page.objects.get(pk=other.pk), pos="last-child")


def in_bulk(home):
    Redirect.objects.bulk_create([Redirect(old_path="/old", redirect_link="https://example.org/")])


PUBLIC_CHANGES = {
    "publishing": lambda home, first, second: first.save_revision().publish(),
    "unpublishing": lambda home, first, second: first.unpublish(),
    "a new draft page": lambda home, first, second: draft(home, "third"),
    "deleting": lambda home, first, second: first.delete(),
    "deleting by a query": lambda home, first, second: Page.objects.filter(pk=first.pk).delete(),
    "moving": lambda home, first, second: moves_below(first, second),
    "reordering": lambda home, first, second: second.move(first, pos="left"),
    "copying": lambda home, first, second: first.copy(update_attrs={"slug": "copied"}),
    "an alias": lambda home, first, second: first.create_alias(update_slug="alias"),
    "a query's update": lambda home, first, second: StandardPage.objects.filter(pk=first.pk).update(summary="New"),
    "a bulk update": lambda home, first, second: Page.objects.bulk_update([first], ["title"]),
    "redirects made in bulk": lambda home, first, second: in_bulk(home),
    "a view restriction": lambda home, first, second: PageViewRestriction.objects.create(page=first),
    "the site's host": lambda home, first, second: Site.objects.get(is_default_site=True).save(),
    "the site's settings": lambda home, first, second: OrganisationSettings.objects.create(
        site=Site.objects.get(is_default_site=True)
    ),
    "an expiry by a query": lambda home, first, second: Page.objects.filter(pk=first.pk).update(
        expire_at=timezone.now()
    ),
    "SQL by hand": lambda home, first, second: connection.cursor().execute("UPDATE wagtailcore_page SET title = 'x'"),
    "a collection moved": lambda home, first, second: Collection.get_first_root_node().add_child(name="Papers"),
}


@committed
@pytest.mark.parametrize("route", PUBLIC_CHANGES)
def test_what_the_public_sees_is_dropped_after(route, pages):
    assert changed(lambda: PUBLIC_CHANGES[route](*pages))


@committed
class TestWhatEditorsDoInTheAdmin:
    def test_moving_documents_to_a_collection_in_bulk(self, pages, editor, client):
        papers = Collection.get_first_root_node().add_child(name="Papers")
        document = Document.objects.create(title="A paper", file="documents/x/paper.pdf")
        client.force_login(editor)
        url = f"/admin/bulk/documents/document/add_to_collection/?id={document.pk}"
        assert changed(lambda: client.post(url, {"collection": papers.pk}))
        document.refresh_from_db()
        assert document.collection == papers

    @pytest.mark.parametrize("action", ["unpublish", "delete"])
    def test_bulk_actions_on_pages(self, action, pages, editor, client):
        client.force_login(editor)
        _, first, _ = pages
        assert changed(lambda: client.post(f"/admin/bulk/wagtailcore/page/{action}/?id={first.pk}"))
        assert not Page.objects.filter(pk=first.pk, live=True).exists()

    def test_reordering_by_hand(self, pages, editor, client):
        client.force_login(editor)
        _, _, second = pages
        assert changed(lambda: client.post(f"/admin/pages/{second.pk}/set_position/?position=0"))


@committed
class TestWhatIsNotPublic:
    def test_a_draft_of_a_live_page_drops_nothing(self, pages):
        _, first, _ = pages
        first.title = "Half typed"
        assert not changed(first.save_revision)

    def test_signing_in_and_out_drops_nothing(self, editor, client):
        assert not changed(lambda: client.login(username="editor", password="a long pass phrase"))
        assert not changed(client.logout)

    def test_what_visitors_and_the_scheduler_write_drops_nothing(self, transactional_db):
        assert not changed(lambda: JobState.objects.create(name="job"))
        assert not changed(
            lambda: SubmissionCount.objects.create(form="contact", address_hash="x", window_start=timezone.now())
        )
        assert not changed(
            lambda: ContactMessage.objects.create(reference="R1", topic="general", name="A", email="a@example.org")
        )

    def test_reading_drops_nothing(self, pages, client):
        client.get("/")  # makes what is made once
        assert not changed(lambda: [client.get(path) for path in ("/", "/first/", "/nothing/", "/search/?q=a")])


@committed
class TestTransactions:
    def test_a_change_counts_when_it_is_committed_not_before(self, pages):
        before = generation.current()
        with transaction.atomic():
            Page.objects.update(title="x")
            assert generation.current() == before
        assert generation.current() == before + 1

    def test_many_changes_in_one_transaction_count_once(self, pages):
        before = generation.current()
        with transaction.atomic():
            for number in range(20):
                Page.objects.update(title=str(number))
        assert generation.current() == before + 1

    def test_a_change_that_is_rolled_back_does_not_count(self, pages):
        def fail():
            with transaction.atomic():
                Page.objects.update(title="x")
                transaction.set_rollback(True)

        assert not changed(fail)

    def test_a_change_after_a_part_that_was_rolled_back_counts(self, pages):
        def half():
            with transaction.atomic():
                with transaction.atomic():
                    Page.objects.update(title="x")
                    transaction.set_rollback(True)
                Page.objects.update(title="y")

        assert changed(half)

    def test_a_statement_that_fails_does_not_count(self, pages):
        def fail():
            with pytest.raises(Exception, match="no_such_table"):  # each database has an error of its own
                connection.cursor().execute("UPDATE no_such_table SET a = 1")

        assert not changed(fail)


@pytest.mark.parametrize(
    ("sql", "public"),
    [
        ('SELECT "a" FROM "b"', False),
        ('(SELECT "a" FROM "b") UNION (SELECT 1)', False),
        ("WITH x AS (SELECT 1) SELECT * FROM x", False),
        ("WITH x AS (DELETE FROM home_notice RETURNING 1) SELECT * FROM x", True),
        ("SAVEPOINT s1", False),
        ("  select 1", False),
        ('INSERT OR IGNORE INTO "home_notice" VALUES (1)', True),
        ('INSERT INTO "django_session" VALUES (1)', False),
        ('DELETE FROM "wagtailcore_revision" WHERE 1', False),
        ('UPDATE "wagtailcore_page" SET "draft_title" = %s WHERE "wagtailcore_page"."title" = %s', False),
        ('UPDATE "wagtailcore_page" SET "draft_title" = %s, "title" = %s', True),
        ("UPDATE wagtailcore_page SET draft_title = title", True),
        ("TRUNCATE home_notice", True),
        ("CREATE TABLE x (a int)", True),
        ("COPY home_notice FROM STDIN", True),
        ("", True),
    ],
)
def test_what_is_not_understood_counts_as_a_change(sql, public):
    assert changes_what_is_public(sql) is public


def test_the_models_and_columns_named_exist():
    for label in NEVER_PUBLIC_MODELS:
        assert apps.get_model(label)
    columns = {
        model._meta.db_table: {field.column for field in model._meta.local_concrete_fields}
        for model in apps.get_models()
    }
    for table, names in NEVER_PUBLIC_COLUMNS.items():
        assert names <= columns[table]
