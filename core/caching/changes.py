"""Notice every write to the database and change the generation when it is committed.

Signals are not enough: `QuerySet.update()`, `bulk_create()`, the tree's own SQL and Wagtail's bulk actions send none
(docs/decisions/0015-page-cache.md). So every statement is looked at: one that writes to a table counts as a change of
what the public sees, unless the table or all the columns it writes are known to be never shown.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from core.caching import generation

# Models of others whose rows the public never sees. One of ours says so itself: `never_public = True`.
NEVER_PUBLIC_MODELS = [
    "auth.Permission",
    "contenttypes.ContentType",
    "django_tasks_database.DBTaskResult",
    "otp_static.StaticDevice",
    "otp_static.StaticToken",
    "otp_totp.TOTPDevice",
    "sessions.Session",
    "wagtailadmin.EditingSession",
    "wagtailadmin.FormState",
    "wagtailcore.Comment",
    "wagtailcore.CommentReply",
    "wagtailcore.ModelLogEntry",
    "wagtailcore.PageLogEntry",
    "wagtailcore.PageSubscription",
    "wagtailcore.ReferenceIndex",
    "wagtailcore.Revision",
    "wagtailcore.TaskState",
    "wagtailcore.UploadedFile",
    "wagtailcore.WorkflowState",
    "wagtailsearch.IndexEntry",
    "wagtailusers.UserProfile",
]
# Columns that are written while an editor types or signs in, and that the public never sees.
NEVER_PUBLIC_COLUMNS = {
    "wagtailcore_page": {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision_created_at",
        "latest_revision_id",
        "locked",
        "locked_at",
        "locked_by_id",
    },
    "core_user": {"last_login"},
    "core_contentreview": {"owner_id", "note"},
}

_READS = re.compile(
    r"[\s(]*(?:(?:SELECT|VALUES|EXPLAIN|PRAGMA|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SET|SHOW|ANALYZE|VACUUM|DECLARE"
    r"|FETCH|CLOSE|LOCK|LISTEN|NOTIFY)\b|WITH\b(?!.*\b(?:INSERT|UPDATE|DELETE|MERGE)\b))",
    re.IGNORECASE | re.DOTALL,
)
_WRITES = re.compile(r'\s*(INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.IGNORECASE)
_SET_COLUMN = re.compile(r'"(\w+)" = ')


@cache
def _never_public_tables() -> set[str]:
    models = [apps.get_model(label) for label in NEVER_PUBLIC_MODELS]
    models += [model for model in apps.get_models() if getattr(model, "never_public", False)]
    return {model._meta.db_table for model in models}


def changes_what_is_public(sql: str) -> bool:
    """Whether this statement may change what the public sees; what is not understood may."""
    if sql.startswith("SELECT") or _READS.match(sql):
        return False
    write = _WRITES.match(sql)
    if write is None:
        return True
    verb, table = write[1].upper(), write[2]
    if table in _never_public_tables():
        return False
    if verb == "UPDATE" and table in NEVER_PUBLIC_COLUMNS:
        columns = set(_SET_COLUMN.findall(sql.partition(" WHERE ")[0]))
        return not (columns and columns <= NEVER_PUBLIC_COLUMNS[table])
    return True


def advance_on_commit(connection: BaseDatabaseWrapper) -> None:
    """Change the generation once the change is in the database; one that is rolled back changes nothing."""
    waiting = connection.run_on_commit[-1:]
    if waiting and waiting[0][0] == set(connection.savepoint_ids) and waiting[0][1] is generation.advance:
        return
    if connection.in_atomic_block or connection.get_autocommit():
        connection.on_commit(generation.advance)
    else:  # a transaction managed by hand: nobody tells of its end
        generation.advance()


def notice_write(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:  # Django's signature of an execute wrapper
    """Run a statement, then look whether it changed anything public."""
    result = execute(sql, params, many, context)
    if changes_what_is_public(str(sql)):
        advance_on_commit(context["connection"])
    return result


def watch(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Look at every statement of this connection from now on."""
    if notice_write not in connection.execute_wrappers:
        connection.execute_wrappers.append(notice_write)


connection_created.connect(watch, dispatch_uid="core.caching.changes")
