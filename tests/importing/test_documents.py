"""Many documents at once: every problem is told by its line, each line comes in whole or not at all."""

from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from wagtail.models import Collection, GroupCollectionPermission, ModelLogEntry

from core.importing import runs
from core.models import AuditRecord, ImportRun, StagedUpload, User
from documents import services
from documents.deletions import delete_noted
from documents.models import Document, FileScan
from tests.documents.clamav import MARK
from tests.documents.files import PDF, document, office
from tests.importing.files import HEADER, archive, brought_in, checked, outcomes, pdf, problems, staged

pytestmark = pytest.mark.django_db
ONE = HEADER + "a.pdf,Winter plan,Board paper,31/03/2026,TB/26/14,\n"


def collection(name, parent=None):
    parent = parent or Collection.get_first_root_node()
    return parent.add_child(instance=Collection(name=name))


def author_of(*collections):
    """Somebody who may add and change documents in these collections alone."""
    group = Group.objects.create(name="importers")
    for codename in ("add_document", "change_document"):
        permission = Permission.objects.get(codename=codename, content_type__app_label="wagtaildocs")
        for each in collections:
            GroupCollectionPermission.objects.create(group=group, collection=each, permission=permission)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = User.objects.create_user("author", "author@example.org")
    user.groups.add(group)
    return user


# --- the dry run ----------------------------------------------------------------------------------------------------


def test_a_dry_run_of_a_good_table_says_what_would_become_of_each_line_and_writes_nothing():
    run = checked(ONE, {"a.pdf": PDF})
    assert run.state == "checked"
    assert run.lines.get().plan == "new"
    assert problems(run) == [(0, "", "These types are not among the tags yet, and are added to them: Board paper.")]
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        (",A,,,,", "file", "This cell is empty."),
        ("a.pdf,,,,,", "title", "This cell is empty."),
        ("goood.pdf,A,,,,", "file", "No file of this name was uploaded. Did you mean “good.pdf”?"),
        ("missing.docx,A,,,,", "file", "No file of this name was uploaded. Upload it with the table."),
        ("bad.pdf,A,,,,", "file", "this is no PDF"),
        ("macro.docx,A,,,,", "file", "macros"),
        ("old.doc,A,,,,", "file", "Save it as Word document (.docx) or PDF"),
        ("empty.pdf,A,,,,", "file", "is empty"),
        ("a.pdf,A,,31/02/2026,,", "date", "no date that there is"),
        ("a.pdf,A,,03/26,,", "date", "no date that there is"),
        ("a.pdf,A,,46112,,", "date", "how a spreadsheet keeps a date"),
        ("a.pdf,A,,,,Bord", "collection", "There is no collection “Bord”. Did you mean “Board”?"),
        ("a.pdf,A,,,,2026", "collection", "Several collections are called “2026”. Write which: “Board / 2026”, “FOI"),
        ("a.pdf,=A1,,,,", "title", "formula"),
        ("a.pdf,A\u202eB,,,,", "title", "cannot be seen"),
        ("a.pdf," + "x" * 256 + ",,,,", "title", "256 characters; at most 255"),
        ("a.pdf,A,,," + "x" * 61 + ",", "reference", "at most 60"),
    ],
)  # fmt: skip
def test_a_problem_is_told_by_line_and_column_and_the_other_lines_can_still_come_in(line, column, message):
    for name in ("Board", "FOI"):
        collection("2026", collection(name))
    files = {
        "a.pdf": pdf("a"), "good.pdf": pdf("good"), "bad.pdf": b"<html>", "empty.pdf": b"", "old.doc": b"x",
        "macro.docx": office("docx", parts={"word/vbaProject.bin": "x"}),
    }  # fmt: skip
    run = checked(f"{HEADER}{line}\ngood.pdf,Good,,,,\n", files)
    found = [text for number, name, text in problems(run) if (number, name) == (2, column)]
    assert any(message in text for text in found), problems(run)
    assert [each.is_blocked for each in run.lines.order_by("number")] == [True, False]
    runs.confirm(run)
    runs.advance(run.pk)
    assert [state for _, state, _ in outcomes(run)] == ["left_out", "created"]
    assert Document.objects.get().title == "Good"


