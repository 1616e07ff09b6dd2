"""Mail a contact message to the trust and a receipt to its sender; what fails waits and is tried again."""

import logging
from datetime import timedelta
from smtplib import SMTPConnectError, SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone

from home.models import ContactMessage, OrganisationSettings

logger = logging.getLogger(__name__)

# After the first failure, the second, and so on; the last holds for all later ones until the message is deleted.
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360)]
# While one process mails, no other takes the same message; a process that dies lets go after this long.
LEASE = timedelta(minutes=5)
# Receipts to one address in a day: nobody may use the form to fill somebody's mailbox.
RECEIPTS_A_DAY = 5
_PERMANENT = 500


class NoAddressError(Exception):
    """The trust has not said where the contact form's messages go."""


def deliver(pk: int) -> bool:
    """Mail what is still to be mailed of this message; False when the mail server cannot be reached just now."""
    message = _claim(pk)
    if message is None:
        return True
    try:
        _forward(message)
        _acknowledge(message)
    except (SMTPException, OSError, NoAddressError) as error:
        _wait(message, error)
        return _server_answers(error)
    ContactMessage.objects.filter(pk=pk).update(next_attempt_at=None)
    return True


def _server_answers(error: Exception) -> bool:
    """Whether the server spoke to us, and only this message failed."""
    return isinstance(error, SMTPException | NoAddressError) and not isinstance(
        error, SMTPConnectError | SMTPServerDisconnected
    )


def deliver_waiting() -> int:
    """Mail what is due, oldest first, until the server is found to be down; return how many were tried."""
    due = ContactMessage.objects.filter(next_attempt_at__lte=timezone.now()).order_by("received_at")
    tried = 0
    for pk in list(due.values_list("pk", flat=True)):
        tried += 1
        if not deliver(pk):
            break
    return tried


def _claim(pk: int) -> ContactMessage | None:
    """Take the message for this process, unless another one has it or nothing is left to do."""
    now = timezone.now()
    taken = ContactMessage.objects.filter(pk=pk, next_attempt_at__lte=now).update(
        next_attempt_at=now + LEASE, attempts=F("attempts") + 1
    )
    return ContactMessage.objects.get(pk=pk) if taken else None


def _forward(message: ContactMessage) -> None:
    if message.forwarded_at is not None:
        return
    organisation = OrganisationSettings.objects.exclude(general_email="").order_by("pk").first()
    if organisation is None:
        raise NoAddressError("No general email address is set under Settings, Organisation.")
    _mail(
        message, "forward", organisation.general_email,
        f"[{message.reference}] Message from the website: {message.get_topic_display()}",
        reply_to=message.email,
    )  # fmt: skip
    message.forwarded_at = timezone.now()
    ContactMessage.objects.filter(pk=message.pk).update(forwarded_at=message.forwarded_at, last_error="")


def _acknowledge(message: ContactMessage) -> None:
    if message.acknowledged_at is not None:
        return
    since = timezone.now() - timedelta(days=1)
    today = ContactMessage.objects.filter(email__iexact=message.email, acknowledged_at__gt=since).count()
    error = "No receipt: this address has had enough of them today." if today >= RECEIPTS_A_DAY else ""
    if not error:
        try:
            _mail(message, "receipt", message.email, f"We have received your message ({message.reference})")
        except SMTPRecipientsRefused as refused:
            if any(code < _PERMANENT for code, _ in refused.recipients.values()):
                raise
            error = "No receipt: the mail server refused the sender's address."
    sent = None if error else timezone.now()
    ContactMessage.objects.filter(pk=message.pk).update(acknowledged_at=sent, last_error=error)


def _mail(message: ContactMessage, kind: str, recipient: str, subject: str, reply_to: str = "") -> None:
    domain = urlsplit(settings.SITE_URL).hostname or "localhost"
    EmailMessage(
        subject=subject,
        body=render_to_string(f"home/mail/contact_{kind}.txt", {"message": message, "site_url": settings.SITE_URL}),
        to=[recipient],
        reply_to=[reply_to] if reply_to else None,
        headers={
            # The same at each attempt, so that a mail sent twice is shown once.
            "Message-ID": f"<{message.reference}.{kind}@{domain}>",
            "Auto-Submitted": "auto-generated",
        },
    ).send()


def _wait(message: ContactMessage, error: Exception) -> None:
    pause = WAITS[min(message.attempts, len(WAITS)) - 1]
    ContactMessage.objects.filter(pk=message.pk).update(
        next_attempt_at=timezone.now() + pause, last_error=str(error)[:500]
    )
    logger.warning("Message %s is not mailed yet (%s), next try in %s", message.reference, type(error).__name__, pause)
