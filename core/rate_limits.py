"""How often one address may send a form: counted in the database, so that all workers and machines see one number.

The address itself, or whatever else is counted by, is never kept: only a hash that cannot be made without the secret
key, different in each window, and deleted after a day.
"""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.models import SubmissionCount
from core.proxies import client_address

# How long a count is kept, whatever its window.
KEPT = timedelta(days=1)
# One household or hospital is given a network of this length; every visitor in it can change the rest of the address.
_IPV6_NETWORK_BITS = 64
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def allow(request: HttpRequest, form: str, limit: int, window: timedelta) -> bool:
    """Count a submission of `form` by the visitor's address; False when it has used up its `limit` in this window."""
    return take(form, network_of(client_address(request)), limit, window)


def take(form: str, key: str, limit: int, window: timedelta) -> bool:
    """Count one use of `form` by whoever `key` stands for; False when the `limit` of this window is used up."""
    start = window_start(timezone.now(), window)
    row, _ = SubmissionCount.objects.get_or_create(form=form, address_hash=_hash(key, form, start), window_start=start)
    # One statement counts and decides, so that requests at the same moment cannot both take the last place.
    return SubmissionCount.objects.filter(pk=row.pk, count__lt=limit).update(count=F("count") + 1) == 1


def give_back(form: str, key: str, window: timedelta, *, all_of_them: bool = False) -> None:
    """Uncount the last use of this window, or all of them."""
    start = window_start(timezone.now(), window)
    rows = SubmissionCount.objects.filter(form=form, address_hash=_hash(key, form, start), window_start=start)
    rows.filter(count__gt=0).update(count=0 if all_of_them else F("count") - 1)


def window_start(now: datetime, window: timedelta) -> datetime:
    """Return when the window that holds this moment began; the next one begins a window later."""
    return now - (now - _EPOCH) % window


def forget_old_counts(now: datetime | None = None) -> int:
    """Delete the counts that are a day old and say how many there were."""
    deleted, _ = SubmissionCount.objects.filter(window_start__lte=(now or timezone.now()) - KEPT).delete()
    return deleted


def _hash(key: str, form: str, start: datetime) -> str:
    value = f"{key}|{form}|{start.isoformat()}"
    return salted_hmac("core.rate_limits", value, algorithm="sha256").hexdigest()


def network_of(address: str) -> str:
    """Return what counts as one visitor: the address itself, or the network that holds it (IP version 6)."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:  # IP version 4
        return str(parsed)
    if mapped := getattr(parsed, "ipv4_mapped", None):
        return str(mapped)
    return f"{int(parsed) >> (128 - _IPV6_NETWORK_BITS):x}::/{_IPV6_NETWORK_BITS}"