def test_what_two_lines_share_is_told_and_what_no_line_names():
    table = HEADER + "a.pdf,A,,,TB/1,\na.pdf,B,,,,\nb.pdf,C,,,tb/1,\nc.pdf,D,,,,\n"
    found = problems(checked(table, {"a.pdf": PDF, "b.pdf": pdf("b"), "c.pdf": PDF, "notes/d.pdf": PDF}))
    assert (3, "file", "This file stands in line 2 already. Keep one of the two.") in found
    assert (4, "reference", "This reference stands in line 2 already. Keep one of the two.") in found
    assert (5, "file", "Another line has a file of the same content.") in found
    assert (0, "", "No line names these files, so they are left out: notes/d.pdf.") in found


def test_a_date_to_come_is_a_remark():
    run = checked(HEADER + "a.pdf,A,,2099-01-01,,\n", {"a.pdf": PDF})
    assert problems(run) == [(2, "date", "This date is still to come.")]
    assert not run.lines.get().is_blocked


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03-01", date(2026, 3, 1)), ("01/03/2026", date(2026, 3, 1)), ("1.3.2026", date(2026, 3, 1)),
        ("1 March 2026", date(2026, 3, 1)), ("1st Mar 2026", date(2026, 3, 1)), ("", None),
    ],
)  # fmt: skip
def test_a_date_is_read_with_the_day_first(written, meant):
    brought_in(HEADER + f"a.pdf,A,,{written},,\n", {"a.pdf": PDF})
    assert Document.objects.get().document_date == meant


def test_without_a_table_or_with_one_that_cannot_be_read_nothing_begins():
    for table in (None, b"PK\x03\x04", b"name,colour\na,b\n"):
        run = checked(table, {"a.pdf": PDF})
        assert run.blocking_problems
        with pytest.raises(runs.NotNowError):
            runs.confirm(run)
    assert "There is no table" in problems(checked(None, {"a.pdf": PDF}))[0][2]


# --- archives -------------------------------------------------------------------------------------------------------


def test_a_zip_is_taken_apart_and_may_hold_the_table():
    files = {
        "papers/manifest.csv": (HEADER + "may/a.pdf,A,,,,\nb.pdf,B,,,,\nMAY/C.pdf,C,,,,\n").encode(),
        "papers/may/a.pdf": pdf("a"), "papers/b.pdf": pdf("b"), "papers/may/c.pdf": pdf("c"),
        "__MACOSX/papers/._a.pdf": b"x", "papers/.DS_Store": b"x",
    }  # fmt: skip
    run = brought_in(None, {"papers.zip": archive(files)})
    assert problems(run) == []
    assert [state for _, state, _ in outcomes(run)] == ["created"] * 3
    assert {each.title for each in Document.objects.all()} == {"A", "B", "C"}


def test_a_name_that_two_folders_share_is_not_guessed():
    table = HEADER + "a.pdf,A,,,,\n1/a.pdf,B,,,,\n"
    found = problems(checked(table, {"x.zip": archive({"1/a.pdf": pdf("1"), "2/a.pdf": pdf("2")})}))
    assert [(line, column) for line, column, _ in found if line] == [(2, "file")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no zip at all", "it is no ZIP archive"),
        (archive({"../../etc/passwd": b"x"}), "outside its folder"),
        (archive({f"{number}.pdf": b"" for number in range(605)}), "holds more than 600 files"),
    ],
)
def test_an_archive_made_to_do_harm_stops_the_import(content, message):
    run = checked(ONE, {"a.zip": content})
    assert message in problems(run)[0][2]
    assert run.blocking_problems


def test_more_than_is_taken_at_once_is_told(settings):
    settings.IMPORT_MAX_FILES = 1
    run = checked(ONE, {"a.zip": archive({"a.pdf": PDF, "b.pdf": PDF})})
    assert "These are 2 files; at most 1 come in at once" in problems(run)[0][2]
    settings.IMPORT_MAX_FILES, settings.IMPORT_MAX_MB = 10, 0
    assert "unpacks to more than 0 MB" in problems(checked(ONE, {"a.zip": archive({"a.pdf": PDF})}))[0][2]


