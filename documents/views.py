"""Hand out documents and pictures: to everybody while a public page cites them, else only to editors.

Wagtail's own views for files are not mounted: they give every file to everybody from the second of its upload.
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_safe
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images import permissions as image_permissions

from documents.models import Document, DocumentVersion, FileReading, Image, Rendition
from documents.responses import PRIVATE, Offer, file_response
from documents.visibility import is_public, is_version_public

# Whoever may do one of these with a file in the admin may look at it.
_EDITORS_ACTIONS = ["add", "change", "choose", "delete"]
# A browser may keep where a former address leads for so long (seconds): the document may be renamed again, or closed.
_RENAMED = "private, max-age=60"


@require_safe
def document(request: HttpRequest, document_id: int, slug: str) -> HttpResponseBase:
    """Serve a document at its one address; lead on to it from the addresses that it had before."""
    found = Document.objects.filter(pk=document_id).first()
    if found is None or not request.path.startswith(f"/documents/{found.pk}/"):
        raise Http404
    if slug != found.slug:
        return _lead_on(request, found, slug)
    public = _may_have(request, found, public=is_public(found))
    return _serve(request, found.url, offer_of(found, public=public))


@require_safe
def version(request: HttpRequest, document_id: int, number: int) -> HttpResponseBase:
    """Serve an earlier version of a document while it is open; the newest is served at the document's own address."""
    found = DocumentVersion.objects.select_related("document").filter(document=document_id, number=number).first()
    if found is None or request.path != found.url:
        raise Http404
    if number == found.document.version:
        _may_have(request, found.document, public=is_public(found.document))
        return _redirect(found.document.url)
    public = _may_have(request, found.document, public=is_version_public(found))
    stem, extension = f"{found.document.slug}-version-{number}", found.file_extension
    filename = f"{stem}.{extension}" if extension else stem
    response = _serve(request, found.url, Offer(found.file, filename, found.sha256, public, found.created_at))
    response["Link"] = f'<{found.document.url}>; rel="latest-version"'
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def image(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve one size of a picture; the original is never served."""
    found = Rendition.objects.select_related("image").filter(file=f"{Rendition.FOLDER}/{name}").first()
    if found is None:
        raise Http404
    public = _may_have(request, found.image, public=is_public(found.image))
    return _serve(request, found.url, Offer(found.file, name.rpartition("/")[2], "", public))


@require_safe
def cover(request: HttpRequest, document_id: int, number: int) -> HttpResponseBase:
    """Serve the picture of a document's first page to whoever may have the document; of its newest file alone."""
    readings = FileReading.objects.select_related("version__document").exclude(cover="")
    found = readings.filter(version__document=document_id, version__number=number).first()
    source = found.version.document if found else None
    if found is None or source is None or number != source.version or request.path != source.cover_url:
        raise Http404
    public = _may_have(request, source, public=is_public(source))
    return _serve(request, source.cover_url, Offer(found.cover, f"{source.slug}.webp", "", public))


def offer_of(found: Document, *, public: bool) -> Offer:
    """Return the newest version of a document as it is offered at its address."""
    return Offer(found.file, found.filename, found.sha256, public, found.file_changed_at)


def _may_have(request: HttpRequest, source: Document | Image, *, public: bool) -> bool:
    """Return whether everybody may have this file; raise Http404 unless they or this visitor, an editor, may."""
    if not public and not _is_editor(request, source):
        raise Http404
    return public


def _lead_on(request: HttpRequest, found: Document, slug: str) -> HttpResponseBase:
    # Asked in this order a document that is private answers no other than one that never was.
    _may_have(request, found, public=is_public(found))
    if not found.old_addresses.filter(slug=slug).exists():
        raise Http404
    response = HttpResponsePermanentRedirect(found.url)
    response["Cache-Control"] = _RENAMED
    return response


def _serve(request: HttpRequest, address: str, offer: Offer) -> HttpResponseBase:
    return file_response(request, offer) if _is_canonical(request, address) else _redirect(address)


def _redirect(address: str) -> HttpResponseBase:
    response = HttpResponseRedirect(address)
    response["Cache-Control"] = PRIVATE
    return response


def _is_canonical(request: HttpRequest, address: str) -> bool:
    # The address as it was sent, where the server tells it: /documents/%36/ and /documents/6/ must not both be kept.
    sent = request.META.get("RAW_URI", "")
    return not request.META.get("QUERY_STRING") and (not sent.startswith("/") or sent == address)


def _is_editor(request: HttpRequest, source: Document | Image) -> bool:
    # The user is asked for only when a session cookie came, so that public answers do not vary by cookie.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.has_perm("wagtailadmin.access_admin"):
        return False
    policy = document_policy if isinstance(source, Document) else image_permissions.permission_policy
    return policy.user_has_any_permission_for_instance(request.user, _EDITORS_ACTIONS, source)
