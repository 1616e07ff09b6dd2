"""The public list of documents that not everybody can use, as a page and as a table."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render

from core.accessible_formats import where_to_ask
from core.caching.headers import public_view
from core.csv_export import csv_response
from core.feeds import absolute
from core.methods import read_only
from documents.inaccessible import (
    InaccessibleQuery,
    faults_in_words,
    inaccessible_listing,
    listed_documents,
    sentence_of,
    still_listed,
)
from documents.languages import language_name
from documents.models import Document

TITLE = "Documents that are not fully accessible"
# Asked and read at once for the table.
_AT_ONCE = 500


@read_only
@public_view
def inaccessible(request: HttpRequest) -> HttpResponse:
    """Show the documents, with what keeps people from each."""
    listing = inaccessible_listing(InaccessibleQuery.parse(request.GET))
    context: dict[str, Any] = {
        "page_title": TITLE,
        "meta_description": "The documents on this website that people who use assistive technology may not be able "
        "to use, why, and how to ask for another format.",
        "listing": listing,
        "rows": [(each, sentence_of(each)) for each in listing.items],
        "ask": where_to_ask(),
        "canonical_path": listing.canonical_url,
    }
    return render(request, "documents/inaccessible.html", context)


@read_only
@public_view
def inaccessible_table(request: HttpRequest) -> HttpResponseBase:
    """Return all documents asked for as a CSV; every other spelling of its address leads to the one there is."""
    query = replace(InaccessibleQuery.parse(request.GET), page=1)
    address = query.address(request.path)
    if request.get_full_path() != address:
        return HttpResponseRedirect(address)
    header = ["Title", "Address", "Kind", "Size in bytes", "Length", "Unit", "Language", "What is not accessible"]
    return csv_response("documents-not-accessible.csv", header, _rows(query))


def _rows(query: InaccessibleQuery) -> Iterator[list[Any]]:
    keys = list(listed_documents(query.fault).values_list("pk", flat=True))
    for at in range(0, len(keys), _AT_ONCE):
        some = keys[at : at + _AT_ONCE]
        found = {each.pk: each for each in still_listed(Document.objects.filter(pk__in=some))}
        yield from (_row(found[pk]) for pk in some if pk in found)


def _row(document: Document) -> list[Any]:
    known = document.known
    return [
        document.title, absolute(document.url), document.file_extension.upper(), document.file_size, known.pages,
        f"{known.unit}s" if known.pages else "", language_name(known.language), "; ".join(faults_in_words(document)),
    ]  # fmt: skip
