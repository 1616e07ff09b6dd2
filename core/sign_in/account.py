"""The second factor of whoever is signed in: set up, replace, new recovery codes, switch off."""

from typing import Any

import django_otp
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from core.audit import Action, record
from core.models import User
from core.sign_in import second_factor
from core.sign_in.forms import ConfirmForm, NewPhoneForm
from core.sign_in.tasks import tell
from core.sign_in.views import phone_context

_KEY = "new_phone_key"


@require_safe
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """Show what is set up and what can be done."""
    person = _signed_in(request)
    context = {
        "has_one": second_factor.has_one(person),
        "codes_left": second_factor.recovery_codes_left(person),
        "required": settings.TWO_FACTOR_REQUIRED,
        **_header("Security"),
    }
    return render(request, "core/sign_in/account.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def set_up(request: HttpRequest) -> HttpResponse:
    """Set up a phone, the first or another one in its place."""
    person = _signed_in(request)
    key = request.session.setdefault(_KEY, second_factor.new_key())
    sent = request.POST or None
    confirm = ConfirmForm(sent, request=request, person=person)
    phone = NewPhoneForm(sent, person=person, key=key)
    # The new phone's code is looked at only when it is the owner who asks.
    if sent and confirm.is_valid() and phone.is_valid() and phone.save():
        del request.session[_KEY]
        django_otp.login(request, phone.device)
        _tell(request, person, Action.FACTOR_SET)
        return _show_codes(request, phone.codes)
    context = {
        "form": confirm,
        "phone": phone,
        "in_account": True,
        **phone_context(person, key),
        **_header("Set up a phone"),
    }
    return render(request, "core/sign_in/account_set_up.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes and show them this once."""
    person = _signed_in(request)
    if not second_factor.has_one(person):
        return redirect("second_factor")
    form = ConfirmForm(request.POST or None, request=request, person=person)
    if request.method == "POST" and form.is_valid():
        codes = second_factor.make_recovery_codes(person)
        _tell(request, person, Action.RECOVERY_CODES_MADE)
        return _show_codes(request, codes)
    context = {
        "form": form,
        "intro": "The ten codes you have now stop working, and you are shown ten new ones.",
        "button": "Make new recovery codes",
        **_header("New recovery codes"),
    }
    return render(request, "core/sign_in/account_confirm.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def switch_off(request: HttpRequest) -> HttpResponse:
    """Do without a second factor again, where the trust allows it."""
    person = _signed_in(request)
    if settings.TWO_FACTOR_REQUIRED or not second_factor.has_one(person):
        return redirect("second_factor")
    form = ConfirmForm(request.POST or None, request=request, person=person)
    if request.method == "POST" and form.is_valid():
        second_factor.remove(person)
        _tell(request, person, Action.FACTOR_REMOVED)
        messages.success(request, "Your password alone is enough now.")
        return redirect("second_factor")
    context = {
        "form": form,
        "intro": "Your phone is no longer asked for, and your recovery codes stop working. "
        "Whoever learns your password can then sign in as you.",
        "button": "Switch it off",
        **_header("Switch off the second factor"),
    }
    return render(request, "core/sign_in/account_confirm.html", context)


def _signed_in(request: HttpRequest) -> User:
    person: Any = request.user
    return User.objects.get(pk=person.pk)


def _tell(request: HttpRequest, person: User, action: Action) -> None:
    record(action, about=person, request=request)
    tell(person, action)


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    context = {"codes": codes, "next_url": reverse("second_factor"), **_header("Recovery codes")}
    return render(request, "core/sign_in/account_codes.html", context)


def _header(title: str) -> dict[str, Any]:
    return {"page_title": title, "header_title": title, "header_icon": "lock"}
