"""Signing in: name and password, then the second factor; nobody is signed in before both are shown."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice
from wagtail.admin.views.account import LoginView
from wagtail.admin.views.account import PasswordResetConfirmView as WagtailPasswordResetConfirmView

from core.audit import Action, record
from core.models import User
from core.sign_in import pending, second_factor
from core.sign_in.brakes import remember_browser
from core.sign_in.forms import CodeForm, NewPhoneForm, PasswordResetForm, SignInForm
from core.sign_in.tasks import tell

__all__ = ["CodeView", "PasswordResetConfirmView", "PasswordResetForm", "SetUpView", "SignInView"]

_sensitive = [
    method_decorator(never_cache, name="dispatch"),
    method_decorator(sensitive_post_parameters(), name="post"),
]


class SignInView(LoginView):
    """Ask for name and password."""

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Sign in where the password is enough; else go on to the second factor."""
        user: Any = form.get_user()
        if second_factor.is_needed(user):
            next_url = self.get_redirect_url()
            pending.start(self.request, user, remember=bool(form.cleaned_data["remember"]), next_url=next_url)
            return redirect("sign_in_code" if second_factor.has_one(user) else "sign_in_set_up")
        response: HttpResponse = super().form_valid(form)
        remember_browser(self.request, response, user)
        return response


class _SecondStep(View):
    """What comes after the right password."""

    waiting: pending.Pending
    person: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send whoever has not given a password, or took too long, back to the sign-in page."""
        found = pending.current(request)
        if found is None:
            if request.method == "POST":
                messages.error(request, "That took too long. Sign in again.")
            return redirect("wagtailadmin_login")
        self.waiting, self.person = found
        return super().dispatch(request, *args, **kwargs)

    @property
    def next_url(self) -> str:
        """Where the person wanted to go."""
        return self.waiting.next_url or reverse("wagtailadmin_home")

    def sign_in(self, device: Device) -> None:
        """Sign the person in with this device."""
        pending.finish(self.request, self.waiting, self.person, device)


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class CodeView(_SecondStep):
    """Ask for the code of the phone, or a recovery code."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return self._show(CodeForm(request=request, person=self.person))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sign in with the right code; after too many wrong ones the password must be typed again."""
        form = CodeForm(request.POST, request=request, person=self.person)
        if not form.is_valid():
            return self._give_up(form) if form.refused else self._show(form)
        self.sign_in(form.device)
        response = redirect(self.next_url)
        remember_browser(request, response, self.person)
        if isinstance(form.device, StaticDevice):
            self._recovered()
        return response

    def _show(self, form: CodeForm) -> HttpResponse:
        return render(self.request, "core/sign_in/code.html", {"form": form})

    def _give_up(self, form: CodeForm) -> HttpResponse:
        tell(self.person, "password_known")
        pending.give_up(self.request)
        messages.error(self.request, " ".join(str(error) for error in form.errors["code"]))
        return redirect("wagtailadmin_login")

    def _recovered(self) -> None:
        record(Action.RECOVERY_CODE_USED, user=self.person, about=self.person, request=self.request)
        tell(self.person, Action.RECOVERY_CODE_USED)
        left = second_factor.recovery_codes_left(self.person)
        messages.warning(
            self.request,
            f"You signed in with a recovery code; {left} are left. Is your phone lost? Set up another one under "
            "Account, Security.",
        )


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class SetUpView(_SecondStep):
    """Have the phone set up by whoever needs one and has none, before they are signed in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send whoever has a phone to its code: a password alone must not replace it."""
        found = pending.current(request)
        if found is not None and second_factor.has_one(found[1]):
            return redirect("sign_in_code")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the square code and the form."""
        return self._show(NewPhoneForm(person=self.person, key=self.waiting.new_key))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Set the phone up, sign in, and show the recovery codes this once."""
        form = NewPhoneForm(request.POST, person=self.person, key=self.waiting.new_key)
        if not form.is_valid() or not form.save():
            return self._show(form)
        record(Action.FACTOR_SET, user=self.person, about=self.person, request=request)
        tell(self.person, Action.FACTOR_SET)
        self.sign_in(form.device)
        context = {"codes": form.codes, "next_url": self.next_url}
        response = render(request, "core/sign_in/recovery_codes.html", context)
        remember_browser(request, response, self.person)
        return response

    def _show(self, form: NewPhoneForm) -> HttpResponse:
        key = self.waiting.new_key
        return render(self.request, "core/sign_in/set_up.html", {"form": form, **phone_context(self.person, key)})


def phone_context(person: User, key: str) -> dict[str, Any]:
    """Return what a page shows of a phone that is to be set up."""
    return {
        "picture": second_factor.picture_of(person, key),
        "spelt_out": second_factor.spelt_out(key),
        "app_address": second_factor.address_of(person, key),
    }


class PasswordResetConfirmView(WagtailPasswordResetConfirmView):
    """Set a new password by the link in a mail."""

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Know this browser: whoever reads the person's mail is not kept out by strangers who guess."""
        response: HttpResponse = super().form_valid(form)
        remember_browser(self.request, response, self.user)
        return response
