"""A sign-in whose password was right and whose second factor is still to come.

Until both are shown nobody is signed in: the session names no user, so that nothing of the admin, no preview and no
private file needs to ask.
"""

import time
from dataclasses import asdict, dataclass

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django_otp.models import Device

from core.models import User
from core.sign_in import second_factor

BACKEND = "django.contrib.auth.backends.ModelBackend"
# How long the code may take (seconds).
LIFETIME = 10 * 60
_KEY = "pending_sign_in"


@dataclass(frozen=True)
class Pending:
    """What is remembered between password and code."""

    pk: int
    session_hash: str
    started: float
    remember: bool
    next_url: str
    # The secret of a phone that is being set up. Made for this sign-in alone: nobody else has seen it.
    new_key: str


def start(request: HttpRequest, user: User, *, remember: bool, next_url: str) -> None:
    """Remember that this person's password was right, in a session that holds nothing else."""
    request.session.flush()
    new = Pending(user.pk, user.get_session_auth_hash(), time.time(), remember, next_url, second_factor.new_key())
    request.session[_KEY] = asdict(new)
    request.session.set_expiry(LIFETIME)


def current(request: HttpRequest) -> tuple[Pending, User] | None:
    """Return the sign-in that waits, None when there is none, it took too long, or the account has changed since."""
    kept = request.session.get(_KEY)
    if not kept:
        return None
    pending = Pending(**kept)
    user = User.objects.filter(pk=pending.pk, is_active=True).first()
    if (
        user is None
        or time.time() - pending.started > LIFETIME
        or not constant_time_compare(pending.session_hash, user.get_session_auth_hash())
    ):
        request.session.flush()
        return None
    return pending, user


def finish(request: HttpRequest, pending: Pending, user: User, device: Device | None) -> None:
    """Sign the person in, now that everything was shown."""
    request.session.pop(_KEY, None)
    # django-otp writes it into the session when the person is signed in.
    user.otp_device = device  # type: ignore[attr-defined]  # django-otp's own name
    login(request, user, backend=BACKEND)
    request.session.set_expiry(settings.SESSION_COOKIE_AGE if pending.remember else 0)


def give_up(request: HttpRequest) -> None:
    """Forget it: the password must be typed again."""
    request.session.flush()
