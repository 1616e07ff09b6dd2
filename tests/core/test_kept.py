"""What every page shows alike is made once in each process, and never outlives a change."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import transaction

from core.caching import generation
from core.caching.kept import MOST, kept
from home.models import Notice, OrganisationSettings

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def made():
    """Return a maker that gives a new number each time, and what it has given."""
    given: list[int] = []

    def make() -> int:
        given.append(len(given) + 1)
        return given[-1]

    return make, given


def test_it_is_made_once_while_nothing_changes(made):
    make, given = made
    assert [kept("menu", make), kept("menu", make)] == [1, 1]
    assert given == [1]


def test_each_key_has_its_own(made):
    make, _ = made
    assert [kept("menu", make), kept("notices", make)] == [1, 2]


def test_a_change_in_any_process_makes_it_anew(made):
    make, _ = made
    kept("menu", make)
    generation.advance()
    assert kept("menu", make) == 2


def test_what_changes_while_it_is_made_leaves_it_out_of_date(made):
    make, _ = made

    def slow() -> int:
        generation.advance()
        return make()

    kept("menu", slow)
    assert kept("menu", make) == 2


def test_nothing_is_kept_inside_a_transaction_which_may_be_rolled_back(made):
    make, _ = made
    with transaction.atomic():
        kept("menu", make)
        assert kept("menu", make) == 2
    assert kept("menu", make) == 3


def test_it_does_not_outlive_the_next_boundary(made, home_page):
    make, _ = made
    now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    Notice.objects.create(title="Flooding", starts_at=now - timedelta(hours=1), ends_at=now + timedelta(minutes=5))
    with patch("django.utils.timezone.now", return_value=now):
        assert [kept("notices", make), kept("notices", make)] == [1, 1]
    with patch("django.utils.timezone.now", return_value=now + timedelta(minutes=5)):
        assert kept("notices", make) == 2


def test_many_keys_do_not_fill_the_memory(made):
    make, given = made
    for number in range(2 * MOST):
        kept(("site", number), make)
    assert kept(("site", 0), make) == len(given)


def test_a_page_shows_the_new_name_as_soon_as_it_is_saved(client, home_page):
    assert "An ambulance trust" in client.get("/").text
    found = OrganisationSettings.for_site(home_page.get_site())
    found.name = "Northshire Ambulance Service"
    found.save()
    assert "Northshire Ambulance Service" in client.get("/").text
