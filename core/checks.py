"""System checks of our own."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

from core.proxies import networks

# How long a proxy may keep what nobody can take back from it (seconds).
LONGEST_WITHOUT_PURGING = 30


@register(Tags.caches)
def shared_lifetime_is_short(**_: Any) -> list[Error]:
    """Refuse a lifetime in proxies that would keep a withdrawn page public: nothing here purges them."""
    if 0 <= settings.PUBLIC_S_MAXAGE <= LONGEST_WITHOUT_PURGING:
        return []
    return [
        Error(
            f"PUBLIC_S_MAXAGE is {settings.PUBLIC_S_MAXAGE}; it must lie between 0 and {LONGEST_WITHOUT_PURGING}.",
            hint="A withdrawn page would stay in proxies that long. See docs/operations/caching-and-proxies.md.",
            id="lasweb.E101",
        )
    ]


@register(Tags.security)
def proxies_are_addresses(**_: Any) -> list[Error]:
    """Refuse a list of proxies that could not be read: each of their requests would be an error."""
    try:
        networks(tuple(settings.FORWARDED_ALLOW_IPS))
    except ValueError as error:
        return [
            Error(
                f"FORWARDED_ALLOW_IPS cannot be read: {error}.",
                hint="Name addresses or networks, parted by commas: 127.0.0.1,::1,10.0.3.0/24.",
                id="lasweb.E102",
            )
        ]
    return []
