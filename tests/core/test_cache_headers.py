"""How long proxies may keep a public page."""

import pytest

from core.caching.headers import public_cache_control

NOW = 1_800_000_000.0


def test_a_page_that_nothing_ends_has_the_usual_lifetimes():
    assert public_cache_control(None, NOW) == (
        "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=300"
    )


@pytest.mark.parametrize(
    ("seconds_left", "shared", "revalidate", "error"),
    [
        (1000, 30, 30, 300),
        (100, 30, 30, 70),
        (45, 30, 15, 15),
        (30, 30, 0, 0),
        (7.9, 7, 0, 0),
        (0, 0, 0, 0),
        (-5, 0, 0, 0),
    ],
)
def test_no_lifetime_reaches_past_the_moment_at_which_the_page_is_wrong(seconds_left, shared, revalidate, error):
    header = public_cache_control(NOW + seconds_left, NOW)
    assert header == (
        f"public, max-age=0, s-maxage={shared}, stale-while-revalidate={revalidate}, stale-if-error={error}"
    )


def test_the_shared_lifetime_is_a_setting(settings):
    settings.PUBLIC_S_MAXAGE = 600
    assert "s-maxage=600," in public_cache_control(None, NOW)
