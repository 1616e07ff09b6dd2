"""An import goes on where it stopped, is worked on by one process at a time, and is cleared away when it is over."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.importing import find_importer, runs
from core.importing.importer import Importer, register_importer, registered_importers
from core.importing.tasks import advance_import
from core.jobs import purge_imports, resume_imports
from core.models import ImportRun, StagedUpload
from documents import importers
from documents.deletions import delete_noted
from documents.importers import DocumentImporter
from documents.models import Document
from tests.importing.files import HEADER, brought_in, checked, outcomes, pdf, problems, staged

pytestmark = pytest.mark.django_db
NAMES = ("a.pdf", "b.pdf", "c.pdf")
TABLE = HEADER + "".join(f"{name},{name[0].upper()},,,{name[0]},\n" for name in NAMES)
FILES = {name: pdf(name) for name in NAMES}


class KilledError(BaseException):
    """What ends a process ends the run's work wherever it stands."""


def dying_at(title, monkeypatch):
    """Let the process die while it adds the document of this title."""
    add = importers._add

    def dies(batch, line, found):
        made = add(batch, line, found)
        if line["title"] == title:
            raise KilledError
        return made

    monkeypatch.setattr(importers, "_add", dies)


def test_a_process_that_dies_in_the_middle_loses_nothing_and_brings_nothing_in_twice(monkeypatch):
    run = checked(TABLE, FILES)
    runs.confirm(run)
    with monkeypatch.context() as patch:
        dying_at("B", patch)
        with pytest.raises(KilledError):
            runs.advance(run.pk)
    assert [state for _, state, _ in outcomes(run)] == ["created", "", ""]
    assert [each.title for each in Document.objects.all()] == ["A"]
    assert runs.advance(run.pk) == "finished"
    assert [state for _, state, _ in outcomes(run)] == ["created"] * 3
    assert sorted(each.title for each in Document.objects.all()) == ["A", "B", "C"]


