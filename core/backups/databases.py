"""The database of this site, of whichever kind it is."""

from types import ModuleType
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from core.backups import postgresql, sqlite
from core.backups.stored_files import Query

# Whose rows let somebody act as somebody else: they belong into no archive, and nobody misses them.
PRIVATE_MODELS = ["sessions.Session"]


def database() -> ModuleType:
    """Return the module that knows this kind of database."""
    return sqlite if connection.vendor == "sqlite" else postgresql


def private_tables() -> list[str]:
    """Return the tables whose rows are left out."""
    return [apps.get_model(label)._meta.db_table for label in PRIVATE_MODELS]


def migrations(query: Query) -> dict[str, list[str]]:
    """Return the names of the migrations that a database has, by app."""
    found: dict[str, list[str]] = {}
    for app, name in query("SELECT app, name FROM django_migrations ORDER BY app, name"):
        found.setdefault(app, []).append(name)
    return found


def unknown_migrations(migrations: dict[str, list[str]]) -> list[str]:
    """Return those of these migrations that this code does not know, and so could not work with."""
    known = set(MigrationLoader(None).disk_migrations)
    replaced = {old for each in MigrationLoader(None, replace_migrations=False).disk_migrations.values()
                for old in each.replaces}  # fmt: skip
    wanted = {(app, name) for app, names in migrations.items() for name in names}
    return [f"{app}.{name}" for app, name in sorted(wanted - known - replaced)]


def row_counts(query: Query, tables: list[str]) -> dict[str, int]:
    """Return how many rows each of these tables has, as `query` (one state of the database) tells."""
    return {table: query(f'SELECT count(*) FROM "{table}"')[0][0] for table in tables}  # noqa: S608  # our own models' names


def tables() -> list[str]:
    """Return the tables of all models that the database has."""
    return sorted(connection.introspection.django_table_names(only_existing=True, include_views=False))


def ask(sql: str) -> list[Any]:
    """Ask the database as it is now."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
