"""The index of words: FTS5 with triggers on SQLite, a generated column with a GIN index on PostgreSQL."""

from django.db import migrations

COLUMNS = "title, names, summary, body, context, words"
NEW = "new.entry_id, new.title, new.names, new.summary, new.body, new.context, new.words"
OLD = "'delete', old.entry_id, old.title, old.names, old.summary, old.body, old.context, old.words"
PUT = f"INSERT INTO search_index (rowid, {COLUMNS}) VALUES ({NEW});"
TAKE = f"INSERT INTO search_index (search_index, rowid, {COLUMNS}) VALUES ({OLD});"
SQLITE = [
    f"""CREATE VIRTUAL TABLE search_index USING fts5({COLUMNS}, content='search_searchtext', content_rowid='entry_id',
        tokenize='porter unicode61 remove_diacritics 2')""",
    "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_index, row)",
    f"CREATE TRIGGER search_index_put AFTER INSERT ON search_searchtext BEGIN {PUT} END",
    f"CREATE TRIGGER search_index_take AFTER DELETE ON search_searchtext BEGIN {TAKE} END",
    f"CREATE TRIGGER search_index_renew AFTER UPDATE ON search_searchtext BEGIN {TAKE} {PUT} END",
]
SQLITE_BACK = [
    "DROP TRIGGER search_index_put",
    "DROP TRIGGER search_index_take",
    "DROP TRIGGER search_index_renew",
    "DROP TABLE search_vocabulary",
    "DROP TABLE search_index",
]


def vector(lines):
    """Each line of `words` is one column of the text, folded by search.words; each word as it is, and its stem."""
    parts = []
    for line, weight in lines:
        text = f"replace(split_part(words, E'\\n', {line}), 'ǂ', '')"
        parts += [
            f"setweight(to_tsvector('pg_catalog.simple', {text}), '{weight}')",
            f"setweight(to_tsvector('pg_catalog.english', {text}), '{weight}')",
        ]
    return " || ".join(parts)


HEAD = [(1, "A"), (2, "A"), (3, "B")]
POSTGRESQL = [
    f"""ALTER TABLE search_searchtext
        ADD COLUMN head tsvector GENERATED ALWAYS AS ({vector(HEAD)}) STORED,
        ADD COLUMN vector tsvector GENERATED ALWAYS AS ({vector([*HEAD, (4, "C"), (5, "D")])}) STORED""",
    "CREATE INDEX search_index ON search_searchtext USING gin (vector)",
]
POSTGRESQL_BACK = ["ALTER TABLE search_searchtext DROP COLUMN head, DROP COLUMN vector"]


def make(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement, params=None)


def take_away(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_entries")]
    operations = [migrations.RunPython(make, take_away)]
