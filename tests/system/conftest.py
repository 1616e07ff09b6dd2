"""A whole site, as people meet it: built by the real commands, served by the real processes, opened in a real browser.

`site_url` is the demo site's address. With LASWEB_SYSTEM_URL set it is a site that somebody else started; else the
first test that asks for it builds one, in a folder and a database of its own, for the rest of the run.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.processes import PYTHON, answers, environment, free_port, managed, running, suite_database, wait_for
from tests.servers import chromium

HERE = Path(__file__).parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 900}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of this folder on one process, which builds one site, and mark what they need."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.system)
            item.add_marker(pytest.mark.xdist_group("system"))
            if "browser" in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.needs("chromium"))


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Build and start the demo site; yield its environment, for manage.py commands on the running site."""
    folder = tmp_path_factory.mktemp("demo")
    port = str(free_port())
    address = f"http://127.0.0.1:{port}"
    with ExitStack() as stack:
        database = stack.enter_context(suite_database())
        env = environment(folder / "var", PORT=port, SITE_URL=address, **database)
        managed(env, "migrate", "--no-input", "--verbosity=0")
        managed(env, "collectstatic", "--no-input", "--verbosity=0")
        managed(env, "load_demo")
        for name, command in {
            "web": ["gunicorn", "-c", "python:lasweb.gunicorn"],
            "worker": [PYTHON, "manage.py", "run_worker"],
            "scheduler": [PYTHON, "manage.py", "run_scheduler"],
        }.items():
            stack.enter_context(running(env, *command, log=folder / f"{name}.log"))
        wait_for(lambda: answers(address), "the site answers", seconds=60)
        yield env | {"LOG_FOLDER": str(folder)}


@pytest.fixture(scope="session")
def site_url(request: pytest.FixtureRequest) -> str:
    """Return the address of a running demo site, without a slash at its end."""
    given = os.environ.get("LASWEB_SYSTEM_URL", "").rstrip("/")
    return given or request.getfixturevalue("demo_site")["SITE_URL"]


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Drive browsers for the tests of one module: its event loop would keep Django's ORM from working elsewhere."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Start the system's Chromium."""
    with playwright.chromium.launch(executable_path=chromium(), args=FLAGS) as started:
        yield started


@pytest.fixture
def page(browser: Browser, site_url: str) -> Iterator[Page]:
    """Open an empty page, 1280 pixels wide. Asking another host, or an error in a script, fails the test."""
    with browser.new_context(viewport=DESKTOP, base_url=site_url) as context, watched(context, site_url) as page:
        yield page


@pytest.fixture
def page_without_scripts(browser: Browser, site_url: str) -> Iterator[Page]:
    """Open an empty page in a browser in which scripts are off."""
    silent = browser.new_context(viewport=DESKTOP, base_url=site_url, java_script_enabled=False)
    with silent as context, watched(context, site_url) as page:
        yield page


@contextmanager
def watched(context: BrowserContext, site_url: str) -> Iterator[Page]:
    """Open a page that fails the test when it asks another host or a script of it fails."""
    host = urlsplit(site_url).netloc
    strangers: list[str] = []
    faults: list[str] = []
    page = context.new_page()
    page.on("request", lambda asked: _is_ours(asked.url, host) or strangers.append(asked.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: said.type == "error" and _is_fault(said.text) and faults.append(said.text))
    yield page
    assert strangers == [], "the page asked another host"
    assert faults == [], "an error in a script, or something that the content security policy refused"


def _is_ours(address: str, host: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in {"data", "blob", "about"} or parts.netloc == host


def _is_fault(text: str) -> bool:
    # A test that opens an address that is not there is told so by the browser.
    return not text.startswith("Failed to load resource: the server responded with a status of")
