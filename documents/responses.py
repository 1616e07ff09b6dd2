"""Answer a request with a file of the store: the same rules for documents and images."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date

from core.caching.boundaries import next_boundary
from core.views import unavailable
from documents.byte_ranges import ByteRange, RangeNotSatisfiableError, parse_range
from documents.file_store import StoredFile
from documents.file_types import content_type_of, shown_in_browser
from documents.storages import StoreUnavailableError

logger = logging.getLogger(__name__)

# A file opened by itself may load and run nothing; a page of another site may not frame it.
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
# Browsers show a PDF in a viewer with an origin of its own; not every one does so inside a sandbox.
PDF_POLICY = "default-src 'none'; frame-ancestors 'none'"
PRIVATE = "private, no-store"


@dataclass(frozen=True)
class Offer:
    """A file that this visitor may have."""

    file: FieldFile
    filename: str
    content_hash: str
    public: bool
    changed_at: datetime | None = None


def file_response(request: HttpRequest, offer: Offer) -> HttpResponseBase:
    """Return the file, a part of it, 304 when the visitor has it already, or a 404 when the store has lost it."""
    etag = _etag(offer)
    changed = int(offer.changed_at.timestamp()) if offer.changed_at else None
    unchanged = get_conditional_response(request, etag=etag, last_modified=changed)
    if unchanged is not None:
        return _with_caching(unchanged, offer, etag)
    try:
        response = _body(request, StoredFile(offer.file), etag)
    except FileNotFoundError:
        logger.error("The store has lost %s", offer.file.name)  # noqa: TRY400  # a trace says no more
        raise Http404 from None
    except StoreUnavailableError as error:
        logger.error("The file store failed for %s: %s", offer.file.name, error)  # noqa: TRY400  # a trace says no more
        return unavailable()
    content_type = content_type_of(offer.filename)
    response["Content-Type"] = content_type
    response["Content-Disposition"] = content_disposition_header(
        not shown_in_browser(offer.filename), offer.filename
    ) or ""  # fmt: skip
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = PDF_POLICY if content_type == "application/pdf" else FILE_POLICY
    return _with_caching(response, offer, etag)


def _etag(offer: Offer) -> str:
    # A name in the store is never used twice, so it stands for the content where no hash of it is known.
    return f'"{offer.content_hash or hashlib.sha256(str(offer.file.name).encode()).hexdigest()[:40]}"'


def _body(request: HttpRequest, stored: StoredFile, etag: str) -> HttpResponseBase:
    whole = ByteRange(0, stored.size)
    try:
        part = parse_range(_asked_range(request, etag), stored.size)
    except RangeNotSatisfiableError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{stored.size}"})
    sent = part or whole
    status = 206 if part else 200
    if stored.internal_address:
        # The proxy sends it, or the part asked for, with the headers that follow; a file that is lost never gets here.
        return HttpResponse(headers={"X-Accel-Redirect": stored.internal_address})
    # A HEAD request opens no file.
    response: HttpResponseBase = (
        HttpResponse(status=status)
        if request.method == "HEAD"
        else StreamingHttpResponse(stored.chunks(sent), status=status)
    )
    response["Content-Length"] = str(sent.length)
    if part:
        response["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{stored.size}"
    return response


def _asked_range(request: HttpRequest, etag: str) -> str:
    # A date as the condition is not strong enough (RFC 9110, section 13.1.5): then the whole file is sent.
    condition = request.headers.get("If-Range")
    return request.headers.get("Range", "") if condition in {None, etag} else ""


def _with_caching(response: HttpResponseBase, offer: Offer, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    if offer.changed_at:
        response["Last-Modified"] = http_date(offer.changed_at.timestamp())
    response["Cache-Control"] = _public_cache_control() if offer.public else PRIVATE
    return response


def _public_cache_control() -> str:
    now = timezone.now()
    boundary = next_boundary(now)
    left = settings.PUBLIC_S_MAXAGE if boundary is None else max(0, int((boundary - now).total_seconds()))
    return f"public, max-age=0, s-maxage={min(settings.PUBLIC_S_MAXAGE, left)}"
