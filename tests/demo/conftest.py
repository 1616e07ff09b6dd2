"""The demo site, loaded once for the tests that only look at it."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction


def load_demo(**options: object) -> str:
    """Run `manage.py load_demo` and return what it prints."""
    out = StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def loaded_demo(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """Load the demo site once for a module; everything is rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded_demo: None, db: None) -> None:
    """The demo site, to look at and to change: each test's changes are rolled back."""