# --- bringing it in -------------------------------------------------------------------------------------------------


def test_a_line_becomes_a_document_with_all_that_it_says():
    board = collection("Board")
    user = author_of(board, Collection.get_first_root_node())
    run = brought_in(ONE[:-1] + "board\n", {"a.pdf": PDF}, user)
    made = Document.objects.get()
    assert (made.title, made.reference, made.document_date, made.collection) == (
        "Winter plan", "TB/26/14", date(2026, 3, 31), board,
    )  # fmt: skip
    assert [tag.name for tag in made.tags.all()] == ["Board paper"]
    assert (made.uploaded_by_user, made.file_size, made.version) == (user, len(PDF), 1)
    assert run.lines.get().address.endswith(f"/documents/edit/{made.pk}/")
    assert ModelLogEntry.objects.get(object_id=str(made.pk)).user == user
    assert {"import_confirmed", "import_finished"} <= set(AuditRecord.objects.values_list("action", flat=True))


def test_the_same_again_changes_nothing():
    brought_in(ONE, {"a.pdf": PDF})
    before = Document.objects.values().get()
    assert checked(ONE, {"a.pdf": PDF}).lines.get().plan == "already there"
    run = brought_in(ONE, {"a.pdf": PDF})
    assert outcomes(run) == [(2, "unchanged", "")]
    assert Document.objects.values().get() == before


def test_without_a_reference_the_content_tells_that_it_is_there():
    table = HEADER + "a.pdf,Winter plan,,,,\n"
    brought_in(table, {"a.pdf": PDF})
    assert outcomes(brought_in(table, {"a.pdf": PDF})) == [(2, "unchanged", "")]
    assert outcomes(brought_in(table, {"a.pdf": pdf("other")})) == [(2, "created", "")]


def test_another_file_of_the_same_reference_is_the_next_version_at_the_same_address():
    brought_in(ONE, {"a.pdf": PDF})
    first = Document.objects.get()
    assert checked(ONE, {"a.pdf": pdf("corrected")}).lines.get().plan == "new version"
    run = brought_in(ONE, {"a.pdf": pdf("corrected")})
    second = Document.objects.get()
    assert outcomes(run) == [(2, "changed", "Version 2.")]
    assert (second.pk, second.url, second.version) == (first.pk, first.url, 2)
    assert second.sha256 != first.sha256


def test_details_that_the_table_says_otherwise_are_changed_and_empty_cells_change_nothing():
    brought_in(ONE, {"a.pdf": PDF})
    table = HEADER + "a.pdf,Winter plan 2026,Strategy,,TB/26/14,\n"
    assert checked(table, {"a.pdf": PDF}).lines.get().plan == "details change"
    assert outcomes(brought_in(table, {"a.pdf": PDF})) == [(2, "changed", "Details changed.")]
    made = Document.objects.get()
    assert (made.title, made.document_date, made.version) == ("Winter plan 2026", date(2026, 3, 31), 1)
    assert {tag.name for tag in made.tags.all()} == {"Board paper", "Strategy"}


def test_a_withdrawn_document_stays_withdrawn():
    file = document(reference="TB/26/14")
    services.withdraw(file, reason="names a patient")
    run = brought_in(ONE, {"a.pdf": pdf("new")})
    assert "is withdrawn, and stays so" in str(problems(run))
    file.refresh_from_db()
    assert (file.version, file.is_withdrawn) == (2, True)


# --- who may --------------------------------------------------------------------------------------------------------


def test_nobody_adds_where_they_may_not():
    board, other = collection("Board"), collection("Other")
    user = author_of(board)
    table = HEADER + "a.pdf,A,,,,Board\nb.pdf,B,,,,Other\nc.pdf,C,,,,\n"
    files = {name: pdf(name) for name in ("a.pdf", "b.pdf", "c.pdf")}
    run = brought_in(table, files, user, collection=str(other.pk))
    assert [(line, column) for line, column, _ in problems(run)] == [(3, "collection"), (4, "collection")]
    assert [each.collection for each in Document.objects.all()] == [board]


