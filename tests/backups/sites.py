"""Sites with something in them, to be backed up, destroyed and restored by the real commands."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.config import Config

from tests.forked import run_code
from tests.originals import MIGRATED, a_copy
from tests.processes import PYTHON, ROOT, environment, made_database, manage, unmade_database
from tests.servers import suite_on_postgres

ON_POSTGRES = suite_on_postgres()
# What the issue names: SQLite with local files, PostgreSQL with a bucket; CI runs the suite on both.
KIND = (
    pytest.param("PostgreSQL and S3", marks=pytest.mark.needs("s3")) if ON_POSTGRES else pytest.param("SQLite and disk")
)
REGION = "us-east-1"

FILL = """
from io import BytesIO
from django.core.files.base import ContentFile
from django.contrib.sessions.backends.db import SessionStore
from PIL import Image as Pillow
from wagtail.models import Page, Site
from core.models import User
from documents.models import Document, Image
from home.models import ContactMessage, HomePage, StandardPage
home = HomePage(title="Test Ambulance Service", slug="test-home", summary="Under test.")
Page.objects.get(depth=1).add_child(instance=home)
Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
home.save_revision().publish()
paper = StandardPage(title="Board paper ünïcode", slug="paper")
home.add_child(instance=paper)
paper.save_revision().publish()
document = Document(title="Minutes", file=ContentFile(b"%PDF-1.4 " + bytes(range(256)) * 2_000, name="minutes.pdf"))
document.save()
picture = BytesIO()
Pillow.new("RGB", (40, 30), "teal").save(picture, "PNG")
Image.objects.create(title="Teal", file=ContentFile(picture.getvalue(), name="teal.png")).get_rendition("width-20")
User.objects.create_user("amara", "amara@example.org", "invented for the test")
session = SessionStore()
session["who"] = "an editor"
session.save()
"""

# Every row of every table, and every file of the store by its hash; sessions are kept out of archives.
STATE = """
import hashlib, json
from django.db import connection
from django.core.files.storage import default_storage
from core.backups.stored_files import file_columns, named_files
from core.backups.databases import ask
rows = {}
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        # The full-text tables of SQLite are not for SELECT *; what they index is in tables that are.
        if table in {"django_session", "core_jobstate"} or "_fts" in table:
            continue
        cursor.execute(f'SELECT * FROM "{table}"')
        found = sorted(repr(row) for row in cursor.fetchall())
        rows[table] = [len(found), hashlib.sha256("\\n".join(found).encode()).hexdigest()]
files = {}
for name in sorted(named_files(ask, file_columns())):
    if default_storage.exists(name):
        files[name] = hashlib.sha256(default_storage.open(name).read()).hexdigest()
from django.contrib.sessions.models import Session
print("STATE" + json.dumps({"rows": rows, "files": files, "sessions": Session.objects.count()}))
"""


@dataclass
class SiteUnderTest:
    """A site of its own: what to run its commands with."""

    environment: dict[str, str]
    folder: Path

    def run(self, code: str) -> str:
        done = run_code(self.environment, code)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def state(self, first: str = "") -> dict[str, Any]:
        """Return every row by its hash and every file by its hash, after running `first`."""
        return json.loads(self.run(first + STATE).partition("STATE")[2])

    def manage(self, *arguments: object) -> tuple[int, str]:
        """Run a command; return its exit code and all that it said."""
        done = manage(self.environment, *map(str, arguments), timeout=120)
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout + done.stderr

    def popen(self, *arguments: object) -> subprocess.Popen[str]:
        """Start a command."""
        return subprocess.Popen(
            [PYTHON, "manage.py", *map(str, arguments)],
            cwd=ROOT, env=self.environment | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    @property
    def database(self) -> Path:
        """The file of an SQLite database."""
        return self.folder / "db.sqlite3"

    def destroy(self) -> None:
        """Lose everything: the database with all its tables, and every file."""
        if ON_POSTGRES:
            unmade_database(self.environment["DATABASE_URL"])
            made_database(self.environment["DATABASE_URL"])
            bucket = _bucket(self.environment["S3_BUCKET"])
            bucket.objects.all().delete()
        else:
            shutil.rmtree(self.folder)
            self.folder.mkdir()


@contextmanager
def empty_site(folder: Path) -> Iterator[SiteUnderTest]:
    """Yield a site with the database of the suite's kind, migrated and empty, and a file store of its own."""
    with a_copy(MIGRATED, folder) as database:
        env = environment(folder, LASWEB_TEST_VAR_DIR=str(folder), **database)
        if ON_POSTGRES:
            bucket = urlsplit(database["DATABASE_URL"]).path[1:].replace("_", "-")
            _bucket(bucket).create()
            env |= {"S3_BUCKET": bucket, "S3_REGION": REGION, "S3_ADDRESSING_STYLE": "path"}
            env |= {key: os.environ[key] for key in ("S3_ENDPOINT_URL", "S3_ACCESS_KEY", "S3_SECRET_KEY")}
        yield SiteUnderTest(env, folder)


def _bucket(name: str) -> Any:
    resource = boto3.resource(
        "s3",
        endpoint_url=os.environ["S3_ENDPOINT_URL"],
        aws_access_key_id=os.environ["S3_ACCESS_KEY"],
        aws_secret_access_key=os.environ["S3_SECRET_KEY"],
        region_name=REGION,
        config=Config(s3={"addressing_style": "path"}),
    )
    return resource.Bucket(name)
