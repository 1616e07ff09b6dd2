"""The index of words that the database keeps beside the texts of the entries (migration 0002)."""

from django.db import DatabaseError, connection, transaction


def fault() -> str:
    """Return in a sentence what is wrong with the index; empty when nothing is.

    PostgreSQL computes its column from the texts and cannot have it otherwise.
    """
    if connection.vendor != "sqlite":
        return ""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)")
    except DatabaseError as error:
        return (
            f"The index of words is not that of the texts: {error}. Mend it by rebuild_search_entries --from-nothing."
        )
    return ""


def rebuild() -> None:
    """Make the index anew from the texts."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_index (search_index) VALUES ('rebuild')")
        else:
            cursor.execute("REINDEX INDEX search_index")
