"""Virus scans of everything that is uploaded, by ClamAV where CLAMAV_SOCKET names one.

A file in which something is found is refused. When the scanner gives no verdict the file waits: it is kept, and it is
not public, until a later scan passes it (`documents.jobs`).
"""

import logging
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from core.audit import record
from core.clamav import ScannerUnavailableError, find_virus
from documents.scan_records import FileScan, ScanState

logger = logging.getLogger(__name__)

# Put on a file once it was scanned, so that form, model and store ask once between them.
_SEEN = "_scanned_as"


def refuse_viruses(file: Any, name: str) -> None:
    """Scan a file that is on its way in (open for reading and seeking), once.

    Raises ValidationError when something is found. No verdict is none of the editor's business: the file waits then.
    """
    if not settings.CLAMAV_SOCKET or getattr(file, _SEEN, None):
        return
    state = ScanState.CLEAN
    file.seek(0)
    try:
        found = find_virus(file, settings.CLAMAV_SOCKET, settings.CLAMAV_TIMEOUT)
    except ScannerUnavailableError as error:
        logger.warning("An upload waits for its virus scan: %s", error)
        state, found = ScanState.WAITING, ""
    finally:
        file.seek(0)
    if found:
        logger.warning("Upload refused: %s found in %r", found, name)
        record("virus_refused", detail=f"{found} in {name[-200:]}")
        raise ValidationError(
            f"The virus scanner found “{found}” in this file, so it was not kept. Do not open it. "
            "Tell your IT service, and get a clean copy from whoever made it."
        )
    setattr(file, _SEEN, state)


def passed_on(file: Any, cleaned: Any) -> Any:
    """Return `cleaned`, made from the scanned `file`, with the verdict on that."""
    setattr(cleaned, _SEEN, getattr(file, _SEEN, None))
    return cleaned


def remember_scan(stored_name: str, content: Any) -> None:
    """Write down what the scan of this content said, under the name that the store has given it."""
    state = getattr(content, _SEEN, None)
    if state:
        when = timezone.now() if state == ScanState.CLEAN else None
        FileScan.objects.create(file=stored_name, state=state, scanned_at=when)


def is_held(stored_name: str) -> bool:
    """Whether a file of the store must not go out: it waits for its scan, or failed it."""
    return FileScan.objects.filter(file=stored_name, state__in=FileScan.HELD).exists()


def scan_of(stored_name: str) -> FileScan | None:
    """Return what is known of a file of the store, None where it was never scanned."""
    return FileScan.objects.filter(file=stored_name).first()


def scanned_fields() -> Iterator[tuple[type[models.Model], str]]:
    """Return each model with a scanned file, and the field's name."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if getattr(field, "scanned", False):
                yield model, field.name