def test_one_process_at_a_time_works_on_a_run():
    run = staged(TABLE, FILES)
    ImportRun.objects.filter(pk=run.pk).update(leased_until=timezone.now() + timedelta(minutes=1))
    assert runs.advance(run.pk) == "nothing to do"
    assert resume_imports() == ""
    ImportRun.objects.filter(pk=run.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    assert resume_imports() == "1 imports taken up again"
    assert DBTaskResult.objects.filter(task_path=advance_import.module_path).count() == 1
    assert resume_imports() == ""
    assert runs.advance(run.pk) == "checked"


def test_a_run_that_nobody_took_up_is_queued_again_after_a_while():
    run = staged(TABLE, FILES)
    assert resume_imports() == ""
    ImportRun.objects.filter(pk=run.pk).update(touched_at=timezone.now() - timedelta(minutes=11))
    assert resume_imports() == "1 imports taken up again"


def test_the_task_does_what_the_run_waits_for():
    run = staged(TABLE, FILES)
    assert advance_import.func(run.pk) == "checked"
    assert advance_import.func(run.pk) == "nothing to do"
    assert advance_import.func(run.pk + 1) == "nothing to do"


def test_a_run_is_decided_about_once():
    run = checked(TABLE, FILES)
    runs.confirm(run)
    with pytest.raises(runs.NotNowError, match="Somebody was faster"):
        runs.confirm(run)
    with pytest.raises(runs.NotNowError, match="being brought in"):
        runs.throw_away(run)
    runs.advance(run.pk)
    with pytest.raises(runs.NotNowError, match="No line failed"):
        runs.retry(ImportRun.objects.get(pk=run.pk))
    assert ImportRun.objects.get(pk=run.pk).state == "finished"


def test_a_line_that_fails_stops_no_other_and_can_be_tried_again(
    monkeypatch, caplog, django_capture_on_commit_callbacks
):
    with monkeypatch.context() as patch:
        add = importers._add

        def sometimes(batch, line, found):
            if line["title"] == "A":
                raise OSError("store down")
            if line["title"] == "B":
                raise ZeroDivisionError
            return add(batch, line, found)

        patch.setattr(importers, "_add", sometimes)
        run = brought_in(TABLE, FILES)
    (_, first, said), (_, second, also), (_, third, _) = outcomes(run)
    assert (first, second, third) == ("failed", "failed", "created")
    assert "file store did not answer" in said
    assert "went wrong on our side" in also
    assert "ZeroDivisionError" in caplog.text
    assert StagedUpload.objects.filter(run=run, kind="file").count() == 3
    runs.retry(run)
    runs.advance(run.pk)
    assert [state for _, state, _ in outcomes(run)] == ["created"] * 3
    assert not StagedUpload.objects.filter(run=run).exists()


def test_a_file_that_the_store_has_lost_is_told_by_its_line():
    run = staged(TABLE, FILES)
    default_storage.remove(run.uploads.get(name="b.pdf").file.name)
    runs.advance(run.pk)
    run.refresh_from_db()
    assert [(line, text) for line, _, text in problems(run)] == [
        (3, "The file store did not answer. Check again in a few minutes.")
    ]


def test_what_nobody_decided_about_and_what_is_long_over_is_deleted_with_its_files():
    undecided, over, fresh = checked(TABLE, FILES), brought_in(TABLE, FILES), checked(TABLE, FILES)
    stored = undecided.uploads.first().file.name
    ImportRun.objects.filter(pk=undecided.pk).update(created_at=timezone.now() - timedelta(days=8))
    ImportRun.objects.filter(pk=over.pk).update(finished_at=timezone.now() - timedelta(days=91))
    assert purge_imports() == "2 imports deleted"
    delete_noted()
    assert not default_storage.exists(stored)
    assert list(ImportRun.objects.all()) == [fresh]
    assert Document.objects.count() == 3
    assert purge_imports() == ""


def test_the_files_of_failed_lines_are_kept_a_week(monkeypatch):
    monkeypatch.setattr(importers, "_add", lambda *_: 1 / 0)
    run = brought_in(TABLE, FILES)
    assert purge_imports() == ""
    assert run.uploads.exists()
    ImportRun.objects.filter(pk=run.pk).update(finished_at=timezone.now() - timedelta(days=8))
    purge_imports()
    assert not run.uploads.exists()
    assert ImportRun.objects.filter(pk=run.pk).exists()


def test_an_import_of_a_kind_that_is_gone_says_so():
    run = staged(TABLE, FILES)
    ImportRun.objects.filter(pk=run.pk).update(importer="tulips")
    runs.advance(run.pk)
    run.refresh_from_db()
    assert run.blocking_problems[0]["message"] == "This kind of import is no longer there."


def test_two_importers_of_one_key_are_a_mistake():
    assert find_importer("documents") in registered_importers()
    assert find_importer("tulips") is None

    class Other(DocumentImporter):
        pass

    with pytest.raises(Exception, match="Two importers have the key"):
        register_importer(Other)
    assert register_importer(DocumentImporter) is DocumentImporter


def test_an_importer_may_leave_out_what_it_has_no_use_for():
    class Plain(Importer):
        key, title, columns = "plain", "Plain", ()

        def may_use(self, user):
            return True

        def check_line(self, batch, line):
            return ()

        def plan_line(self, batch, line):
            return "new"

        def import_line(self, batch, line):
            raise NotImplementedError

    plain = Plain()
    assert (plain.option_fields(None), plain.clean_options({"a": 1}), list(plain.check_batch(None))) == (
        {},
        {"a": 1},
        [],
    )


def test_a_large_import_costs_the_same_for_each_line(django_assert_max_num_queries):
    """Given 30 lines, then a line costs no more the more lines there are."""
    names = [f"{number}.pdf" for number in range(30)]
    table = HEADER + "".join(f"{name},{name},,,,\n" for name in names)
    run = staged(table, {name: pdf(name) for name in names})
    with django_assert_max_num_queries(30 * 16):
        runs.advance(run.pk)
    assert run.lines.count() == 30
    assert not problems(ImportRun.objects.get(pk=run.pk))


def test_nothing_of_an_import_drops_the_page_cache():
    from core.caching.changes import _never_public_tables

    assert {"core_importrun", "core_importedline", "core_stagedupload"} <= _never_public_tables()
