"""The mails of signing in, sent by the worker so that no answer is slower because a name is somebody's."""

import logging
from datetime import timedelta
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django_tasks import task

from core.audit import Action, record
from core.audit.people import password_changed
from core.models import User

logger = logging.getLogger(__name__)

SUBJECTS = {
    "password_reset": "Set a new password",
    "factor_set": "A phone has been set up for signing in",
    "factor_removed": "Your second factor has been switched off",
    "factor_reset": "Your second factor has been reset",
    "recovery_codes_made": "New recovery codes have been made",
    "recovery_code_used": "A recovery code has been used",
    "password_changed": "Your password has been changed",
    "password_known": "Somebody may know your password",
}


# A mail that the server does not take is tried again after these waits, then given up: the task has failed.
WAITS = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15)]


@task(backend="worker")
def mail_reset_links(people: list[int], attempt: int = 0) -> str:
    """Mail a link to each of these people; often there is none of them."""
    for user in User.objects.filter(pk__in=people, is_active=True):
        if not attempt:
            record(Action.PASSWORD_RESET_ASKED, about=user)
        uid = urlsafe_base64_encode(force_bytes(user.pk))
        link = reverse("wagtailadmin_password_reset_confirm", args=[uid, default_token_generator.make_token(user)])
        try:
            _mail(user, "password_reset", link=f"{settings.SITE_URL}{link}")
        except (SMTPException, OSError) as error:
            _again(error, mail_reset_links, [user.pk], attempt=attempt)
    return f"{len(people)} asked for"


@task(backend="worker")
def mail_notice(pk: int, kind: str, attempt: int = 0) -> str:
    """Tell somebody what has been done to their sign-in, so that they notice when it was not they who did it."""
    user = User.objects.filter(pk=pk, is_active=True).exclude(email="").first()
    if user is None:
        return "nobody to tell"
    try:
        _mail(user, kind)
    except (SMTPException, OSError) as error:
        _again(error, mail_notice, pk, kind, attempt=attempt)
        return "to be tried again"
    return "mailed"


def _again(error: Exception, mail: Any, *arguments: Any, attempt: int) -> None:
    """Enqueue the task once more for later; raises the error when it has been tried often enough."""
    if attempt >= len(WAITS):
        raise error
    logger.warning("A mail about signing in was not sent (%s); next try in %s", type(error).__name__, WAITS[attempt])
    mail.using(run_after=timezone.now() + WAITS[attempt]).enqueue(*arguments, attempt + 1)


def tell(user: User, kind: str) -> None:
    """Have the worker mail a notice once the change is in the database."""
    transaction.on_commit(lambda: mail_notice.enqueue(user.pk, str(kind)))


def watch() -> None:
    """Tell people of each change of their password, whoever made it."""
    password_changed.connect(_tell_of_new_password, dispatch_uid="core.sign_in.tasks")


def _tell_of_new_password(person: User, **_: Any) -> None:
    tell(person, Action.PASSWORD_CHANGED)


def _mail(user: User, kind: str, **more: str) -> None:
    host = urlsplit(settings.SITE_URL).hostname or settings.SITE_URL
    context = {
        "person": user,
        "host": host,
        "site_url": settings.SITE_URL,
        "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        **more,
    }
    EmailMessage(
        subject=f"{host}: {SUBJECTS[kind]}",
        body=render_to_string(f"core/mail/{kind}.txt", context),
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
