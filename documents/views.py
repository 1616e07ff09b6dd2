"""Hand out documents and pictures: to everybody while a public page cites them, else only to editors.

Wagtail's own views for files are not mounted: they give every file to everybody from the second of its upload.
"""

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_safe
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images import permissions as image_permissions

from documents.models import Document, Image, Rendition
from documents.responses import PRIVATE, Offer, file_response
from documents.visibility import is_public

# Whoever may do one of these with a file in the admin may look at it.
_EDITORS_ACTIONS = ["add", "change", "choose", "delete"]


@require_safe
def document(request: HttpRequest, document_id: int, filename: str) -> HttpResponseBase:
    """Serve a document at its one address."""
    found = Document.objects.filter(pk=document_id).first()
    if found is None or request.path != found.url:
        raise Http404
    return _serve(request, found, found.url, Offer(found.file, found.filename, found.file_hash, is_public(found)))


@require_safe
def image(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve one size of a picture; the original is never served."""
    found = Rendition.objects.select_related("image").filter(file=f"{Rendition.FOLDER}/{name}").first()
    if found is None:
        raise Http404
    filename = name.rpartition("/")[2]
    return _serve(request, found.image, found.url, Offer(found.file, filename, "", is_public(found.image)))


def _serve(request: HttpRequest, source: Document | Image, address: str, offer: Offer) -> HttpResponseBase:
    if not offer.public and not _is_editor(request, source):
        raise Http404
    if not _is_canonical(request, address):
        response = HttpResponseRedirect(address)
        response["Cache-Control"] = PRIVATE
        return response
    return file_response(request, offer)


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
