"""Pictures of the first page of PDFs: drawn by the child that reads files, kept beside what it has read.

A picture shows what its document says, so it is private like the document (documents.views.cover).
"""

import base64
import binascii
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from documents.deletions import note_deletion
from documents.models import FileReading
from documents.models.paths import cover_upload_to
from documents.reading.process import Alive, FileReader
from documents.reading.results import ReadingFaultError

logger = logging.getLogger(__name__)

# What a picture fits into (pixels), and what it may weigh: more is no picture of ours (bytes).
WIDTH, HEIGHT = 400, 600
HEAVIEST = 500_000
_DRAW = "documents.reading.drawing:first_page"


@dataclass(frozen=True)
class Cover:
    """A picture of a first page, as WebP."""

    picture: bytes
    width: int
    height: int


def draw(reader: FileReader, path: Path, alive: Alive) -> Cover | None:
    """Have the child draw the first page of a PDF; None where that cannot be done."""
    try:
        return cover_of(reader.call(_DRAW, str(path), WIDTH, HEIGHT, alive=alive))
    except ReadingFaultError as fault:
        logger.info("No picture of page one: %s", fault)
        return None


def cover_of(said: Any) -> Cover | None:
    """Return the picture that the child says it has drawn; None for anything that is none of that kind and size."""
    said = said if isinstance(said, dict) else {}
    width, height, drawn = said.get("width"), said.get("height"), said.get("picture")
    if not (isinstance(width, int) and isinstance(height, int) and isinstance(drawn, str)):
        return None
    try:
        picture = base64.b64decode(drawn[: 2 * HEAVIEST], validate=True)
    except binascii.Error:
        return None
    is_webp = picture[:4] == b"RIFF" and picture[8:12] == b"WEBP" and len(picture) <= HEAVIEST
    return Cover(picture, width, height) if is_webp and 0 < width <= WIDTH and 0 < height <= HEIGHT else None


def put(cover: Cover | None) -> str:
    """Put a picture into the store and return its name there; "" for none, and where the store takes none now.

    Whoever calls it names the file in a row (`take_place`) or has it deleted (`forget`).
    """
    if cover is None:
        return ""
    try:
        return str(default_storage.save(cover_upload_to(None, "first-page.webp"), ContentFile(cover.picture)))
    except OSError as error:
        logger.warning("The file store took no picture of page one: %s", error)
        return ""


def take_place(reading: FileReading, name: str) -> None:
    """Let the newest file of a document have this picture, or none ("").

    What it replaces, here or of an earlier version, is deleted from the store once the transaction is committed.
    """
    older = FileReading.objects.filter(version__document=reading.version.document_id).exclude(cover="")
    for each in older.values_list("cover", flat=True):
        note_deletion(each)
    older.update(cover="")
    FileReading.objects.filter(pk=reading.pk).update(cover=name)


def forget(name: str) -> None:
    """Have a picture deleted that no row names."""
    if name:
        note_deletion(name)
