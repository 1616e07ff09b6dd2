"""A real site is not to wake up with a demonstration in it."""

import pytest
from django.core.management import CommandError

from core.demo.refusals import is_production
from core.models import DemoRecord
from home.models import HomePage, SectionHubPage
from tests.demo.conftest import load_demo


def test_pages_that_are_not_of_the_demo(home_page):
    with pytest.raises(CommandError, match="such as “Test Ambulance Service”"):
        load_demo()
    assert not DemoRecord.objects.exists()


def test_production_settings(db, settings):
    settings.SETTINGS_MODULE = "lasweb.settings.production"
    with pytest.raises(CommandError, match="production settings"):
        load_demo()


def test_only_the_settings_of_that_name_are_production():
    assert is_production("trust.settings.production")
    assert not is_production("lasweb.settings.dev")


def test_by_force_it_is_added_beside_what_is_there(home_page):
    load_demo(force=True)
    assert HomePage.objects.get() == home_page
    assert SectionHubPage.objects.get(slug="about-us").get_parent().pk == home_page.pk


def test_an_address_that_is_none(db):
    with pytest.raises(CommandError, match="not the address of a site"):
        load_demo(site_url="127.0.0.1:8000")
