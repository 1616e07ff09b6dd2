"""Signing in with a phone, in a real browser: set up, sign in, lose the phone. Whatever the policy refused fails."""

import re
from base64 import b32decode
from collections.abc import Iterator

import pytest
from django_otp.oath import totp
from playwright.sync_api import Browser, Page, expect

from tests.processes import managed
from tests.system.conftest import DESKTOP, watched
from tests.system.pages import accessibility_faults, overflow

NAME, PASSWORD = "robin", "nine words of my own choosing"
MAKE = f"""
from core.models import User
from core.roles import Role, group_of
robin = User.objects.create_user({NAME!r}, "robin@example.org", {PASSWORD!r}, first_name="Robin", last_name="Teal")
robin.groups.add(group_of(Role.ADMINISTRATOR))
"""
DELETE = f"from core.models import User; User.objects.filter(username={NAME!r}).delete()"
PATIENCE = 30_000


@pytest.fixture(scope="module", autouse=True)
def _robin(demo_site: dict[str, str]) -> Iterator[None]:
    """Somebody who is there for these tests only."""
    managed(demo_site, "shell", "--verbosity=0", "-c", MAKE)
    yield
    managed(demo_site, "shell", "--verbosity=0", "-c", DELETE)


@pytest.fixture
def window(browser: Browser, site_url: str) -> Iterator[Page]:
    with browser.new_context(viewport=DESKTOP, base_url=site_url) as context, watched(context, site_url) as page:
        page.set_default_timeout(PATIENCE)
        yield page


def give_password(page: Page) -> None:
    page.goto("/admin/")
    page.locator("[name=username]").fill(NAME)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


def is_usable(page: Page) -> bool:
    """Fits a phone and a large screen, and axe finds nothing in it."""
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert overflow(page) <= 0
    return accessibility_faults(page) == []


def test_a_phone_is_set_up_signs_in_and_a_recovery_code_takes_its_place(window: Page, browser: Browser, site_url: str):
    assert is_usable_sign_in(window)
    give_password(window)
    window.goto("/admin/account/security/phone/")
    window.get_by_text("You cannot scan it?").click()
    typed = window.locator("details code").inner_text().replace(" ", "")
    secret = b32decode(typed + "=" * (-len(typed) % 8))
    window.get_by_label("Code from the app").fill(f"{totp(secret):06d}")
    window.get_by_label("Your password").fill(PASSWORD)
    window.get_by_role("button", name="Set up this phone").click()
    expect(window.locator(".lasweb-codes code")).to_have_count(10)
    codes = window.locator(".lasweb-codes code").all_inner_texts()

    with browser.new_context(viewport=DESKTOP, base_url=site_url) as context, watched(context, site_url) as other:
        give_password(other)
        assert is_usable(other)
        other.get_by_label("Security code").fill("000 000")
        other.get_by_role("button", name="Sign in").click()
        expect(other.locator(".messages").get_by_text("That code is not right")).to_be_visible()
        other.get_by_label("Security code").fill(f"{totp(secret, drift=1):06d}")
        other.get_by_role("button", name="Sign in").click()
        other.wait_for_url(re.compile(r"/admin/$"))
        other.goto("/admin/reports/audit-log/")
        expect(other.get_by_text("with a phone").first).to_be_visible()

    silent = browser.new_context(viewport=DESKTOP, base_url=site_url, java_script_enabled=False)
    with silent as context, watched(context, site_url) as without_scripts:
        give_password(without_scripts)
        without_scripts.get_by_label("Security code").fill(codes[0])
        without_scripts.get_by_role("button", name="Sign in").click()
        without_scripts.wait_for_url(re.compile(r"/admin/$"))


def is_usable_sign_in(page: Page) -> bool:
    page.goto("/admin/login/")
    return is_usable(page)
