"""The moments at which a file opens or closes by the clock alone, beside those of pages."""

from datetime import datetime
from typing import Any

from django.db.models import Min, Q
from wagtail.models import DraftStateMixin

from core.caching.boundaries import register
from documents.sources import carriers


@register
def snippets_begin_or_expire(after: datetime) -> datetime | None:
    """Return when the next snippet that may cite a file is due or over."""
    moments: list[datetime | None] = []
    for model in carriers():
        if issubclass(model, DraftStateMixin):
            found: Any = model._base_manager.aggregate(
                start=Min("go_live_at", filter=Q(go_live_at__gt=after)),
                end=Min("expire_at", filter=Q(expire_at__gt=after)),
            )
            moments += found.values()
    return min((moment for moment in moments if moment), default=None)
