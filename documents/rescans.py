"""Scans after the upload: of files that came while ClamAV was down, and of those that came before it was set up.

A file in which something is found is deleted from the store; its entry stays, closed, and its uploader is told.
"""

import logging
from collections.abc import Iterator
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import models, transaction
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.images.models import AbstractImage

from core.audit import record
from core.clamav import ScannerAwayError, ScannerUnavailableError, find_virus
from documents.deletions import note_deletion
from documents.file_names import plain_text
from documents.scan_records import FileScan, ScanState
from documents.scanning import scanned_fields

logger = logging.getLogger(__name__)

# No visitor waits for these (seconds); and how many files one run takes on.
TIMEOUT = 60
BATCH = 50


def scan_what_waits() -> str:
    """Scan up to BATCH files, those that wait first; say in a few words what came of it."""
    if not settings.CLAMAV_SOCKET:
        return ""
    told = _tell_uploaders()
    counts = dict.fromkeys(ScanState, 0)
    without_verdict = ""
    for scan, file in _to_scan():
        try:
            counts[_scan(scan, file)] += 1
        except ScannerUnavailableError as error:
            without_verdict = str(error)
            # Asked last, the next time, so that it keeps no other waiting.
            FileScan.objects.filter(pk=scan.pk).update(found=without_verdict[:200], scanned_at=timezone.now())
            if isinstance(error, ScannerAwayError):
                break
        except OSError as error:
            logger.warning("%s could not be read for its virus scan: %s", scan.file, error)
    told += _tell_uploaders()
    parts = [f"{counts[state]} {state.label}" for state in (ScanState.CLEAN, ScanState.INFECTED) if counts[state]]
    parts += [f"{told} uploaders told"] if told else []
    return "; ".join([*parts, without_verdict] if without_verdict else parts)


def holders(stored_name: str) -> Iterator[Any]:
    """Return every document, version or image whose file this is."""
    for model, field in scanned_fields():
        yield from model._default_manager.filter(**{field: stored_name})


def _to_scan() -> Iterator[tuple[FileScan, Any]]:
    left = BATCH
    waiting = FileScan.objects.filter(state=ScanState.WAITING)
    for scan in waiting.order_by(models.F("scanned_at").asc(nulls_first=True), "since")[:BATCH]:
        holder = next(holders(scan.file), None)
        if holder is None:
            scan.delete()  # the upload was deleted meanwhile
            continue
        left -= 1
        yield scan, _file_of(holder, scan.file)
    known = FileScan.objects.filter(file=models.OuterRef("_name"))
    for model, field in scanned_fields():
        named = model._default_manager.annotate(_name=models.F(field)).filter(~models.Exists(known)).exclude(_name="")
        for holder in named.order_by("pk")[: max(0, left)]:
            left -= 1
            yield FileScan(file=getattr(holder, field).name), getattr(holder, field)


def _file_of(holder: Any, stored_name: str) -> Any:
    files = (getattr(holder, field) for model, field in scanned_fields() if isinstance(holder, model))
    return next(file for file in files if file.name == stored_name)


def _scan(scan: FileScan, file: Any) -> ScanState:
    with file.storage.open(file.name, "rb") as opened:
        found = find_virus(opened, settings.CLAMAV_SOCKET, TIMEOUT)
    state = ScanState.INFECTED if found else ScanState.CLEAN
    with transaction.atomic():
        FileScan.objects.update_or_create(
            file=scan.file, defaults={"state": state, "found": found[:200], "scanned_at": timezone.now()}
        )
        if found:
            logger.error("%s held %s and is deleted", scan.file, found)
            _delete(scan.file, found)
    return state


def _delete(stored_name: str, found: str) -> None:
    """Have the bytes deleted once the verdict is in the database: closed first, gone then."""
    for holder in holders(stored_name):
        if isinstance(holder, AbstractImage):
            holder.renditions.all().delete()
        record("virus_deleted", about=holder, detail=found)
    note_deletion(stored_name, even_if_named=True)


def _tell_uploaders() -> int:
    """Mail whoever uploaded what was found infected; one that cannot be mailed is tried again at the next run."""
    told = 0
    for scan in FileScan.objects.filter(state=ScanState.INFECTED, told_at=None)[:BATCH]:
        try:
            told += _tell(scan)
        except (OSError, SMTPException) as error:
            logger.warning("The uploader of %s could not be told of %s: %s", scan.file, scan.found, error)
        else:
            FileScan.objects.filter(pk=scan.pk).update(told_at=timezone.now())
    return told


def _tell(scan: FileScan) -> int:
    by_address: dict[str, Any] = {}
    for holder in holders(scan.file):
        user = getattr(holder, "uploaded_by_user", None) or getattr(holder, "created_by", None)
        if user is not None and user.email:
            by_address.setdefault(user.email, holder)
    for address, holder in by_address.items():
        title = getattr(holder, "title", "") or str(holder)
        text = (
            f"The virus scanner found “{scan.found}” in “{title}”, which you uploaded. The file has been deleted, and "
            "nobody can download it any more.\n\n"
            "Do not open your copy of it. Tell your IT service, get a clean copy from whoever made it, and put it in "
            f"the place of the old one:\n{_address(holder)}\n"
        )
        send_mail(f"A virus was found in “{plain_text(title)}”", text, None, [address])
    return len(by_address)


def _address(holder: Any) -> str:
    names = {"documents.document": "wagtaildocs:edit", "documents.image": "wagtailimages:edit"}
    try:
        return settings.SITE_URL + reverse(names.get(holder._meta.label_lower, "wagtaildocs:index"), args=[holder.pk])
    except NoReverseMatch:
        return settings.SITE_URL + reverse("wagtaildocs:index")
