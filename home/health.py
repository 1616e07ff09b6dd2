"""How the mail of the contact form is."""

from datetime import timedelta

from django.utils import timezone

from core.health.checks import ASK_OPERATORS
from core.health.registry import Health, State, health_check
from home.models import ContactMessage

# The first tries come within this; what waits longer does so because mail fails.
SOON = timedelta(minutes=10)


@health_check("mail", "Messages from the contact form")
def contact_mail() -> Health:
    """Look for messages that were not mailed to the trust for a while."""
    waiting = ContactMessage.objects.filter(forwarded_at=None, next_attempt_at__isnull=False)
    late = waiting.filter(received_at__lt=timezone.now() - SOON)
    number = late.count()
    if not number:
        return Health(State.WELL, f"{waiting.count()} waiting to be mailed." if waiting.exists() else "All are mailed.")
    error = late.exclude(last_error="").values_list("last_error", flat=True).first() or "not tried yet"
    return Health(
        State.POOR,
        f"{number} could not be mailed yet. They are kept, and tried again by themselves.",
        f"Read them under Messages. {ASK_OPERATORS}",
        error[:200],
    )
