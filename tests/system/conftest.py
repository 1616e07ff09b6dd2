"""A whole site, as people meet it: built by the real commands, served by the real processes, opened in a real browser.

`site_url` is the demo site's address. The first test that asks for it builds one, in a folder and a database of its
own, for the rest of the run. With LASWEB_SYSTEM_URL set it is a demo site that somebody else started, such as that of
compose.yaml, at the address that its SITE_URL says. Tests that also change the site by its own commands (`demo_site`)
run on it only if LASWEB_SYSTEM_MANAGE says how `manage.py` is run there, for example "docker compose exec -T web python
manage.py"; else they are left out, and the end of the run says so. They expect to see a change at once, so a cache
before that site must be off (PUBLIC_S_MAXAGE=0).
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.originals import DEMO, a_copy
from tests.processes import (
    MANAGE_COMMAND,
    PYTHON,
    answers,
    environment,
    free_port,
    managed,
    running,
    wait_for,
)
from tests.servers import chromium
from tests.system.admin import PATIENCE, SignIn

HERE = Path(__file__).parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The copy knows the address at which the demo was loaded.
HERE_NOW = """
from django.conf import settings
from wagtail.models import Site
from core.demo.web_address import serve_at
site = Site.objects.get()
serve_at(settings.SITE_URL, site.root_page, name=site.site_name)
"""
DESKTOP = {"width": 1280, "height": 900}


GIVEN_SITE = os.environ.get("LASWEB_SYSTEM_URL", "").rstrip("/")
GIVEN_COMMAND = os.environ.get("LASWEB_SYSTEM_MANAGE", "")
_left_out: list[str] = []


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests of this folder and what they need; which stay together says tests.scheduling."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.system)
            if "browser" in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.needs("chromium"))
    if GIVEN_SITE and not GIVEN_COMMAND:
        unable = [item for item in items if "demo_site" in getattr(item, "fixturenames", ())]
        items[:] = [item for item in items if item not in unable]
        config.hook.pytest_deselected(items=unable)
        _left_out.extend(item.nodeid for item in unable)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the tests that could not run on the site that was given, and why."""
    if _left_out:
        terminalreporter.write_line(
            f"Left out on {GIVEN_SITE}, because they change the site by its own commands and LASWEB_SYSTEM_MANAGE does "
            "not say how to run them there:"
        )
        for nodeid in _left_out:
            terminalreporter.write_line(f"  {nodeid}")


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Build and start the demo site; yield its environment, for manage.py commands on the running site."""
    if GIVEN_SITE:
        yield dict(os.environ) | {"SITE_URL": GIVEN_SITE, MANAGE_COMMAND: GIVEN_COMMAND}
        return
    folder = tmp_path_factory.mktemp("demo")
    port = str(free_port())
    address = f"http://127.0.0.1:{port}"
    with ExitStack() as stack:
        database = stack.enter_context(a_copy(DEMO, folder / "var"))
        env = environment(folder / "var", PORT=port, SITE_URL=address, **database)
        managed(env, "shell", "--verbosity=0", "-c", HERE_NOW)
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
    return GIVEN_SITE or request.getfixturevalue("demo_site")["SITE_URL"]


@pytest.fixture(scope="session")
def passwords(demo_site: dict[str, str]) -> dict[str, str]:
    """Return the passwords of the demo's editors by their user names."""
    code = "from core.demo.sign_ins import sign_ins_file; print(sign_ins_file().read_text())"
    lines = managed(demo_site, "shell", "--verbosity=0", "-c", code).splitlines()
    return {line.split()[0]: line.split()[1] for line in lines if len(line.split()) > 1}


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


@pytest.fixture
def sign_in(browser: Browser, demo_site: dict[str, str], passwords: dict[str, str]) -> Iterator[SignIn]:
    """Return what signs an editor of the demo in, each in a browser window of their own, watched like any page."""
    with ExitStack() as stack:

        def signed_in(username: str) -> Page:
            address = demo_site["SITE_URL"]
            context = stack.enter_context(browser.new_context(viewport=DESKTOP, base_url=address))
            context.set_default_timeout(PATIENCE)
            page = stack.enter_context(watched(context, address))
            page.goto("/admin/")
            page.locator("[name=username]").fill(username)
            page.locator("[name=password]").fill(passwords[username])
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url("**/admin/")
            return page

        yield signed_in
