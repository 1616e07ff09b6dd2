"""Sites that are dear to build are built once a run, by the real commands; each test that wants one has a copy.

The processes of a run share a folder. The first that wants a site builds it there; others that want it wait for it.
"""

import fcntl
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

from tests.processes import environment, fresh_postgres, made_database, manage, named_database, unmade_database
from tests.servers import postgres_address, suite_on_postgres

# What takes 15 s of an idle processor may wait long for a busy one (seconds).
BUILD_TIMEOUT = 900
# In the environment: the folder that the processes of a run share.
SHARED_FOLDER = "LASWEB_TEST_RUN"
HOME = """
from wagtail.models import Page, Site
from home.models import HomePage
home = HomePage(title='Test Ambulance Service', slug='test-home', summary='Under test.')
Page.objects.get(depth=1).add_child(instance=home)
site = Site.objects.get_or_create(is_default_site=True, defaults={'root_page': home})[0]
site.hostname, site.port, site.root_page = 'localhost', 80, home
site.save()
home.save_revision().publish()
"""


@dataclass(frozen=True)
class Original:
    """A site to make copies of: the commands that build it, and the site on which they are run, if not on nothing."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    settings: str = "lasweb.settings.dev"
    built_on: "Original | None" = None


MIGRATED = Original("migrated", (("migrate", "--no-input", "--verbosity=0"),))
DEMO = Original("demo", (("collectstatic", "--no-input", "--verbosity=0"), ("load_demo",)), built_on=MIGRATED)
# With the tables of the apps that the tests alone have: the database of the tests themselves.
OF_TESTS = Original("of-tests", (("migrate", "--no-input", "--verbosity=0"),), settings="lasweb.settings.test")
HOME_PAGE = Original("home-page", (("shell", "-v0", "-c", HOME),), settings="lasweb.settings.test", built_on=OF_TESTS)


def begin_run() -> None:
    """Make the folder of this run."""
    os.environ[SHARED_FOLDER] = tempfile.mkdtemp(prefix="lasweb-run-")


def end_run() -> None:
    """Delete what was built in this run."""
    folder = Path(os.environ.pop(SHARED_FOLDER))
    for address in folder.glob("*/postgres"):
        unmade_database(address.read_text())
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def a_copy(original: Original, var: Path, *, on_postgres: bool | None = None) -> Iterator[dict[str, str]]:
    """Copy the site's files into `var` and its database, by default of the suite's kind; yield the settings."""
    on_postgres = suite_on_postgres() if on_postgres is None else on_postgres
    files, database = _built(original, on_postgres=on_postgres)
    shutil.copytree(files, var, dirs_exist_ok=True)
    if on_postgres:
        with fresh_postgres(template=database) as address:
            yield {"DATABASE_URL": address}
    else:
        yield {}


@contextmanager
def own_database() -> Iterator[None]:
    """Put a migrated database where Django would make that of the tests; it is deleted at the end."""
    name = connection.creation._get_test_db_name()  # type: ignore[attr-defined]  # the stubs lack it
    files, database = _built(OF_TESTS, on_postgres=suite_on_postgres())
    if not suite_on_postgres():
        shutil.copy(files / "db.sqlite3", name)
        yield  # its folder is deleted when the process ends
        return
    address = named_database(postgres_address(), name)
    unmade_database(address)
    made_database(address, template=database)
    try:
        yield
    finally:
        unmade_database(address)


def _built(original: Original, *, on_postgres: bool) -> tuple[Path, str]:
    """Return the folder of the site's files and the name of its database on the server, built if nobody has yet."""
    folder = Path(os.environ[SHARED_FOLDER]) / f"{original.name}-{'postgres' if on_postgres else 'sqlite'}"
    files, postgres = folder / "files", folder / "postgres"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "built").exists():
            _build(original, files, postgres, on_postgres=on_postgres)
            (folder / "built").touch()
    return files, urlsplit(postgres.read_text()).path[1:] if on_postgres else ""


def _build(original: Original, files: Path, postgres: Path, *, on_postgres: bool) -> None:
    base, template = _built(original.built_on, on_postgres=on_postgres) if original.built_on else (None, "template1")
    shutil.rmtree(files, ignore_errors=True)
    if base:
        shutil.copytree(base, files)
    database = {}
    if on_postgres:
        database["DATABASE_URL"] = named_database(postgres_address(), f"lasweb_{uuid.uuid4().hex[:12]}")
        postgres.write_text(database["DATABASE_URL"])
        made_database(database["DATABASE_URL"], template=template)
    env = environment(files, DJANGO_SETTINGS_MODULE=original.settings, LASWEB_TEST_VAR_DIR=str(files), **database)
    for command in original.commands:
        done = manage(env, *command, timeout=BUILD_TIMEOUT)
        assert done.returncode == 0, done.stdout + done.stderr
