"""Reviews in the admin: saying that a page still holds, and handing the pages of one person to another."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from wagtail.admin import messages as wagtail_messages
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from core.models import ContentReview, User
from core.reviews.form import possible_owners
from core.reviews.services import hand_over, mark_reviewed, review_of

HAND_OVER_PERMISSION = "core.change_contentreview"


def may_review(page: Page, user: Any) -> bool:
    """Whether this person may say that the page holds: they may edit it, and it is no alias."""
    has_review = page.alias_of_id is None and hasattr(page.specific_class, "review_months")
    return has_review and bool(page.permissions_for_user(user).can_edit())


class ReviewButton(PageMenuItem):
    """The item “Mark as reviewed” in the menu of a page in lists and in its header."""

    label = "Mark as reviewed"
    icon_name = "check"
    url_name = "core_mark_reviewed"

    def is_shown(self, user: User) -> bool:
        """Show it to those who may edit the page."""
        return may_review(self.page, user)


def review_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show who keeps a page and since when it holds; on POST record that it was read today and holds."""
    page = get_object_or_404(Page, pk=page_id)
    if not may_review(page, request.user):
        raise PermissionDenied
    if request.method != "POST":
        context = {
            "page": page, "review": review_of(page), "next_url": get_valid_next_url_from_request(request),
        }  # fmt: skip
        return render(request, "core/admin/review_page.html", context)
    review = mark_reviewed(page, request.user)  # type: ignore[arg-type]  # the admin lets nobody else in
    upcoming = f" Next review: {date_format(review.next_review, 'j F Y')}." if review.next_review else ""
    messages.success(request, f"“{page.get_admin_display_title()}” is marked as reviewed today.{upcoming}")
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_pages:edit", args=[page.pk]))


class HandOverForm(forms.Form):
    """Whose pages go to whom."""

    leaving = forms.ModelChoiceField(
        User.objects.none(), label="Pages of", empty_label="Choose a person",
        help_text="People who own pages now, those who may no longer sign in included.",
    )  # fmt: skip
    heir = forms.ModelChoiceField(
        User.objects.none(), label="Go to", empty_label="Choose a person", help_text="Somebody who can sign in."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        owning = ContentReview.objects.exclude(owner=None).values("owner")
        fields["leaving"].queryset = User.objects.filter(pk__in=owning).order_by("first_name", "last_name", "username")
        fields["heir"].queryset = possible_owners()

    def clean(self) -> dict[str, Any]:
        """Refuse to hand pages to the person who has them."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("leaving") and cleaned.get("leaving") == cleaned.get("heir"):
            self.add_error("heir", "Choose somebody else than the person whose pages these are.")
        return cleaned


def hand_over_pages(request: HttpRequest) -> HttpResponse:
    """Give all pages of one person to another in one step."""
    if not request.user.has_perm(HAND_OVER_PERMISSION):
        raise PermissionDenied
    form = HandOverForm(request.POST or None, initial={"leaving": request.GET.get("from")})
    if request.method == "POST" and form.is_valid():
        leaving, heir = form.cleaned_data["leaving"], form.cleaned_data["heir"]
        count = hand_over(leaving, heir, by=request.user)  # type: ignore[arg-type]  # the admin lets nobody else in
        messages.success(request, f"{count} page{'' if count == 1 else 's'} of {leaving} handed over to {heir}.")
        return redirect(get_valid_next_url_from_request(request) or reverse("core_review_report"))
    context = {"form": form, "next_url": get_valid_next_url_from_request(request)}
    return render(request, "core/admin/hand_over.html", context, status=422 if form.errors else 200)


def hand_over_button(person: User) -> tuple[str, str, bool]:
    """Return the button of a message that leads to handing over the pages of this person."""
    return wagtail_messages.button(f"{reverse('core_hand_over')}?{urlencode({'from': person.pk})}", "Hand over")


def count_of_pages(person: Any) -> str:
    """Return how many pages this person owns, in words; the empty string for none."""
    count = ContentReview.objects.filter(owner=person).count() if isinstance(person, User) else 0
    return f"{count} page{'' if count == 1 else 's'}" if count else ""


def offer_hand_over(request: HttpRequest, people: list[Any]) -> None:
    """Say which of these people may no longer sign in and still own pages, with a link to hand these over."""
    for person in people:
        if isinstance(person, User) and not person.is_active and (pages := count_of_pages(person)):
            words = f"{person} can no longer sign in and still owns {pages}."
            wagtail_messages.warning(request, words, buttons=[hand_over_button(person)])


def refuse_to_delete_owners(request: HttpRequest, people: list[Any]) -> HttpResponse | None:
    """Let nobody be deleted who owns pages: once they are gone, nobody knows whose these were."""
    for person in people:
        if pages := count_of_pages(person):
            words = f"{person} still owns {pages}. Nobody was deleted: give the pages to somebody else first."
            messages.warning(request, words)
            return redirect(f"{reverse('core_hand_over')}?{urlencode({'from': person.pk})}")
    return None
