"""The admin's page on where a document stands: who cites it, its versions, withdrawing and restoring."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from wagtail.documents.permissions import permission_policy

from documents import services
from documents.models import Document
from documents.states import citing_pages, states_of


class ReasonForm(forms.Form):
    """Why a document is withdrawn."""

    reason = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For colleagues, in a sentence or two: why nobody may open it any more. Visitors are not told.",
        error_messages={"required": "Write why it is withdrawn, so that nobody restores it by mistake."},
    )


def history(request: HttpRequest, document_id: int) -> HttpResponse:
    """Show where a document stands and all its versions."""
    document = document_to_change(request, document_id)
    versions = document.versions.select_related("created_by")
    context = {
        "document": document,
        "state": states_of([document])[document.pk],
        "citing": citing_pages(document),
        "versions": versions,
    }
    return render(request, "documents/admin/history.html", context)


def withdraw(request: HttpRequest, document_id: int) -> HttpResponse:
    """Ask for the reason, and on POST withdraw the document."""
    document = document_to_change(request, document_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.withdraw(document, request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"“{document.title}” is withdrawn: visitors cannot open it, whatever links to it.")
        return redirect("documents_history", document.pk)
    context = {"document": document, "form": form, "citing": citing_pages(document)}
    return render(request, "documents/admin/withdraw.html", context, status=400 if form.is_bound else 200)


def restore(request: HttpRequest, document_id: int) -> HttpResponse:
    """Ask, and on POST restore a withdrawn document."""
    document = document_to_change(request, document_id)
    if request.method == "POST":
        services.restore(document, request.user)
        messages.success(request, f"“{document.title}” is restored: it is public while a public page links to it.")
        return redirect("documents_history", document.pk)
    context = {"document": document, "citing": citing_pages(document)}
    return render(request, "documents/admin/restore.html", context)


@require_POST
def set_open(request: HttpRequest, document_id: int, number: int) -> HttpResponse:
    """Open an earlier version to visitors, or close it."""
    document = document_to_change(request, document_id)
    version = get_object_or_404(document.versions, number=number)
    is_open = request.POST.get("open") == "yes"
    services.set_version_open(version, request.user, is_open=is_open)
    messages.success(request, f"Version {number} is {'open to visitors' if is_open else 'closed'}.")
    return redirect("documents_history", document.pk)


def document_to_change(request: HttpRequest, document_id: int) -> Document:
    """Return this document; raise Http404 where there is none, PermissionDenied where this person may not change it."""
    document = get_object_or_404(Document, pk=document_id)
    if not permission_policy.user_has_permission_for_instance(request.user, "change", document):
        raise PermissionDenied
    return document
