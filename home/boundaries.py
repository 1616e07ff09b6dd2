"""The moments at which a notice begins or ends, so that no cached page outlives one (core.caching.boundaries)."""

from datetime import datetime

from django.db.models import Min, Q

from core.caching.boundaries import register
from home.models import Notice


@register
def notices_begin_or_end(after: datetime) -> datetime | None:
    """Return the first moment after the one given at which a notice begins or ends."""
    found = Notice.objects.aggregate(
        start=Min("starts_at", filter=Q(starts_at__gt=after)), end=Min("ends_at", filter=Q(ends_at__gt=after))
    )
    return min((moment for moment in found.values() if moment), default=None)
