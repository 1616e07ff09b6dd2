"""What the system checks refuse."""

import pytest

from core.checks import shared_lifetime_is_short


@pytest.mark.parametrize("seconds", [0, 30])
def test_a_short_lifetime_in_proxies_is_accepted(settings, seconds):
    settings.PUBLIC_S_MAXAGE = seconds
    assert shared_lifetime_is_short() == []


@pytest.mark.parametrize("seconds", [-1, 31, 86_400])
def test_a_lifetime_that_would_outlive_a_withdrawal_is_refused(settings, seconds):
    settings.PUBLIC_S_MAXAGE = seconds
    assert [error.id for error in shared_lifetime_is_short()] == ["lasweb.E101"]
