"""An administrator takes away the second factor of somebody whose phone is lost."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.users.widgets import UserListingButton

from core.audit import Action, record
from core.models import User
from core.sign_in import second_factor
from core.sign_in.sessions import end_sessions
from core.sign_in.tasks import tell
from core.user_admin import refuse_superusers


@require_http_methods(["GET", "POST"])
def confirm_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and on POST reset; one's own is changed under Account, which asks for a code."""
    person = get_object_or_404(User, pk=pk)
    if not may_reset(request.user, person):
        raise PermissionDenied
    refuse_superusers(request, [person])
    if request.method == "POST":
        reset(person, request)
        messages.success(request, f"{person} is signed out everywhere and can set up a phone at the next sign-in.")
        return redirect("wagtailusers_users:edit", person.pk)
    return render(request, "core/sign_in/reset.html", {"person": person})


def reset(person: User, request: HttpRequest | None = None) -> None:
    """Take the second factor away, end the sessions, record it and tell the person."""
    second_factor.remove(person)
    end_sessions(person)
    record(Action.FACTOR_RESET, about=person, request=request)
    tell(person, Action.FACTOR_RESET)


def may_reset(asking: Any, person: User) -> bool:
    """Whether `asking` may reset the second factor of `person`, who has one."""
    return bool(asking.has_perm("core.change_user") and asking.pk != person.pk and second_factor.has_one(person))


def listing_button(user: User, request_user: Any) -> list[UserListingButton]:
    """Offer it in the list of people."""
    if not may_reset(request_user, user) or (user.is_superuser and not request_user.is_superuser):
        return []
    address = reverse("reset_second_factor", args=[user.pk])
    return [UserListingButton("Reset second factor", address, icon_name="lock", priority=90)]
