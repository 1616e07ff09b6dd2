"""One gate for everything: without the second factor, where it is needed, nobody is signed in."""

from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django_otp.middleware import OTPMiddleware

from core.sign_in.second_factor import is_needed


class SecondFactorMiddleware(OTPMiddleware):
    """Let `request.user` be somebody only in a session whose second factor was shown.

    The sign-in page makes no other session. This holds for those that were open when the factor became required or was
    set up, and for whatever else may put a user into a session. Nobody is looked up before somebody asks.
    """

    def _verify_user_sync(self, request: HttpRequest, user: Any) -> Any:
        return self._unless_missing(super()._verify_user_sync(request, user))

    async def _verify_user_async_via_auser(self, request: HttpRequest, auser: Any) -> Any:
        return await sync_to_async(self._unless_missing)(await super()._verify_user_async_via_auser(request, auser))

    def _unless_missing(self, user: Any) -> Any:
        if not user.is_authenticated or user.is_verified() or not is_needed(user):
            return user
        nobody = AnonymousUser()
        self._init_user_fields(nobody)
        return nobody
