"""The addresses of signing in, below the admin's; they come before Wagtail's own, whose places three of them take."""

from django.urls import path
from django.views.decorators.cache import never_cache

from core.sign_in.views import CodeView, PasswordResetConfirmView, SetUpView, SignInView

urlpatterns = [
    path("login/", never_cache(SignInView.as_view())),
    path("login/code/", CodeView.as_view(), name="sign_in_code"),
    path("login/set-up/", SetUpView.as_view(), name="sign_in_set_up"),
    path("password_reset/confirm/<uidb64>/<token>/", never_cache(PasswordResetConfirmView.as_view())),
]
