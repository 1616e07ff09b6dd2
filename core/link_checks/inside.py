"""Links that lead to ourselves: asked of the database and of our own code, never over the network."""

from collections.abc import Iterable
from io import BytesIO
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from wagtail.documents import get_document_model
from wagtail.models import Page

from core.enums import LinkKind, LinkState
from core.link_checks.sources import document_faults
from core.link_checks.verdicts import WORKS, Verdict, broken
from core.visibility import visible_ids

_REDIRECTS = {301, 302, 303, 307, 308}
_FOR_GOOD = {301, 308}
GONE_PAGE = "The page was deleted. Take the link out, or lead it to another page."
GONE_DOCUMENT = "The document was deleted. Take the link out, or choose another document."
HIDDEN_PAGE = "The page is not public, so visitors see the words without a link. Publish it, or take the link out."
NOT_FOUND = "Visitors are told “page not found”. Choose the page with the link button, or correct the address."
OUR_ERROR = "The page answers with an error. Tell whoever runs the site."
MOVED = "Works, but leads on to another address. Choose the page with the link button instead of typing its address."


def verdicts(kind: LinkKind, targets: Iterable[str]) -> dict[str, Verdict]:
    """Return what becomes of visitors who follow links to these targets of ours."""
    judges = {LinkKind.PAGE: _pages, LinkKind.DOCUMENT: _documents, LinkKind.INSIDE: _addresses}
    return judges[kind](list(targets))


def _pages(targets: list[str]) -> dict[str, Verdict]:
    ids = {target: int(target) for target in targets}
    there = set(Page.objects.filter(pk__in=ids.values()).values_list("pk", flat=True))
    public = visible_ids(ids.values())
    hidden = Verdict(LinkState.HIDDEN, HIDDEN_PAGE)
    return {
        target: WORKS if pk in public else hidden if pk in there else broken(GONE_PAGE, permanent=True)
        for target, pk in ids.items()
    }


def _documents(targets: list[str]) -> dict[str, Verdict]:
    found = get_document_model().objects.in_bulk([int(target) for target in targets])
    faults = document_faults(found.values())
    gone = {int(target): GONE_DOCUMENT for target in targets if int(target) not in found}
    told = {pk: broken(fault, permanent=True) for pk, fault in (gone | faults).items()}
    return {target: told.get(int(target), WORKS) for target in targets}


def _addresses(targets: list[str]) -> dict[str, Verdict]:
    visitor = Visitor()
    return {target: visitor.follow(target) for target in targets}


class Visitor:
    """Somebody who is not signed in and asks our own code, in this process, for an address."""

    def __init__(self) -> None:
        self._handler = BaseHandler()
        self._handler.load_middleware()

    def follow(self, target: str) -> Verdict:
        """Return what the visitor is answered."""
        response = self._handler.get_response(self._request(target))
        # Not close(), which tells Django that a request has ended, and takes the database from whoever asks here.
        for close in response._resource_closers:  # type: ignore[attr-defined]  # Django's own list
            close()
        status = response.status_code
        if status in _REDIRECTS:
            moved = response.headers["Location"] if status in _FOR_GOOD else ""
            return Verdict(LinkState.WORKS, MOVED if moved else "", status, moved)
        if status < 400:
            return Verdict(LinkState.WORKS, status=status)
        return broken(NOT_FOUND if status < 500 else OUR_ERROR, status=status, permanent=status < 500)

    @staticmethod
    def _request(target: str) -> WSGIRequest:
        ours, asked = urlsplit(settings.SITE_URL), urlsplit(target)
        port = ours.port or (443 if ours.scheme == "https" else 80)
        return WSGIRequest({
            "REQUEST_METHOD": "HEAD",
            "PATH_INFO": unquote_to_bytes(asked.path or "/").decode("iso-8859-1"),
            "QUERY_STRING": asked.query,
            "SERVER_NAME": ours.hostname or "localhost",
            "SERVER_PORT": str(port),
            "HTTP_HOST": ours.netloc,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": ours.scheme,
            "wsgi.input": BytesIO(),
        })  # fmt: skip
