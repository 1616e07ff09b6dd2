"""The admin's pages on what was read of a document: have it read again, and what it says, page by page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet, Value
from django.db.models.functions import Length, Substr
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe
from wagtail.documents.permissions import permission_policy

from core.pagination import page_links
from documents import services
from documents.admin_versions import document_to_change
from documents.file_types import extension_of
from documents.languages import language_tag
from documents.models import Document, PageText
from documents.reading.panel import shown_reading

_MAY_READ = ["change", "choose"]
PAGES_AT_ONCE = 20
# A sheet may be as long as a book: so much of each page (characters) is shown.
SHOWN_OF_A_PAGE = 20_000


@require_POST
def read_again(request: HttpRequest, document_id: int) -> HttpResponse:
    """Have the file read anew, and show how it stands."""
    document = document_to_change(request, document_id)
    services.read_again(document, request.user)
    messages.success(request, f"“{document.title}” is read again, mostly within a minute.")
    return redirect("documents_history", document.pk)


@require_safe
def text(request: HttpRequest, document_id: int) -> HttpResponse:
    """Show what each page of the newest file says, as it is searched or, with ?as=original, as the file has it."""
    document = get_object_or_404(Document, pk=document_id)
    if not permission_policy.user_has_any_permission_for_instance(request.user, _MAY_READ, document):
        raise PermissionDenied
    shown = shown_reading(document)
    original = request.GET.get("as") == "original"
    # While a scan is under way there are only some of its pages.
    reading_id = shown.reading.pk if shown.reading and not shown.is_under_way else None
    pages = Paginator(_pages(reading_id, original=original), PAGES_AT_ONCE)
    page = pages.get_page(request.GET.get("p"))
    context = {
        "document": document,
        "shown": shown,
        "original": original,
        "is_pdf": extension_of(str(document.file.name)) == "pdf",
        "language": language_tag(shown.reading.language) if shown.reading else "",
        "pages": page,
        "links": page_links(page.number, pages.num_pages, lambda number: _address(number, original=original)),
        "other": _address(page.number, original=not original),
        "limit": SHOWN_OF_A_PAGE,
        "may_change": permission_policy.user_has_permission_for_instance(request.user, "change", document),
    }
    return render(request, "documents/admin/text.html", context)


def _pages(reading_id: int | None, *, original: bool) -> QuerySet[PageText]:
    field = "text" if original else "clean_text"
    shown = Substr(field, Value(1), Value(SHOWN_OF_A_PAGE))
    # What is not shown stays in the database.
    pages = PageText.objects.filter(reading=reading_id).annotate(shown=shown, length=Length(field))
    return pages.defer("text", "clean_text").order_by("number")


def _address(number: int, *, original: bool) -> str:
    return "?" + urlencode(([("as", "original")] if original else []) + ([("p", str(number))] if number > 1 else []))
