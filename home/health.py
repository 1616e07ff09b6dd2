"""How the mail of the contact form is."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from core import outside_services
from core.health.checks import ASK_OPERATORS
from core.health.registry import Health, State, health_check
from home.models import ContactMessage

# The first try comes within this, unless nobody tries.
SOON = timedelta(minutes=10)
ADVICE = f"Read them under Messages. {ASK_OPERATORS}"


@health_check("mail", "Messages from the contact form", fresh_for=30)
def contact_mail() -> Health:
    """Look for messages that could not be mailed to the trust; where there are none, ask the mail server itself."""
    waiting = ContactMessage.objects.filter(forwarded_at=None, next_attempt_at__isnull=False)
    late = waiting.filter(~Q(last_error="") | Q(received_at__lt=timezone.now() - SOON))
    number = late.count()
    if number:
        error = late.exclude(last_error="").values_list("last_error", flat=True).first() or "not tried yet"
        told = f"{number} could not be mailed yet. They are kept, and tried again by themselves."
        return Health(State.POOR, told, ADVICE, error[:200])
    try:
        outside_services.ask_mail_server()
    except outside_services.NotSetUpError:
        pass
    except Exception as error:  # noqa: BLE001  # whatever the client raises is what is wrong
        detail = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        told = "The mail server does not answer. New messages are kept, and mailed when it does."
        return Health(State.POOR, told, ADVICE, detail)
    return Health(State.WELL, f"{waiting.count()} waiting to be mailed." if waiting.exists() else "All are mailed.")
