"""What changes the state of a contact message."""

import hashlib
import logging
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from home.models import ContactMessage
from home.models.contact import new_reference

logger = logging.getLogger(__name__)

_REFERENCE_TRIES = 5


def submission_key(token: str, message: ContactMessage) -> str:
    """Return the key under which this form, with just this text, is one message however often it is sent."""
    parts = (token, message.topic, message.name, message.email, message.message)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def store_message(message: ContactMessage, token: str) -> ContactMessage:
    """Store a message and have the worker mail it; return the one that is stored, which may be an earlier sending."""
    from home.tasks import deliver_message

    message.submission_key = submission_key(token, message)
    for _ in range(_REFERENCE_TRIES):
        message.reference = new_reference()
        try:
            with transaction.atomic():
                message.save(force_insert=True)
                deliver_message.enqueue(message.pk)
        except IntegrityError:
            message.pk = None
            earlier = ContactMessage.objects.filter(submission_key=message.submission_key).first()
            if earlier is not None:
                return earlier
        else:
            return message
    raise RuntimeError("No free reference was found for a contact message.")


def delete_old_messages() -> int:
    """Delete the messages that are older than CONTACT_MESSAGE_DAYS and say how many there were."""
    before = timezone.now() - timedelta(days=settings.CONTACT_MESSAGE_DAYS)
    old = ContactMessage.objects.filter(received_at__lt=before)
    unsent = list(old.filter(forwarded_at=None).values_list("reference", flat=True))
    if unsent:
        logger.error("Deleted after %s days, never mailed: %s", settings.CONTACT_MESSAGE_DAYS, ", ".join(unsent))
    deleted, _ = old.delete()
    return deleted