def test_nobody_changes_what_they_may_not_by_knowing_its_reference():
    file = document(reference="TB/26/14", collection=collection("Secret"))
    board = collection("Board")
    run = checked(ONE, {"a.pdf": PDF}, author_of(board), collection=str(board.pk))
    assert "you may not change it" in str(problems(run))
    assert run.lines.get().is_blocked
    file.refresh_from_db()
    assert file.version == 1


def test_rights_that_were_taken_away_after_the_dry_run_count():
    board = collection("Board")
    user = author_of(board)
    run = checked(HEADER + "a.pdf,A,,,,Board\n", {"a.pdf": PDF}, user)
    user.groups.clear()
    runs.confirm(run)
    runs.advance(run.pk)
    assert outcomes(run) == [(2, "failed", "You may not add documents to this collection. Choose another.")]
    assert not Document.objects.exists()


# --- viruses --------------------------------------------------------------------------------------------------------


@pytest.mark.needs("clamav")
def test_an_infected_file_stops_its_own_line(scanner):
    table = HEADER + "a.pdf,A,,,,\nb.pdf,B,,,,\n"
    run = brought_in(table, {"a.pdf": pdf(MARK.decode()), "b.pdf": pdf("b")})
    (_, first, message), (_, second, _) = outcomes(run)
    assert (first, second) == ("failed", "created")
    assert "virus scanner found" in message
    assert Document.objects.get().title == "B"


def test_while_the_scanner_is_down_files_come_in_and_wait(scanner_down):
    run = brought_in(ONE, {"a.pdf": PDF})
    assert outcomes(run) == [(2, "created", "It waits for the virus scan and is not public before.")]
    assert FileScan.objects.get().state == "waiting"


# --- from the command line ------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.pdf").write_bytes(PDF)
    (tmp_path / "manifest.csv").write_text(ONE + "papers/b.pdf,B,,,,\n")
    return tmp_path


def command(*arguments, **options):
    said = StringIO()
    try:
        call_command("import_documents", *map(str, arguments), stdout=said, **options)
    except CommandError as error:
        return f"{said.getvalue()}{error}"
    return said.getvalue()


def test_the_command_says_what_is_wrong_and_brings_nothing_in(folder):
    said = command(folder, "--dry-run")
    assert "line 3: file: No file of this name was uploaded" in said
    assert "2 lines: 1 can come in, 1 cannot." in said
    assert said.endswith("Nothing was brought in.")
    assert not Document.objects.exists()
    assert not ImportRun.objects.exists()


def test_the_command_brings_in_what_is_right_and_leaves_nothing_behind(folder):
    (folder / "papers" / "b.pdf").write_bytes(pdf("b"))
    before = default_storage.listdir("imports")[0] if default_storage.exists("imports") else []
    assert "2 new" in command(folder)
    delete_noted()
    assert Document.objects.count() == 2
    assert not StagedUpload.objects.exists()
    assert default_storage.listdir("imports")[0] == before
    assert "2 already there" in command(folder)


def test_the_command_takes_a_zip_a_table_a_collection_and_a_user(tmp_path):
    board = collection("Board")
    author_of(board)
    (tmp_path / "a.zip").write_bytes(archive({"a.pdf": PDF}))
    (tmp_path / "t.csv").write_text(ONE)
    said = command(tmp_path / "a.zip", "--manifest", tmp_path / "t.csv", "--collection", "Board", "--user", "author")
    assert "1 new" in said
    assert Document.objects.get().collection == board


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["/nowhere"], "There is no /nowhere"), (["."], "There is no collection “x”"), (["."], "There is no user x")],
)
def test_the_command_refuses_what_is_not_there(arguments, message, tmp_path):
    more = {"collection": "x"} if "collection" in message else {"user": "x"} if "user" in message else {}
    assert message in command(*(tmp_path if each == "." else each for each in arguments), **more)


def test_a_run_that_nobody_has_looked_at_has_its_files_in_the_store_under_names_that_tell_nothing():
    run = staged(ONE, {"Chief executive's salary.pdf": PDF})
    assert all("salary" not in upload.file.name for upload in run.uploads.all())
