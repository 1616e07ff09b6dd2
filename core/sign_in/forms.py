"""The forms of signing in, of the second factor and of a forgotten password."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm

from core.audit import Action, record
from core.models import User
from core.rate_limits import allow, take
from core.sign_in import second_factor
from core.sign_in.brakes import Attempt
from core.sign_in.tasks import mail_reset_links

_HOUR = timedelta(hours=1)
RESETS_FROM_ONE_ADDRESS = 10
RESETS_FOR_ONE_EMAIL = 3
WRONG = "Your username and password did not match. Check them and try again."
# The same whether the name is somebody's or nobody's.
TOO_MANY = (
    "Too many wrong tries. Wait until %(until)s, then try again. If you have forgotten your password, follow "
    "“Forgotten password?”: with a new one you can sign in at once."
)
WRONG_CODE = "That code is not right, or it has been used. Wait for the next one in your app and type it at once."
WRONG_NEW_CODE = "That is not what the app should show. Check the time on your phone, and type the newest code."
TOO_MANY_CODES = "Too many wrong codes. Wait until %(until)s, then sign in again."


def _until(moment: Any) -> dict[str, str]:
    return {"until": f"{timezone.localtime(moment):%H:%M}"}


class SignInForm(LoginForm):
    """Name and password, behind the brakes of `core.sign_in.brakes`."""

    error_messages = LoginForm.error_messages | {"invalid_login": WRONG}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"

    def clean(self) -> dict[str, Any]:
        """Count the try, look at the password, and uncount it when that was right."""
        name = self.cleaned_data.get("username")
        if not name or not self.cleaned_data.get("password"):
            return self.cleaned_data
        attempt = Attempt(self.request, name)
        until = attempt.refused_until()
        if until is not None:
            if attempt.first_refusal:
                _record(Action.LOCKED_OUT, name, self.request)
            raise ValidationError(TOO_MANY, code="too_many", params=_until(until))
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            _record(Action.SIGN_IN_FAILED, name, self.request)
            raise
        attempt.was_right()
        return cleaned


def _record(action: Action, name: str, request: HttpRequest) -> None:
    # A name that is nobody's is not written down: people type their passwords there.
    found = User.objects.filter(username=name).first()
    detail = "an unknown name" if found is None else "" if found.is_active else "the account is switched off"
    record(action, about=found, detail=detail, request=request)


class CodeForm(forms.Form):
    """A code from the app, or a recovery code."""

    code = forms.CharField(
        label="Security code",
        max_length=40,
        help_text="The six digits that the app on your phone shows for this site, or one of your recovery codes.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": "", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.person = request, person
        self.device: Any = None
        self.refused = False

    def clean_code(self) -> str:
        """Count the try, and find the device that the code proves."""
        code: str = self.cleaned_data["code"]
        attempt = Attempt(self.request, self.person.get_username(), code=True)
        until = attempt.refused_until()
        if until is not None:
            self.refused = True
            if attempt.first_refusal:
                record(Action.LOCKED_OUT, about=self.person, detail="wrong security codes", request=self.request)
            raise ValidationError(TOO_MANY_CODES, code="too_many", params=_until(until))
        self.device = second_factor.device_of(self.person, code)
        if self.device is None:
            record(Action.CODE_FAILED, about=self.person, request=self.request)
            raise ValidationError(WRONG_CODE, code="wrong")
        attempt.was_right()
        return code


class NewPhoneForm(forms.Form):
    """The first code of a phone that is being set up."""

    new_code = forms.CharField(
        label="Code from the app",
        max_length=20,
        help_text="The six digits that the app shows now.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, person: User, key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.key = person, key
        self.codes: list[str] = []
        self.device: Any = None

    def save(self) -> bool:
        """Set the phone up, unless the code is wrong."""
        made = second_factor.set_up(self.person, self.key, self.cleaned_data["new_code"])
        if made is None:
            self.add_error(
                "new_code",
                "That is not what the app should show. Check the time on your phone, and type the newest code.",
            )
            return False
        self.device, self.codes = made
        return True


class ConfirmForm(CodeForm):
    """Password and code, asked for before the second factor is changed."""

    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("password", "code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.pop("autofocus")
        if not second_factor.has_one(self.person):
            del self.fields["code"]

    def clean_code(self) -> str:
        """Leave the code alone while the password is wrong: it counts once."""
        return super().clean_code() if "password" in self.cleaned_data else str(self.cleaned_data["code"])

    def clean_password(self) -> str:
        """Count the try and check the password."""
        password: str = self.cleaned_data["password"]
        attempt = Attempt(self.request, self.person.get_username())
        until = attempt.refused_until()
        if until is not None:
            raise ValidationError(TOO_MANY, code="too_many", params=_until(until))
        if not self.person.check_password(password):
            record(Action.SIGN_IN_FAILED, about=self.person, detail="in the account's settings", request=self.request)
            raise ValidationError("That is not your password.", code="wrong")
        attempt.was_right()
        return password


class PasswordResetForm(WagtailPasswordResetForm):
    """Ask for a link by email: the same answer, as fast, whether the address is somebody's or nobody's."""

    def save(self, *, request: HttpRequest, **_: Any) -> None:
        """Leave the mail to the worker, which looks who it is for."""
        email = self.cleaned_data["email"]
        if not allow(request, "password reset", RESETS_FROM_ONE_ADDRESS, _HOUR):
            return
        if not take("password reset mail", email.casefold(), RESETS_FOR_ONE_EMAIL, _HOUR):
            return
        people = list(User.objects.filter(email__iexact=email, is_active=True).values_list("pk", flat=True))
        transaction.on_commit(lambda: mail_reset_links.enqueue(people))
