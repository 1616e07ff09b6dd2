"""Slow down guessing without ever locking the owner out for good (docs/decisions/0029-sign-in.md).

Each try is counted before the password is looked at and given back when it was right. A browser in which somebody has
signed in before is known by a cookie: it has a count of its own, which no stranger can use up.
https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
"""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from core.models import User
from core.proxies import client_address
from core.rate_limits import give_back, network_of, take, window_start

COOKIE = "known_browser"
KNOWN_FOR = timedelta(days=90)
_SALT = "core.sign_in.known_browser"


@dataclass(frozen=True)
class Brake:
    """So many wrong tries in a window of this length; the next window begins with none."""

    name: str
    tries: int
    window: timedelta


class Held(NamedTuple):
    """One brake, and whose count it is."""

    brake: Brake
    key: str


# One person's name from one address; one address, whatever the names; one person's name, whatever the addresses.
PERSON_HERE = Brake("sign-in here", 5, timedelta(minutes=15))
ADDRESS = Brake("sign-in address", 50, timedelta(minutes=15))
PERSON = Brake("sign-in person", 10, timedelta(minutes=5))
# In a browser that is known, this alone.
BROWSER = Brake("sign-in browser", 10, timedelta(minutes=15))
# Codes of the second factor: whoever tries them knows the password already.
CODE_HERE = Brake("code here", 5, timedelta(minutes=15))
CODE = Brake("code person", 10, timedelta(hours=1))
CODE_BROWSER = Brake("code browser", 10, timedelta(minutes=15))
# What is forgotten altogether once this person is known to be there.
_OWN = {PERSON_HERE, CODE_HERE, BROWSER, CODE_BROWSER}


class Attempt:
    """One try: `refused_until` counts it, `was_right` gives it back."""

    def __init__(self, request: HttpRequest, username: str, *, code: bool = False) -> None:
        name = unicodedata.normalize("NFKC", username).casefold()
        address = network_of(client_address(request))
        browser = known_browser(request, username)
        here, person, in_browser = (CODE_HERE, CODE, CODE_BROWSER) if code else (PERSON_HERE, PERSON, BROWSER)
        self._held = (
            [Held(in_browser, browser)]
            if browser
            else [Held(here, f"{name}|{address}"), Held(ADDRESS, address), Held(person, name)]
        )
        self.first_refusal = False

    def refused_until(self) -> datetime | None:
        """Count this try and return None, or return when the next one is heard; what is refused is not counted."""
        taken: list[Held] = []
        for held in self._held:
            brake, key = held
            if take(brake.name, key, brake.tries, brake.window):
                taken.append(held)
                continue
            for other in taken:
                give_back(other.brake.name, other.key, other.brake.window)
            self.first_refusal = take(f"refused {brake.name}", key, 1, brake.window)
            return window_start(timezone.now(), brake.window) + brake.window
        return None

    def was_right(self) -> None:
        """Forget this person's wrong tries here; uncount this one everywhere else."""
        for brake, key in self._held:
            give_back(brake.name, key, brake.window, all_of_them=brake in _OWN)


def remember_browser(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Know this browser from now on as one in which this person has shown who they are."""
    number = known_browser(request, user.get_username()) or secrets.token_urlsafe(12)
    response.set_cookie(
        COOKIE,
        signing.dumps([user.pk, number], salt=_SALT),
        max_age=KNOWN_FOR,
        path=reverse("wagtailadmin_home"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def known_browser(request: HttpRequest, username: str) -> str:
    """Return the number of this browser when this person has signed in with it, else nothing."""
    try:
        pk, number = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=KNOWN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(number) if User.objects.filter(pk=pk, username=username).exists() else ""
