"""Records of what the demo made, by which it knows whether a thing is still as it left it."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Page

from core.models import DemoRecord


def fingerprint(value: Any) -> str:
    """Return a hash of anything that JSON can hold; other values count by their words."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def page_witness(page: Page) -> str:
    """Return what changes when an editor edits, publishes, unpublishes or moves a page."""
    parent = page.get_parent()
    return f"revision {page.latest_revision_id}, live {page.live}, under {parent.pk if parent else None}"


def thing_witness(thing: Model, fields: Iterable[str]) -> str:
    """Return what changes when an editor changes one of these fields; a file counts by its name, never used twice."""
    kept = {name: getattr(thing, column(thing, name)) for name in fields}
    return fingerprint({name: getattr(value, "name", value) for name, value in kept.items()})


def column(thing: Model, name: str) -> str:
    """Return the attribute that holds a field's own value: for a foreign key, the other's primary key."""
    return getattr(thing._meta.get_field(name), "attname", name)


class Records:
    """All records, read once."""

    def __init__(self) -> None:
        self._by_key = {record.key: record for record in DemoRecord.objects.select_related("content_type")}

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def __bool__(self) -> bool:
        return bool(self._by_key)

    def addresses(self) -> list[str]:
        """Return the addresses of the pages that the demo made."""
        return [key for key in self._by_key if key.startswith("/")]

    def get(self, key: str) -> DemoRecord | None:
        """Return the record of this key."""
        return self._by_key.get(key)

    def thing(self, key: str) -> Any:
        """Return the thing that the demo made under this key; None when it is gone."""
        record = self._by_key.get(key)
        model = record.content_type.model_class() if record else None
        return model._default_manager.filter(pk=record.object_id).first() if record and model else None

    def remember(self, key: str, part: str, thing: Model, *, source: str, witness: str) -> None:
        """Write down how this thing stands now."""
        values = {
            "part": part,
            "content_type": ContentType.objects.get_for_model(thing),
            "object_id": str(thing.pk),
            "source": source,
            "witness": witness,
        }
        self._by_key[key], _ = DemoRecord.objects.update_or_create(key=key, defaults=values)
