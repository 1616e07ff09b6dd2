"""The database itself refuses to change or delete what the audit log holds.

The triggers are made after every `migrate`, because SQLite drops them whenever Django rebuilds the table.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction

from core.models import AuditRecord

_TABLE = AuditRecord._meta.db_table
REFUSAL = "The audit log is never changed"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION core_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""
_REFUSE = "EXECUTE FUNCTION core_audit_refuse()"
# By kind of database: what is run first, then each trigger by name.
_FIRST = {"sqlite": "", "postgresql": _FUNCTION}
_TRIGGERS = {
    "sqlite": {
        f"core_audit_no_{verb.lower()}": f"BEFORE {verb} ON {_TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for verb in ("UPDATE", "DELETE")
    },
    "postgresql": {
        "core_audit_no_change": f"BEFORE UPDATE OR DELETE ON {_TABLE} FOR EACH ROW {_REFUSE}",
        "core_audit_no_truncate": f"BEFORE TRUNCATE ON {_TABLE} {_REFUSE}",
    },
}


def set_up(using: str = "default", **_: Any) -> None:
    """Make the triggers that are missing; called after `migrate`."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if _TABLE not in connection.introspection.table_names(cursor):  # migrated back to before there was a log
            return
        if first := _FIRST[connection.vendor]:
            cursor.execute(first)
        create = "CREATE OR REPLACE TRIGGER" if connection.vendor == "postgresql" else "CREATE TRIGGER IF NOT EXISTS"
        for name, body in _TRIGGERS[connection.vendor].items():
            cursor.execute(f"{create} {name} {body}")


@contextmanager
def lifted(using: str = "default") -> Iterator[None]:
    """Lift the guard for one transaction: for the operator's purge, and for `flush`, which empties every table."""
    connection = connections[using]
    with transaction.atomic(using=using):
        with connection.cursor() as cursor:
            for name in _TRIGGERS[connection.vendor]:
                on_table = f" ON {_TABLE}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
        yield
        set_up(using)
