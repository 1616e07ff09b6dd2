"""The audit log: what a line holds, and that nothing changes it afterwards."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import override_settings
from django.utils import timezone

from core.audit import Action, guard, record
from core.models import AuditLogError, AuditRecord, User
from core.request_scope import request_scope

pytestmark = pytest.mark.django_db
UPDATE = "UPDATE core_auditrecord SET detail = 'nothing happened'"
DELETE = "DELETE FROM core_auditrecord"


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_line_says_who_did_what_to_whom_and_when(rf):
    jo, sam = User.objects.create_user("jo", "jo@example.org"), User.objects.create_user("sam", "sam@example.org")
    before = timezone.now()
    line = record(
        "handed_over", user=jo, about=sam, detail="Three pages.", request=rf.get("/", REMOTE_ADDR="192.0.2.1")
    )
    assert (line.actor_name, line.actor_id, line.about_name, line.about_id) == ("jo", jo.pk, "sam", str(sam.pk))
    assert (line.about_type, line.detail, line.action_label) == ("core.user", "Three pages.", "Handed over")
    assert before <= line.at <= timezone.now()


def test_the_address_is_told_by_a_hash_that_needs_the_key(rf):
    here, there = rf.get("/", REMOTE_ADDR="192.0.2.1"), rf.get("/", REMOTE_ADDR="192.0.2.2")
    hashes = [record("x", request=request).address_hash for request in (here, here, there)]
    assert hashes[0] == hashes[1] != hashes[2]
    assert "192" not in "".join(hashes)
    with override_settings(SECRET_KEY="another"):
        assert record("x", request=here).address_hash != hashes[0]


def test_who_is_signed_in_to_the_request_being_answered_is_who_did_it(rf):
    request = rf.get("/")
    request.user = User.objects.create_user("jo", "jo@example.org")
    with request_scope(request):
        line = record("x")
    assert (line.actor_name, bool(line.address_hash)) == ("jo", True)


def test_what_a_command_does_is_done_by_the_system():
    line = record("x")
    assert (line.actor_name, line.actor_id, line.address_hash) == ("the system", None, "")


def test_a_line_outlives_what_it_tells_of():
    jo = User.objects.create_user("jo", "jo@example.org")
    record("x", user=jo, about=jo)
    jo.delete()
    assert AuditRecord.objects.get(action="x").about_name == "jo"


def test_what_is_rolled_back_was_not_done():
    with transaction.atomic():
        record("x")
        transaction.set_rollback(True)
    assert not AuditRecord.objects.exists()


class TestNothingChangesIt:
    def test_not_a_second_save_nor_a_delete(self):
        line = record("x")
        line.detail = "nothing happened"
        with pytest.raises(AuditLogError):
            line.save()
        with pytest.raises(AuditLogError):
            line.delete()

    @pytest.mark.parametrize("sql", [UPDATE, DELETE])
    def test_not_sql_of_any_kind(self, sql):
        record("x")
        with pytest.raises(DatabaseError, match=guard.REFUSAL):
            run(sql)
        assert AuditRecord.objects.get().detail == ""

    @pytest.mark.parametrize(
        "change", [lambda rows: rows.update(detail="y"), lambda rows: rows.delete()], ids=["update", "delete"]
    )
    def test_not_a_queryset(self, change):
        record("x")
        with pytest.raises(DatabaseError, match=guard.REFUSAL), transaction.atomic():
            change(AuditRecord.objects.all())
        assert AuditRecord.objects.get().detail == ""

    def test_the_guard_is_made_again_where_a_migration_lost_it(self):
        """Given SQLite, where Django rebuilds a table that it alters, then migrate makes the triggers again."""
        record("x")
        for name in guard._TRIGGERS[connection.vendor]:
            run(f"DROP TRIGGER {name}" + (" ON core_auditrecord" if connection.vendor == "postgresql" else ""))
        guard.set_up()
        with pytest.raises(DatabaseError, match=guard.REFUSAL):
            run(UPDATE)

    def test_where_there_is_no_such_table_nothing_is_made(self):
        run("ALTER TABLE core_auditrecord RENAME TO elsewhere")
        guard.set_up()
        run("ALTER TABLE elsewhere RENAME TO core_auditrecord")


class TestPurging:
    @pytest.fixture
    def lines(self):
        for years in (0, 2, 4):
            AuditRecord.objects.create(action="x", at=timezone.now() - timedelta(days=365 * years + 1))

    def test_old_lines_go_and_the_purge_itself_is_a_line(self, lines, capsys):
        call_command("purge_audit_log", "--years", "3")
        assert AuditRecord.objects.filter(action="x").count() == 2
        purge = AuditRecord.objects.get(action=Action.LOG_PURGED)
        assert purge.detail == "1 records older than 3 years"
        assert "1 records deleted" in capsys.readouterr().out

    def test_the_guard_stands_again_after_it(self, lines):
        call_command("purge_audit_log")
        with pytest.raises(DatabaseError, match=guard.REFUSAL):
            run(DELETE)

    def test_a_year_is_always_kept(self, lines):
        with pytest.raises(CommandError, match="--years 1"):
            call_command("purge_audit_log", "--years", "0")
        assert AuditRecord.objects.count() == 3

    def test_where_nothing_is_that_old_nothing_is_written(self, capsys):
        call_command("purge_audit_log")
        assert not AuditRecord.objects.exists()
        assert "nothing that old" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_flush_empties_the_log_like_every_table_and_guards_it_again():
    record("x")
    call_command("flush", "--no-input", verbosity=0, inhibit_post_migrate=True, reset_sequences=False)
    assert not AuditRecord.objects.exists()
    record("x")
    with pytest.raises(DatabaseError, match=guard.REFUSAL):
        run(UPDATE)
