"""Pictures and documents of the demo, made by code when it is loaded."""

import hashlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from core.demo.records import Records, fingerprint, thing_witness

WATCHED = {"image": ["title", "description", "file"], "document": ["title", "file"]}


@dataclass
class FileMaker:
    """Makes pictures and documents under keys; leaves alone what an editor changed or deleted."""

    records: Records
    part: str

    def image(self, key: str, *, title: str, description: str, draw: Callable[[], Picture.Image]) -> None:
        """Make a picture by `draw`; drawn again when the code beside `draw` changes."""
        fields = {"title": title, "description": description}
        source = fingerprint([fields, _code_beside(draw)])
        thing = self._wanted(key, source, "image")
        if thing is None:
            return
        buffer = BytesIO()
        draw().save(buffer, "PNG", optimize=True)
        buffer.seek(0)
        self._save(key, source, "image", thing, fields, ImageFile(buffer, name=f"{_slug(key)}.png"))

    def document(self, key: str, *, title: str, name: str, content: bytes) -> None:
        """Make a document with this content under the file name `name`."""
        fields = {"title": title}
        source = fingerprint([fields, name, hashlib.sha256(content).hexdigest()])
        thing = self._wanted(key, source, "document")
        if thing is not None:
            self._save(key, source, "document", thing, fields, ContentFile(content, name=name))

    def _wanted(self, key: str, source: str, kind: str) -> Any:
        """Return the thing to fill: a new one, or ours if it is still as we left it and ought to change."""
        record = self.records.get(key)
        if record is None:
            return get_image_model()() if kind == "image" else get_document_model()()
        thing = self.records.thing(key)
        if thing is None or record.source == source or thing_witness(thing, WATCHED[kind]) != record.witness:
            return None
        return thing

    def _save(self, key: str, source: str, kind: str, thing: Any, fields: dict[str, str], file: Any) -> None:
        storage, old_name = thing.file.storage, thing.file.name
        for name, value in fields.items():
            setattr(thing, name, value)
        thing.file = file
        if kind == "image":
            thing._set_image_file_metadata()  # as Wagtail's own upload form does
        thing.full_clean()
        thing.save()
        # A document keeps its older files as versions.
        if old_name and kind == "image":
            thing.renditions.all().delete()
            transaction.on_commit(lambda: storage.delete(old_name))
        self.records.remember(key, self.part, thing, source=source, witness=thing_witness(thing, WATCHED[kind]))


def _code_beside(draw: Callable[[], Any]) -> str:
    folder = Path(inspect.getfile(draw)).parent
    return fingerprint([path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))])


def _slug(key: str) -> str:
    return key.partition(": ")[2].replace(" ", "-") or "picture"
