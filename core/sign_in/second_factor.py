"""The second factor: an app on the editor's phone (TOTP, RFC 6238) and ten recovery codes, kept by django-otp."""

import secrets
import time
from base64 import b32encode
from typing import Any

import segno
from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString, mark_safe
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from core.models import User

RECOVERY_CODES = 10
CODE_DIGITS = 6
# Without the letters and digits that are taken for one another.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUP, _GROUPS = 4, 3


def is_needed(user: Any) -> bool:
    """Whether this person must show a second factor: all where the trust requires it, else who has set one up."""
    return bool(settings.TWO_FACTOR_REQUIRED) or has_one(user)


def has_one(user: Any) -> bool:
    """Whether this person has set up a phone."""
    return TOTPDevice.objects.filter(user_id=user.pk, confirmed=True).exists()


def recovery_codes_left(user: User) -> int:
    """Return how many recovery codes this person has not used yet."""
    return int(StaticToken.objects.filter(device__user=user).count())


@transaction.atomic
def device_of(user: User, typed: str) -> Device | None:
    """Return the device that this code proves, None when it is wrong; a code counts once."""
    code = normalise(typed)
    by_phone = code.isdecimal() and len(code) == CODE_DIGITS
    model = TOTPDevice if by_phone else StaticDevice
    for device in model.objects.devices_for_user(user, confirmed=True).select_for_update():
        if device.verify_token(code if by_phone else _kept(code)):
            return device
    return None


def new_key() -> str:
    """Return the secret of a new phone."""
    return str(default_key())


@transaction.atomic
def set_up(user: User, key: str, typed: str) -> tuple[Device, list[str]] | None:
    """Make the phone with this secret the person's only one, with new recovery codes; None when the code is wrong."""
    step = _matching_step(key, typed)
    if step is None:
        return None
    remove(user)
    # The code just typed may not be used a second time.
    device = TOTPDevice.objects.create(user=user, name="Phone", key=key, confirmed=True, last_t=step)
    return device, make_recovery_codes(user)


@transaction.atomic
def make_recovery_codes(user: User) -> list[str]:
    """Replace this person's recovery codes and return the new ones: they are kept as keyed hashes only."""
    device, _ = StaticDevice.objects.get_or_create(user=user, name="Recovery codes", confirmed=True)
    device.token_set.all().delete()
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    for code in codes:
        device.token_set.create(token=_kept(normalise(code)))
    return codes


@transaction.atomic
def remove(user: User) -> bool:
    """Take this person's second factor away, recovery codes and all; say whether there was one."""
    had = has_one(user)
    for model in (TOTPDevice, StaticDevice):
        model.objects.filter(user=user).delete()
    return had


def picture_of(user: User, key: str) -> SafeString:
    """Return what the app on the phone scans, as an image that stands in the page itself."""
    code = segno.make(address_of(user, key), error="m", micro=False)
    drawn = code.svg_inline(omitsize=True, dark="#000000", light="#ffffff", svgclass=None, lineclass=None)
    labelled = drawn.replace("<svg ", '<svg role="img" aria-label="Square code for the app on your phone" ', 1)
    return mark_safe(labelled)


def address_of(user: User, key: str) -> str:
    """Return the otpauth:// address that sets the app up."""
    return str(TOTPDevice(user=user, key=key).config_url)


def spelt_out(key: str) -> str:
    """Return the secret as people type it: base 32 in groups of four."""
    text = b32encode(bytes.fromhex(key)).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def normalise(typed: str) -> str:
    """Return a code without the spaces and hyphens in which it is written."""
    return "".join(sign for sign in typed.lower() if sign.isalnum())


def _matching_step(key: str, typed: str) -> int | None:
    code = normalise(typed)
    if not (code.isdecimal() and code.isascii() and len(code) == CODE_DIGITS):
        return None
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time()
    return int(totp.t()) if totp.verify(int(code), tolerance=1) else None


def _new_code() -> str:
    """About 59 bits, in three groups that are easy to type."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))


def _kept(code: str) -> str:
    return salted_hmac("core.sign_in.recovery_code", code, algorithm="sha256").hexdigest()[:16]
