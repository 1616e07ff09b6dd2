"""What every test may use: a home page under the default site, and a clean page cache."""

import os
from collections.abc import Iterator

import pytest
from wagtail.models import Page, Site

from core.caching import boundaries, kept, middleware
from home.models import HomePage
from tests import originals, servers
from tests.mailbox import Mailbox, received
from tests.processes import environment
from tests.scheduling import ONCE, Together


@pytest.fixture(autouse=True)
def _nothing_cached() -> Iterator[None]:
    """Start each test with nothing kept from another one, whose database is gone."""
    middleware.pages.clear()
    boundaries.forget()
    kept.forget()
    yield
    middleware.pages.clear()


@pytest.fixture
def home_page(db: None) -> HomePage:
    """Return the root of the default site."""
    root = Page.objects.get(depth=1)
    home = HomePage(title="Test Ambulance Service", slug="test-home", summary="The site under test.")
    root.add_child(instance=home)
    site, _ = Site.objects.get_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    site.hostname, site.port, site.root_page = "localhost", 80, home
    site.save()
    home.save_revision().publish()
    return home


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """Return what arrives at a real mail server, which fails as it is told to."""
    with received() as mails:
        yield mails


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Together:
    """Say which tests stay together."""
    return Together(config, log)


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known under which a test names the real servers it needs, and the folder of this run."""
    config.addinivalue_line("markers", "needs(*servers): real servers or tools without which it cannot run")
    config.addinivalue_line("markers", "once: comes out alike on any database")
    if not hasattr(config, "workerinput"):
        originals.begin_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Delete what was built for this run."""
    if not hasattr(config, "workerinput"):
        originals.end_run()


@pytest.hookimpl(tryfirst=True)  # before pytest chooses by marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what comes out alike on any database; leave out, outside CI, what needs a server that is not here."""
    for item in items:
        if item.nodeid.startswith(ONCE):
            item.add_marker("once")
    if os.environ.get("CI"):
        return
    left_out = [item for item in items if _missing(item)]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """In CI a server that is not there is a failure."""
    absent = _missing(item)
    if absent:
        pytest.fail(f"missing in CI: {', '.join(absent)}", pytrace=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line what was real."""
    terminalreporter.write_line(servers.report())


def _missing(item: pytest.Item) -> list[str]:
    return servers.missing(tuple(name for mark in item.iter_markers("needs") for name in mark.args))


@pytest.fixture(scope="session")
def migrated_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Return the environment of an empty site whose database stands, for real commands run beside the tests."""
    folder = tmp_path_factory.mktemp("site")
    with originals.a_copy(originals.MIGRATED, folder) as database:
        yield environment(folder, **database)


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> Iterator[bool]:
    """Give the tests their database ready made: Django keeps it, and migrates what it lacks, which is nothing."""
    if request.config.getvalue("reuse_db"):
        yield True
        return
    with originals.own_database():
        yield True
