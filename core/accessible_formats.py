"""Offer another format of a file that people with assistive technology may not be able to use.

Where to ask for it is the trust's own word: the app that keeps its contacts registers a function that is asked each
time something is shown, so that no text holds an address.
"""

from collections.abc import Callable, Sequence
from typing import Protocol
from urllib.parse import quote

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from core.request_scope import current_request


class WhereToAsk(Protocol):
    """The mailbox for such requests or, where there is none, the address of the contact page; either may be empty."""

    @property
    def email(self) -> str:
        """The mailbox."""

    @property
    def contact_page(self) -> str:
        """The page."""


# What mail programs show of a subject, and more.
_SUBJECT = 120

Source = Callable[[HttpRequest | None], WhereToAsk]
_source: Source | None = None


def ask_at(source: Source) -> Source:
    """Register the function that says where to ask, given the request that is answered (None outside one)."""
    global _source
    _source = source
    return source


def where_to_ask() -> WhereToAsk | None:
    """Return where to ask for another format now; None where nobody has told."""
    return _source(current_request()) if _source else None


def offer_of_other_formats(titles: Sequence[str]) -> SafeString:
    """Return the words, with these titles, that stand below links to files which not everybody can use; "" for none."""
    if not titles:
        return SafeString("")
    subject = quote(Truncator(f"Accessible format: {', '.join(titles)}").chars(_SUBJECT))
    context = {"titles": titles, "ask": where_to_ask(), "subject": subject}
    return SafeString(render_to_string("core/components/accessible_format.html", context))
