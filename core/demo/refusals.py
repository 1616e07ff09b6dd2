"""When the demo site must not be loaded."""

from django.conf import settings
from wagtail.models import Page

from core.demo.web_address import is_welcome_page
from core.models import DemoRecord


def reasons_to_refuse() -> list[str]:
    """Return why this database should not be given a demo site, in sentences; none when it may be."""
    reasons = []
    if is_production(settings.SETTINGS_MODULE):
        reasons.append(f"These are production settings ({settings.SETTINGS_MODULE}).")
    if not DemoRecord.objects.exists():
        foreign = [page for page in Page.objects.filter(depth__gt=1).order_by("path")[:2] if not is_welcome_page(page)]
        if foreign:
            reasons.append(f"The database has pages that are not of the demo, such as “{foreign[0].title}”.")
    return reasons


def is_production(settings_module: str | None) -> bool:
    """Whether these settings are those of a real site."""
    return (settings_module or "").rpartition(".")[2] == "production"
